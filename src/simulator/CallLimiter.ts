/** How many calls are let through in any window of time; counted for each account, or for each operation of it. */
export interface CallLimit {
  readonly calls: number;
  readonly perMs: number;
  readonly of: "account" | "operation";
  /** Whether the windows begin at multiples of their length, so that each begins with nothing counted. */
  readonly aligned?: boolean;
}

/** Flow control: counts the calls that it lets through, and refuses those that are too many. */
export class CallLimiter {
  readonly #limits: readonly CallLimit[];
  readonly #now: () => number;
  readonly #counted = new Map<string, number[]>();

  /** @param now milliseconds */
  constructor(limits: readonly CallLimit[], now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /** Counts a call, unless it is one too many. */
  takes(accountId: string, action: string): boolean {
    const now = this.#now();
    const windows = this.#limits.map((limit, index) => {
      const key = `${index}/${accountId}/${limit.of === "operation" ? action : ""}`;
      const since = limit.aligned ? now - (now % limit.perMs) : now - limit.perMs;
      const calls = (this.#counted.get(key) ?? []).filter((at) => (limit.aligned ? at >= since : at > since));
      this.#counted.set(key, calls);
      return { calls, hasRoom: calls.length < limit.calls };
    });
    if (!windows.every(({ hasRoom }) => hasRoom)) return false;
    for (const { calls } of windows) calls.push(now);
    return true;
  }
}
