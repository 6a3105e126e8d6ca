import { beforeAll, describe, expect, it } from "vitest";
import { ContentsFilter } from "../../../src/ipam/ContentsFilter.ts";
import { Inventory } from "../../../src/ipam/Inventory.ts";
import type { RegionContents } from "../../../src/ipam/RegionInventory.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

let hangzhou: RegionContents;

beforeAll(async () => {
  const simulator = await Simulator.start();
  const inventory = new Inventory(testCloud(simulator).ipamApi(credentialsOf(simulator)), ["cn-hangzhou"], Date.now);
  await inventory.load();
  const { contents } = inventory.region("cn-hangzhou");
  if (!contents) throw new Error("The region could not be read.");
  hangzhou = contents;
  await simulator.close();
});

/** The names in sight, an IPAM's before those of its discoveries. */
function seen(text: string): readonly string[] {
  const { ipams } = new ContentsFilter(text, () => "Hangzhou 杭州").apply(hangzhou);
  return ipams.flatMap(({ ipam, associations }) => [
    ipam.name,
    ...associations.map(({ discovery, discoveryId }) => discovery?.name || discoveryId),
  ]);
}

describe("ContentsFilter", () => {
  it("shows an IPAM with all it has when the IPAM matches", () => {
    expect(seen("hub-east")).toEqual(seen(""));
    expect(seen("")).toContain("payments-hangzhou");
  });

  it.each([
    ["a name", "payments-hang"],
    ["an id", "m4q8zt2vxk7w3hcr"],
    ["an owner", "1882009915530042"],
    ["a tag", "team=payments"],
    ["another case", "PAYMENTS-hangzhou"],
    ["full-width letters", "ｐａｙｍｅｎｔｓ-hangzhou"],
  ])("shows only the association that matches by %s, below its IPAM", (_what, text) => {
    expect(seen(text)).toEqual(["hub-east-china", "payments-hangzhou"]);
  });

  it("wants every word, wherever it stands", () => {
    expect(seen("payments 杭州")).toEqual(["hub-east-china", "payments-hangzhou"]);
    expect(seen("payments shanghai-nothing")).toEqual([]);
  });

  it("matches a region by its id and by its name", () => {
    expect(seen("cn-hangzhou")).toEqual(seen(""));
    expect(seen("杭州")).toEqual(seen(""));
  });

  it("is off without a word", () => {
    expect(new ContentsFilter("  ", () => "").isOn).toBe(false);
    expect(new ContentsFilter("  ", () => "").apply(hangzhou)).toBe(hangzhou);
  });
});
