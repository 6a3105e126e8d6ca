import type { Clock } from "../../src/ipam/Clock.ts";

interface Wait {
  readonly until: number;
  readonly end: () => void;
}

/** A clock on which many wait at once: time jumps to the next moment that somebody waits for, when all else is done. */
export class VirtualClock implements Clock {
  #elapsed = 0;
  readonly #waits = new Set<Wait>();

  now(): number {
    return Date.UTC(2026, 0, 1) + this.#elapsed;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const giveUp = () => {
        this.#waits.delete(wait);
        reject(signal?.reason);
      };
      const wait: Wait = {
        until: this.#elapsed + milliseconds,
        end: () => {
          signal?.removeEventListener("abort", giveUp);
          resolve();
        },
      };
      this.#waits.add(wait);
      signal?.addEventListener("abort", giveUp, { once: true });
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

  /** How many wait. */
  get waiting(): number {
    return this.#waits.size;
  }

  /** Lets time pass until the work is done, and gives its result. */
  async run<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    work.then(done, done);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) return work;
      const next = [...this.#waits].reduce<Wait | undefined>(
        (first, wait) => (first && first.until <= wait.until ? first : wait),
        undefined,
      );
      if (!next) throw new Error("The work waits for something else than time.");
      this.#elapsed = Math.max(this.#elapsed, next.until);
      this.#waits.delete(next);
      next.end();
    }
  }
}
