import type { Clock } from "../../src/ipam/Clock.ts";

/** A clock that jumps: a wait is over at once, and the time has moved on by it. */
export class TestClock implements Clock {
  #now: number;
  #elapsed: number;
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: number[] = [];
  readonly #repeated = new Set<{ readonly milliseconds: number; readonly act: () => void; next: number }>();

  /** @param elapsed since the machine was started: an hour unless given */
  constructor(now = Date.UTC(2026, 0, 1), elapsed = 3_600_000) {
    this.#now = now;
    this.#elapsed = elapsed;
  }

  now(): number {
    return this.#now;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  /** Somebody sets the clock: no time has passed. */
  set(now: number): void {
    this.#now = now;
  }

  async wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.waits.push(milliseconds);
    this.#now += milliseconds;
    this.#elapsed += milliseconds;
    for (const repeated of this.#repeated) {
      while (repeated.next <= this.#elapsed) {
        repeated.next += repeated.milliseconds;
        repeated.act();
      }
    }
    await Promise.resolve();
  }

  every(milliseconds: number, act: () => void): { dispose(): void } {
    const repeated = { milliseconds, act, next: this.#elapsed + milliseconds };
    this.#repeated.add(repeated);
    return { dispose: () => void this.#repeated.delete(repeated) };
  }
}
