import type { Clock } from "../../ipam/Clock.ts";
import type { DissociationCheck } from "../../ipam/DissociationCheck.ts";
import { Emitter } from "../../ipam/Emitter.ts";
import { type Target, targetKey } from "../../ipam/Target.ts";
import { freshMs } from "./freshMs.ts";

/** Where the dry runs of a place stand. */
export type DryRunState =
  | { readonly state: "none" }
  | { readonly state: "running"; readonly targets: readonly Target[] }
  | { readonly state: "fresh"; readonly checks: readonly DissociationCheck[] }
  /** `otherPairs`: the text is the same, and stands for other associations now. */
  | { readonly state: "stale"; readonly why: "edited" | "otherPairs" | "old" };

/** Places whose results are kept. */
const mostPlaces = 500;

interface Kept {
  /** What stood there when it was checked. */
  readonly text: string;
  readonly targets: readonly Target[];
  readonly checks?: readonly DissociationCheck[];
  /** In elapsed time. */
  readonly endedAt?: number;
}

/**
 * What dry runs that were started from documents found, as long as it holds. What one account was told stands for nothing in
 * another one. Asks nobody anything.
 */
export class DryRuns {
  readonly #clock: Pick<Clock, "now" | "elapsed">;
  readonly #kept = new Map<string, Kept>();
  readonly #changed = new Emitter<string>();
  /** Told is the place. */
  readonly onDidChange = this.#changed.event;

  constructor(clock: Pick<Clock, "now" | "elapsed">) {
    this.#clock = clock;
  }

  /**
   * Where the dry runs of a place stand, for the pairs that it names now. They are stale after five minutes, and once the
   * text has changed or names other pairs.
   * @param profile of the account that is active
   * @param text gives what stands there now; asked only where something was found before
   * @param targets the pairs it names now; without them, those that were checked
   */
  state(place: string, profile: string, text: () => string, targets?: readonly Target[]): DryRunState {
    const kept = this.#kept.get(keyOf(place, profile));
    if (!kept) return { state: "none" };
    if (!kept.checks) return { state: "running", targets: kept.targets };
    const isSame = kept.targets.every((target) =>
      (targets ?? kept.targets).some((one) => targetKey(one) === targetKey(target)),
    );
    if (kept.text !== text()) return { state: "stale", why: "edited" };
    if (!isSame) return { state: "stale", why: "otherPairs" };
    return this.#ageOf(kept) >= freshMs ? { state: "stale", why: "old" } : { state: "fresh", checks: kept.checks };
  }

  isRunning(place: string, profile: string): boolean {
    const kept = this.#kept.get(keyOf(place, profile));
    return kept !== undefined && !kept.checks;
  }

  start(place: string, profile: string, text: string, targets: readonly Target[]): void {
    this.#keep(place, profile, { text, targets });
  }

  /** The wall clock may have been set, and the other may have stood still while the machine slept. */
  #ageOf({ checks = [], endedAt = 0 }: Kept): number {
    const oldest = Math.min(...checks.map(({ checkedAt }) => checkedAt));
    return Math.max(this.#clock.now() - oldest, this.#clock.elapsed() - endedAt);
  }

  /** Keeps what was found; unless that is of all targets, the place is as if nothing had been asked. */
  end(place: string, profile: string, checks: readonly DissociationCheck[] | undefined): void {
    const kept = this.#kept.get(keyOf(place, profile));
    const isWhole = kept?.targets.every((target) =>
      checks?.some((check) => targetKey(check.target) === targetKey(target)),
    );
    if (kept && checks && isWhole) this.#keep(place, profile, { ...kept, checks, endedAt: this.#clock.elapsed() });
    else {
      this.#kept.delete(keyOf(place, profile));
      this.#changed.fire(place);
    }
  }

  #keep(place: string, profile: string, kept: Kept): void {
    const key = keyOf(place, profile);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostPlaces && oldest !== undefined) this.#kept.delete(oldest);
    this.#changed.fire(place);
  }
}

function keyOf(place: string, profile: string): string {
  return `${profile}\n${place}`;
}
