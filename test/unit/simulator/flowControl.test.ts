import { describe, expect, it } from "vitest";
import { type CallLimit, CallLimiter } from "../../../src/simulator/CallLimiter.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

/** Which of the calls at these times are let through. */
function taken(limit: CallLimit, times: readonly number[], action = (_index: number) => "ListIpams") {
  let now = 0;
  const limiter = new CallLimiter([limit], () => now);
  return times.map((time, index) => {
    now = time;
    return limiter.takes("1", action(index));
  });
}

describe("Flow control", () => {
  it("lets a number of calls through in any window", () => {
    const limit = { calls: 2, perMs: 1000, of: "account" } as const;
    expect(taken(limit, [900, 950, 999, 1100, 1900, 1950])).toEqual([true, true, false, false, true, true]);
  });

  it("begins to count again with each window, where windows are aligned", () => {
    const limit = { calls: 2, perMs: 1000, of: "account", aligned: true } as const;
    expect(taken(limit, [900, 950, 999, 1000, 1001, 1002])).toEqual([true, true, false, true, true, false]);
  });

  it("counts each operation by itself, where it is told to", () => {
    const limit = { calls: 1, perMs: 1000, of: "operation" } as const;
    expect(taken(limit, [0, 0, 0], (index) => ["A", "B", "A"][index] ?? "")).toEqual([true, true, false]);
  });

  it("of a simulator refuses calls, and these change nothing", async () => {
    let now = Date.now();
    const limits = [{ calls: 1, perMs: 60_000, of: "account" }] as const;
    const simulator = await Simulator.start({ limits, now: () => now });
    const api = testCloud(simulator).ipamApi(credentialsOf(simulator));
    await api.listIpams("cn-hangzhou");
    await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({ reason: "throttled" });
    now += 60_000;
    await expect(api.listIpams("cn-hangzhou")).resolves.toHaveLength(1);
    await simulator.close();
  });
});
