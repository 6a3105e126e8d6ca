import type { Clock } from "../../../src/ipam/Clock.ts";

/** A clock that stands until a test moves it on. */
export class HeldClock implements Clock {
  #now = Date.UTC(2026, 0, 1);
  readonly #waits = new Set<{ readonly until: number; readonly end: () => void }>();

  now(): number {
    return this.#now;
  }

  elapsed(): number {
    return this.#now;
  }

  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const wait = { until: this.#now + milliseconds, end: resolve };
      this.#waits.add(wait);
      signal?.addEventListener("abort", () => {
        this.#waits.delete(wait);
        reject(signal.reason);
      });
    });
  }

  every(milliseconds: number, act: () => void): { dispose(): void } {
    const ended = new AbortController();
    const again = (): void => {
      this.wait(milliseconds, ended.signal).then(
        () => {
          act();
          again();
        },
        () => {},
      );
    };
    again();
    return { dispose: () => ended.abort() };
  }

  /** Moves the time on, and ends the waits that are over by then. */
  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const wait of this.#waits) {
      if (wait.until > this.#now) continue;
      this.#waits.delete(wait);
      wait.end();
    }
  }
}
