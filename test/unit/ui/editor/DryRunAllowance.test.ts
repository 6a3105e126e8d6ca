import { beforeEach, describe, expect, it } from "vitest";
import type { Target } from "../../../../src/ipam/Target.ts";
import { DryRunAllowance } from "../../../../src/ui/editor/DryRunAllowance.ts";

const minute = 60_000;
let now = 0;
let allowance: DryRunAllowance;

beforeEach(() => {
  now = 0;
  allowance = new DryRunAllowance(() => now);
});

function targets(count: number, from = 0): readonly Target[] {
  return Array.from({ length: count }, (_, index) => ({
    profile: "p",
    region: "cn-hangzhou",
    ipamId: "ipam-1",
    discoveryId: `ipam-res-disco-${from + index}`,
  }));
}

describe("Saving", () => {
  it("checks a pair once, and again after five minutes", () => {
    expect(allowance.take(targets(1))).toHaveLength(1);
    now = 5 * minute - 1;
    expect(allowance.take(targets(1))).toHaveLength(0);
    now = 5 * minute;
    expect(allowance.take(targets(1))).toHaveLength(1);
  });

  it("checks a pair once that is named twice", () => {
    expect(allowance.take([...targets(1), ...targets(1)])).toHaveLength(1);
  });

  it("starts ten dry runs in any minute and no more, however often it happens", () => {
    expect(allowance.take(targets(8))).toHaveLength(8);
    now = minute / 2;
    expect(allowance.take(targets(8, 8))).toHaveLength(2);
    expect(allowance.take(targets(8, 20))).toHaveLength(0);
    now = minute;
    expect(allowance.take(targets(20, 40))).toHaveLength(8);
  });

  it("checks later what there was no room for", () => {
    allowance.take(targets(12));
    now = minute;
    expect(allowance.take(targets(12)).map(({ discoveryId }) => discoveryId)).toEqual([
      "ipam-res-disco-10",
      "ipam-res-disco-11",
    ]);
  });

  it("checks at once what was given back, as no dry run of it was sent", () => {
    const [first, ...others] = allowance.take(targets(10));
    now = minute / 2;
    allowance.giveBack(others);
    expect(allowance.take(targets(20))).toHaveLength(9);
    expect(allowance.take(first ? [first] : [])).toEqual([]);
  });

  it("leaves alone what a person has just checked by hand", () => {
    for (const target of targets(1)) allowance.note(target);
    expect(allowance.take(targets(2))).toHaveLength(1);
  });
});
