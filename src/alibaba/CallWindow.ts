/** How many calls leave in any window of time. */
export interface CallLimit {
  readonly calls: number;
  readonly perMs: number;
}

/**
 * Keeps the calls of one API operation under a limit for every window of time, wherever the service begins to count. Half
 * of them may leave at once, so that ordinary use is not slowed. The other half is spread over the rest of the window, so
 * that the next call never waits for a whole window.
 */
export class CallWindow {
  readonly #limit: CallLimit;
  /** When the calls of the last window left, in order; never more than the limit. */
  readonly #left: number[] = [];

  constructor(limit: CallLimit) {
    this.#limit = limit;
  }

  /** The moment from which the next call may leave; now or earlier when it may leave at once. */
  readyAt(now: number): number {
    this.#forget(now);
    const [oldest] = this.#left;
    const latest = this.#left.at(-1);
    if (oldest === undefined || latest === undefined) return now;
    const free = this.#limit.calls - this.#left.length;
    const oldestForgottenAt = oldest + this.#limit.perMs;
    if (free <= 0) return oldestForgottenAt;
    if (this.#left.length < this.#limit.calls / 2) return now;
    return latest + Math.max(this.#limit.perMs / this.#limit.calls, (oldestForgottenAt - now) / free);
  }

  leave(now: number): void {
    this.#left.push(now);
  }

  #forget(now: number): void {
    const kept = this.#left.findIndex((at) => at + this.#limit.perMs > now);
    this.#left.splice(0, kept === -1 ? this.#left.length : kept);
  }
}
