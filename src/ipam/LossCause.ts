import type { JournalledChange } from "./Journal.ts";
import type { Outcome } from "./JournalEntry.ts";
import { isAfter, type Moment } from "./Moment.ts";
import { type AssociationEnds, associationKey } from "./Target.ts";

/**
 * Why an association may be gone, as far as the journal of this machine tells:
 * - `own`: a change from here ended it, and its own message says so
 * - `open`: a change from here is not settled yet, and decides
 * - `perhapsOwn`: a change from here may have ended it, though a reading after it showed the association, or nothing could
 *   be read
 * - `notJournalled`: no change from here can have ended it
 */
export type LossCause =
  | { readonly cause: "own" }
  | { readonly cause: "open" }
  | { readonly cause: "notJournalled" }
  | { readonly cause: "perhapsOwn"; readonly change: JournalledChange };

/** Outcomes after which nothing can have ended by that change. */
const withoutEffect: readonly Outcome["outcome"][] = ["refused", "notSent"];

/**
 * Tells why an association is gone. A change from here explains its end only until a later reading saw the association, or
 * a later change from here made it again.
 * @param lastSeen when a reading began that showed the association for the last time
 */
export function lossCause(history: readonly JournalledChange[], ends: AssociationEnds, lastSeen: Moment): LossCause {
  const changes = history.filter(({ intent }) => associationKey(intent.target) === associationKey(ends));
  const madeAgain = changes.findLastIndex(({ outcome }) => outcome?.outcome === "associated");
  const own = changes
    .slice(madeAgain + 1)
    .filter(
      ({ intent, outcome }) => intent.action === "dissociate" && !(outcome && withoutEffect.includes(outcome.outcome)),
    );
  if (own.some(({ outcome }) => !outcome)) return { cause: "open" };
  const last = own.at(-1);
  if (!last) return { cause: "notJournalled" };
  const wasSeenSince = last.outcome !== undefined && isAfter(lastSeen, last.outcome);
  return last.outcome?.outcome === "dissociated" && !wasSeenSince
    ? { cause: "own" }
    : { cause: "perhapsOwn", change: last };
}
