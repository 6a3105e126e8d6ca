import fc from "fast-check";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { ContentsFilter } from "../../../src/ipam/ContentsFilter.ts";
import { Inventory } from "../../../src/ipam/Inventory.ts";
import { joinRegion } from "../../../src/ipam/joinRegion.ts";
import type { RegionContents } from "../../../src/ipam/RegionInventory.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { plainFilter } from "../../support/plainFilter.ts";
import { association, discovery, ipam } from "../../support/records.ts";
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

  it("folds no text of a row again for another keystroke, and none at all to be painted again", () => {
    new ContentsFilter("p", () => "Hangzhou").apply(hangzhou);
    const fold = vi.spyOn(String.prototype, "normalize");
    const filter = new ContentsFilter("pa", () => "Hangzhou");
    const sight = filter.apply(hangzhou);
    expect(fold.mock.contexts.map(String)).toEqual(["pa", "cn-hangzhou\nHangzhou"]);
    expect(filter.apply(hangzhou)).toBe(sight);
    expect(fold).toHaveBeenCalledTimes(2);
    fold.mockRestore();
  });

  it("was folded when it was read, so that the first letter typed does not pay for every row", async () => {
    const fold = vi.spyOn(String.prototype, "normalize");
    new ContentsFilter("q", () => "Hangzhou").apply(hangzhou);
    expect(fold.mock.contexts.map(String)).toEqual(["q", "cn-hangzhou\nHangzhou"]);
    fold.mockRestore();
  });

  it("finds rows of an IPAM with thousands of associations", () => {
    const many = Array.from({ length: 3000 }, (_, index) => `d-${index}-of-many`);
    const contents = joinRegion(
      [ipam()],
      many.map((discoveryId) => association({ discoveryId })),
      many.map((discoveryId) => discovery({ discoveryId, name: discoveryId })),
    );
    const { ipams } = new ContentsFilter("-2999- PAYMENTS", () => "").apply(contents);
    expect(ipams).toEqual([]);
    const [found] = new ContentsFilter("-2999-", () => "").apply(contents).ipams;
    expect(found?.associations.map(({ discoveryId }) => discoveryId)).toEqual(["d-2999-of-many"]);
  });

  it("shows what a plain comparison of every text with every word shows", () => {
    fc.assert(
      fc.property(
        anyContents,
        fc.array(word, { maxLength: 3 }),
        fc.constantFrom(" ", "\u3000", "\n"),
        (of, words, gap) => {
          const text = words.join(gap);
          const regionName = () => "Hangzhou 杭州";
          expect(new ContentsFilter(text, regionName).apply(of)).toEqual(plainFilter(text, regionName, of));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

/** Pieces that come again and again, so that words are found, and what folding changes, lengthens or depends on. */
const piece = fc.constantFrom(
  "a",
  "b",
  "A",
  "Ａ",
  "=",
  "ß",
  "Σ",
  "ς",
  "σ",
  "ﬁ",
  "İ",
  "K",
  "é",
  "e\u0301",
  "杭",
  "\n",
  "\0",
  " ",
  "-",
  "㎞",
  "😀",
);
const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(""));
const word = fc.oneof(text, fc.constantFrom("hang", "杭", "a=b", "ipam-1", "d2", "owner"));
const tags = fc.array(fc.record({ key: text, value: text }), { maxLength: 2 });
const described = { name: text, description: text, tags };

const anyContents: fc.Arbitrary<RegionContents> = fc
  .record({
    ipams: fc.array(fc.record(described), { maxLength: 2 }),
    discoveries: fc.array(fc.record(described), { maxLength: 3 }),
    // Ends that no list describes are among them: IPAMs of other accounts, and discoveries nobody could read.
    associations: fc.array(fc.record({ to: fc.nat(3), through: fc.nat(4), discoveryOwnerId: text }), { maxLength: 8 }),
  })
  .map(({ ipams, discoveries, associations }) =>
    joinRegion(
      ipams.map((fields, index) => ipam({ ...fields, ipamId: `ipam-${index}` })),
      associations.map(({ to, through, discoveryOwnerId }) =>
        association({ ipamId: `ipam-${to}`, discoveryId: `d${through}`, discoveryOwnerId }),
      ),
      discoveries.map((fields, index) => discovery({ ...fields, discoveryId: `d${index}` })),
    ),
  );
