import { describe, expect, it } from "vitest";
import { addressBlocks } from "../../../src/ipam/addressBlocks.ts";
import { vpc, vSwitch } from "../../support/resources.ts";

/** Names of the blocks, each with those of the blocks that overlap it. */
function overlapsOf(...resources: Parameters<typeof addressBlocks>[0]) {
  const blocks = addressBlocks(resources);
  return Object.fromEntries(
    blocks.map(({ resource, overlaps }) => [resource.name, overlaps.map((place) => blocks[place]?.resource.name)]),
  );
}

describe("Address blocks", () => {
  it("overlap when two VPCs have the same addresses, in whichever account and region", () => {
    const legacy = vpc("legacy", "10.24.128.0/17", { ownerId: "1882009915530042", region: "cn-shanghai" });
    expect(overlapsOf(vpc("core", "10.24.0.0/16"), legacy, vpc("edge", "10.25.0.0/16"))).toEqual({
      core: ["legacy"],
      legacy: ["core"],
      edge: [],
    });
  });

  it("do not overlap as vSwitches of their own VPC, but as vSwitches with the blocks of another VPC", () => {
    const resources = [
      vpc("core", "10.24.0.0/16"),
      vSwitch("core", "low", "10.24.0.0/20"),
      vSwitch("core", "high", "10.24.128.0/20"),
      vpc("legacy", "10.24.128.0/17"),
    ];
    expect(overlapsOf(...resources)).toEqual({ core: ["legacy"], low: [], high: ["legacy"], legacy: ["core"] });
  });

  it("find everything that contains a block and everything in it", () => {
    const resources = [
      vpc("all", "10.0.0.0/8"),
      vpc("half", "10.0.0.0/9"),
      vpc("far", "10.64.0.0/16"),
      vpc("same", "10.64.0.0/16"),
      vpc("tiny", "10.64.9.0/24"),
      vpc("other", "10.200.0.0/16"),
    ];
    const found = overlapsOf(...resources);
    expect(found["far"]?.sort()).toEqual(["all", "half", "same", "tiny"]);
    expect(found["tiny"]?.sort()).toEqual(["all", "far", "half", "same"]);
    expect(found["other"]).toEqual(["all"]);
    expect(found["all"]?.sort()).toEqual(["far", "half", "other", "same", "tiny"]);
  });

  it("are one block when several discoveries show the same one", () => {
    const shown = vpc("core", "10.24.0.0/16");
    const blocks = addressBlocks([shown, { ...shown, discoveryId: "ipam-res-disco-2" }]);
    expect(blocks.map(({ discoveryIds, overlaps }) => [discoveryIds, overlaps])).toEqual([
      [["ipam-res-disco-1", "ipam-res-disco-2"], []],
    ]);
  });

  it("know the block of their VPC that a vSwitch lies in", () => {
    const blocks = addressBlocks([
      vSwitch("core", "second", "172.20.1.0/24"),
      vpc("core", "172.20.0.0/16"),
      vpc("core", "10.24.0.0/16"),
    ]);
    const [first, second, third] = blocks;
    expect([first?.parent, second?.parent, third?.parent]).toEqual([undefined, undefined, 1]);
  });

  it("keep a text that is no CIDR block, last and without overlaps", () => {
    const blocks = addressBlocks([vpc("odd", "ten dot something"), vpc("core", "10.24.0.0/16")]);
    expect(blocks.map(({ resource, cidr, overlaps }) => [resource.name, String(cidr), overlaps])).toEqual([
      ["core", "10.24.0.0/16", []],
      ["odd", "undefined", []],
    ]);
  });

  it("tell an unused block from one whose use is not known", () => {
    const used = (ipUsage: string) => addressBlocks([vpc("core", "10.24.0.0/16", { ipUsage })])[0]?.used;
    expect(["0", "0.5", "1.7", "", "-1", "many"].map(used)).toEqual([0, 0.5, 1, undefined, undefined, undefined]);
  });

  it("list no more than a hundred overlaps of a block, however many VPCs have the default block", () => {
    const many = Array.from({ length: 5_000 }, (_, index) => vpc(String(index), "192.168.0.0/16"));
    expect(new Set(addressBlocks(many).map(({ overlaps }) => overlaps.length))).toEqual(new Set([100]));
  });
});
