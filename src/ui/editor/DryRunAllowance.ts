import { type Target, targetKey } from "../../ipam/Target.ts";
import { freshMs } from "./freshMs.ts";

/** Dry runs that nobody asked for one by one, in a minute. */
const most = 10;
const minuteMs = 60_000;

/** Bounds the dry runs that saving starts: none of a pair that was just checked, and few at a time. */
export class DryRunAllowance {
  readonly #now: () => number;
  readonly #checkedAt = new Map<string, number>();
  #startedAt: readonly number[] = [];

  /** @param now milliseconds, from any beginning */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Those of the targets that may be checked now, which then count as checked. Each target at most once. */
  take(targets: readonly Target[]): readonly Target[] {
    const now = this.#now();
    this.#startedAt = this.#startedAt.filter((time) => now - time < minuteMs);
    for (const [key, time] of this.#checkedAt) if (now - time >= freshMs) this.#checkedAt.delete(key);
    const due = targets.filter((target, index) => {
      const key = targetKey(target);
      return !this.#checkedAt.has(key) && targets.findIndex((one) => targetKey(one) === key) === index;
    });
    const taken = due.slice(0, Math.max(0, most - this.#startedAt.length));
    this.#startedAt = [...this.#startedAt, ...taken.map(() => now)];
    for (const target of taken) this.#checkedAt.set(targetKey(target), now);
    return taken;
  }

  /** No dry run was sent for targets that were taken: they count no longer, so that the next save checks them. */
  giveBack(targets: readonly Target[]): void {
    for (const target of targets) {
      const key = targetKey(target);
      const index = this.#startedAt.indexOf(this.#checkedAt.get(key) ?? Number.NaN);
      if (index >= 0) this.#startedAt = this.#startedAt.toSpliced(index, 1);
      this.#checkedAt.delete(key);
    }
  }

  /** A target was checked by a person's own wish: within the next five minutes saving need not check it again. */
  note(target: Target): void {
    this.#checkedAt.set(targetKey(target), this.#now());
  }
}
