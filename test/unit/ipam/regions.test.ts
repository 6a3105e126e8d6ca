import { describe, expect, it } from "vitest";
import { endpointOf } from "../../../src/alibaba/endpointOf.ts";
import { chosenRegions, ownRegionOf, regionOf, regions } from "../../../src/ipam/regions.ts";

describe("A region", () => {
  const own = chosenRegions(["cn-future-1"]).own;

  it("is one of the list", () => {
    for (const region of regions) expect(regionOf(region)).toBe(region);
  });

  it("is one that the person added, where those are known, and none otherwise", () => {
    expect(regionOf("cn-future-1", own)).toBe("cn-future-1");
    expect(regionOf("cn-future-1")).toBeUndefined();
    expect(regionOf("cn-future-2", own)).toBeUndefined();
  });

  it("that the person added has the endpoint of its id", () => {
    const [added] = own;
    expect(added && endpointOf("vpcipam", added, "")).toMatchObject({ host: "vpcipam.cn-future-1.aliyuncs.com" });
  });

  it.each(["cn-a", "me-central-22", "cn-a-b-c-d-e", `cn-${"x".repeat(37)}`])("may be added as %s", (id) => {
    expect(ownRegionOf(id)).toBe(id);
  });

  it.each([
    ...[
      "",
      "cn",
      "c-hangzhou",
      "chn-hangzhou",
      "cn-",
      "-cn-a",
      "cn--a",
      "cn-a-b-c-d-e-f",
      "CN-Hangzhou",
      "cn-hangzhou ",
    ],
    ...["cn-a.example", "cn-a/b", "cn-a:80", "cn-a@b", "cn-a#", "cn-a?b", "cn-a%2e", "cn_a", "cn-\u0430", "cn-a\n"],
    ...[`cn-${"x".repeat(38)}`, 7, null, undefined, {}, ["cn-a"]],
  ])("may not be added as %j", (value) => {
    expect(ownRegionOf(value)).toBeUndefined();
  });
});

describe("The regions that the settings choose", () => {
  it("are those of the list in its order, then the person's own ones", () => {
    const { read, own } = chosenRegions(["cn-future-1", "cn-shanghai", "ap-new-2", "cn-hangzhou", "cn-future-1"]);
    expect(read).toEqual(["cn-hangzhou", "cn-shanghai", "cn-future-1", "ap-new-2"]);
    expect(own).toEqual(["cn-future-1", "ap-new-2"]);
  });

  it("are only the person's own one when nothing else is chosen", () => {
    expect(chosenRegions(["cn-future-1"]).read).toEqual(["cn-future-1"]);
  });

  it.each([[[]], ["cn-hangzhou"], [undefined], [{}], [["nowhere!"]]])(
    "are all of the list where %j chooses none",
    (setting) => {
      expect(chosenRegions(setting).read).toEqual(regions);
    },
  );

  it("leave out what is no region, which is told, and keep the rest", () => {
    const { read, malformed } = chosenRegions(["evil.example/x", "cn-hangzhou", 7, "CN-X"]);
    expect(read).toEqual(["cn-hangzhou"]);
    expect(malformed).toEqual(["evil.example/x", 7, "CN-X"]);
  });
});
