import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "./Clock.ts";

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  // Counted from the start of the machine on every platform, unlike performance.now().
  elapsed: () => Number(process.hrtime.bigint() / 1_000_000n),
  wait: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
  every: (milliseconds, act) => {
    const timer = setInterval(act, milliseconds).unref();
    return { dispose: () => clearInterval(timer) };
  },
};
