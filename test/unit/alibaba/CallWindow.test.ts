import { expect, it } from "vitest";
import { CallWindow } from "../../../src/alibaba/CallWindow.ts";

const limit = { calls: 30, perMs: 6_000 };

/** When calls leave that are all wanted at once. */
function saturate(calls: number): readonly number[] {
  const window = new CallWindow(limit);
  const left: number[] = [];
  for (let now = 0; left.length < calls; now = Math.max(now, window.readyAt(now))) {
    if (window.readyAt(now) > now) continue;
    window.leave(now);
    left.push(now);
  }
  return left;
}

it("lets half of the calls leave at once", () => {
  expect(saturate(100).filter((at) => at === 0)).toHaveLength(15);
});

it("never lets more leave in any window than its limit, and uses nearly all of it", () => {
  const left = saturate(300);
  for (const end of left) {
    expect(left.filter((at) => at > end - limit.perMs && at <= end).length).toBeLessThanOrEqual(limit.calls);
  }
  const last = left.at(-1) ?? 0;
  expect(left.filter((at) => at > last - limit.perMs).length).toBeGreaterThanOrEqual(limit.calls - 1);
});

it("spreads the other half, so that no call waits for a whole window", () => {
  const left = saturate(300);
  const gaps = left.slice(1).map((at, index) => at - (left[index] ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual((2 * limit.perMs) / limit.calls);
});
