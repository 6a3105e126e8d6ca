import { describe, expect, it } from "vitest";
import { addressBlocks } from "../../../src/ipam/addressBlocks.ts";
import { arrangeBlocks, type BlockArrangement } from "../../../src/ipam/arrangeBlocks.ts";
import { vpc, vSwitch } from "../../support/resources.ts";

const blocks = addressBlocks([
  vpc("core", "10.24.0.0/16", { ipUsage: "0.5" }),
  vSwitch("core", "core-app", "10.24.0.0/20"),
  vpc("edge", "10.3.0.0/16", { ipUsage: "", region: "cn-shanghai", ownerId: "1882009915530042" }),
  vpc("Zürich", "9.0.0.0/8", { ipUsage: "0.09" }),
  vpc("odd", "no block"),
  vpc("six", "2001:db8::/32"),
]);

function arranged(arrangement: Partial<BlockArrangement>): readonly (string | undefined)[] {
  const all = { search: "", column: "cidr", descending: false, ...arrangement } as const;
  const place = ({ resource }: (typeof blocks)[number]) =>
    resource.region === "cn-shanghai" ? "Shanghai" : "Hangzhou";
  return arrangeBlocks(blocks, all, place).map((index) => blocks[index]?.resource.name);
}

describe("The table of blocks", () => {
  it("sorts CIDRs by number, and what is none last either way", () => {
    expect(arranged({})).toEqual(["Zürich", "edge", "core", "core-app", "six", "odd"]);
    expect(arranged({ descending: true })).toEqual(["six", "core-app", "core", "edge", "Zürich", "odd"]);
  });

  it("sorts by use as a number, what is not known last either way", () => {
    expect(arranged({ column: "used" }).at(0)).toBe("Zürich");
    expect(arranged({ column: "used", descending: true }).at(0)).toBe("core");
    expect([arranged({ column: "used" }).at(-1), arranged({ column: "used", descending: true }).at(-1)]).toEqual([
      "edge",
      "edge",
    ]);
  });

  it("sorts by names whatever the case", () => {
    expect(arranged({ column: "name" })).toEqual(["core", "core-app", "edge", "odd", "six", "Zürich"]);
  });

  it("finds the blocks that contain an address", () => {
    expect(arranged({ search: "10.24.3.7" })).toEqual(["core", "core-app"]);
    expect(arranged({ search: "10.24.200.1" })).toEqual(["core"]);
    expect(arranged({ search: "2001:db8::5" })).toEqual(["six"]);
    expect(arranged({ search: "11.0.0.1" })).toEqual([]);
  });

  it("finds the blocks that overlap a block", () => {
    expect(arranged({ search: "10.0.0.0/8" })).toEqual(["edge", "core", "core-app"]);
  });

  it("finds part of an address, of a name, an id, an owner and a region, all words of a text", () => {
    expect(arranged({ search: "10.24." })).toEqual(["core", "core-app"]);
    expect(arranged({ search: "ZÜR" })).toEqual(["Zürich"]);
    expect(arranged({ search: "vsw-core" })).toEqual(["core-app"]);
    expect(arranged({ search: "1882 shanghai" })).toEqual(["edge"]);
    expect(arranged({ search: "core vswitch 10.24.3.7" })).toEqual(["core-app"]);
  });
});
