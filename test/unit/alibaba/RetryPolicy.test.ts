import { describe, expect, it, vi } from "vitest";
import { RetryPolicy } from "../../../src/alibaba/RetryPolicy.ts";
import { IpamError, type IpamErrorDetail } from "../../../src/ipam/IpamError.ts";
import { TestClock } from "../../support/TestClock.ts";

const limits = { tries: 4, throttledTries: 6, firstWaitMs: 100, longestWaitMs: 300, allWaitsMs: 2_000 };

function failing(...details: Partial<IpamErrorDetail>[]) {
  let tries = 0;
  const attempt = async () => {
    const detail = details[tries];
    tries += 1;
    if (detail) throw new IpamError({ reason: "busy", what: "", advice: "", effect: "no", ...detail });
    return "done";
  };
  return { attempt, count: () => tries };
}

describe("RetryPolicy", () => {
  it.each(["throttled", "serverFault", "busy", "unreachable"] as const)("tries again after %s", async (reason) => {
    const { attempt } = failing({ reason });
    await expect(new RetryPolicy(limits, new TestClock(), () => 0).run(attempt)).resolves.toBe("done");
  });

  it.each(["forbidden", "notFound", "timeout", "invalidCredentials", "refused", "badAnswer"] as const)(
    "does not try again after %s",
    async (reason) => {
      const { attempt, count } = failing({ reason });
      await expect(new RetryPolicy(limits, new TestClock(), () => 0).run(attempt)).rejects.toMatchObject({
        reason,
      });
      expect(count()).toBe(1);
    },
  );

  it("does not try again what was tried again before, as by the source of the credentials", async () => {
    const { attempt, count } = failing({ reason: "throttled", final: true });
    await expect(new RetryPolicy(limits, new TestClock(), () => 0).run(attempt)).rejects.toThrow();
    expect(count()).toBe(1);
  });

  it("waits longer each time, spread between half a step and the whole of it, up to the longest wait", async () => {
    const low = new TestClock();
    const high = new TestClock();
    await new RetryPolicy(limits, low, () => 0).run(failing({}, {}, {}).attempt);
    await new RetryPolicy(limits, high, () => 1).run(failing({}, {}, {}).attempt);
    expect(low.waits).toEqual([50, 100, 150]);
    expect(high.waits).toEqual([100, 200, 300]);
  });

  it("waits as long as the service asks for", async () => {
    const clock = new TestClock();
    await new RetryPolicy(limits, clock, () => 0).run(failing({ retryAfterMs: 900 }).attempt);
    expect(clock.waits).toEqual([900]);
  });

  it("gives up at once when the service asks for more time than there is", async () => {
    const clock = new TestClock();
    for (const reason of ["busy", "throttled"] as const) {
      const { attempt, count } = failing({ reason, retryAfterMs: 60_000 });
      await expect(new RetryPolicy(limits, clock, () => 0).run(attempt)).rejects.toMatchObject({ reason });
      expect([count(), clock.waits.length]).toEqual([1, 0]);
    }
  });

  it("gives up after the last try", async () => {
    const { attempt, count } = failing({}, {}, {}, {}, {});
    await expect(new RetryPolicy(limits, new TestClock(), () => 0).run(attempt)).rejects.toMatchObject({
      reason: "busy",
    });
    expect(count()).toBe(4);
  });

  it("leaves the wait of a throttled request to its account, and counts these tries apart", async () => {
    const clock = new TestClock();
    const throttled = { reason: "throttled" } as const;
    const { attempt, count } = failing(throttled, throttled, {}, throttled, throttled, {}, throttled, throttled);
    await expect(new RetryPolicy(limits, clock, () => 0).run(attempt)).rejects.toMatchObject(throttled);
    expect(count()).toBe(8);
    expect(clock.waits).toEqual([50, 100]);
  });

  it.each(["serverFault", "throttled", "busy", "unreachable"] as const)(
    "never tries a dry run again that has passed, though its status reads as %s",
    async (reason) => {
      const { attempt, count } = failing({ reason, code: "DryRunOperation", httpStatus: 503 });
      await expect(new RetryPolicy(limits, new TestClock(), () => 0).run(attempt)).rejects.toThrow();
      expect(count()).toBe(1);
    },
  );

  it("says when a try failed and another one will follow", async () => {
    const onHeldBack = vi.fn();
    const { attempt } = failing({ requestId: "first" }, { reason: "throttled" }, { reason: "notFound" });
    await expect(new RetryPolicy(limits, new TestClock(), () => 0).run(attempt, { onHeldBack })).rejects.toThrow();
    expect(onHeldBack.mock.calls).toMatchObject([[{ detail: { requestId: "first" } }], [{ reason: "throttled" }]]);
  });

  it.each([
    [{ reason: "throttled" }, "no"],
    [{ reason: "serverFault", effect: "maybe" }, "maybe"],
  ] as const)("begins no try after an abort, and tells what the try before met: %o", async (detail, effect) => {
    const cancellation = new AbortController();
    const { attempt, count } = failing(detail, {});
    const onHeldBack = vi.fn();
    const tried = new RetryPolicy(limits, new TestClock(), () => 0).run(
      () => {
        cancellation.abort();
        return attempt();
      },
      { signal: cancellation.signal, onHeldBack },
    );
    await expect(tried).rejects.toMatchObject({ reason: "cancelled", detail: { effect } });
    expect(count()).toBe(1);
    expect(onHeldBack).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ reason: detail.reason }));
  });

  it("reports what the last try met, though it was cancelled meanwhile", async () => {
    const signal = AbortSignal.abort();
    const { attempt } = failing({ reason: "refused" });
    await expect(new RetryPolicy(limits, new TestClock(), () => 0).run(attempt, { signal })).rejects.toMatchObject({
      reason: "refused",
    });
  });

  it("remembers that an earlier try may have taken effect", async () => {
    const { attempt } = failing({ reason: "serverFault", effect: "maybe" }, { reason: "notFound", effect: "no" });
    await expect(new RetryPolicy(limits, new TestClock(), () => 0).run(attempt)).rejects.toMatchObject({
      detail: { reason: "notFound", effect: "maybe" },
    });
  });

  it("ends the wait when cancelled", async () => {
    const { attempt } = failing({});
    const clock = Object.assign(new TestClock(), { wait: () => Promise.reject(new Error("aborted")) });
    await expect(new RetryPolicy(limits, clock, () => 0).run(attempt)).rejects.toMatchObject({
      reason: "cancelled",
    });
  });
});
