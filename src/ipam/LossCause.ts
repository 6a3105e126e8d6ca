import type { JournalledChange } from "./Journal.ts";
import type { Outcome } from "./JournalEntry.ts";
import { isAfter, isLongAfter, type Moment } from "./Moment.ts";
import { type AssociationEnds, associationKey } from "./Target.ts";

/**
 * Why an association may be gone, as far as the journal of this machine tells:
 * - `own`: a change from here ended it, and its own message says so
 * - `open`: a change from here is not settled yet, and decides
 * - `perhapsOwn`: a change from here may have ended it, though a reading after it showed the association, or nothing could
 *   be read
 * - `notJournalled`: no change from here can have ended it
 * - `seenSince`: a change from here saw the association after that reading began, so only another reading can tell
 */
export type LossCause =
  | { readonly cause: "own" }
  | { readonly cause: "open" }
  | { readonly cause: "notJournalled" }
  | { readonly cause: "seenSince"; readonly seen: Moment }
  | { readonly cause: "perhapsOwn"; readonly change: JournalledChange };

/** Outcomes after which nothing can have ended by that change. */
const withoutEffect: readonly Outcome["outcome"][] = ["refused", "notSent"];

/** Outcomes that saw the association. */
const sightings: readonly Outcome["outcome"][] = ["associated", "stillAssociated"];

/**
 * Tells why a reading no longer showed an association. A change from here explains its end only until a later reading saw
 * the association, or a later change from here may have made it again.
 * @param lastSeen when a reading began that showed the association for the last time
 * @param missed when the reading began that did not show it
 */
export function lossCause(
  history: readonly JournalledChange[],
  ends: AssociationEnds,
  lastSeen: Moment,
  missed: Moment,
): LossCause {
  const changes = history.filter(({ intent }) => associationKey(intent.target) === associationKey(ends));
  const sighting = changes.findLast(({ outcome }) => outcome && sightings.includes(outcome.outcome))?.outcome;
  if (sighting && isAfter(sighting, missed, missed)) return { cause: "seenSince", seen: momentOf(sighting) };
  const own = changes.filter(({ intent, outcome }) => intent.action === "dissociate" && mayExplain(outcome, lastSeen));
  if (own.some(({ outcome }) => !outcome)) return { cause: "open" };
  const last = own.at(-1);
  if (!last) return { cause: "notJournalled" };
  const later = changes.slice(changes.indexOf(last) + 1).filter(({ intent }) => intent.action === "associate");
  if (later.some(({ outcome }) => !outcome)) return { cause: "open" };
  // Also one that was not seen to be made: it may have been there for a while.
  const isMadeAgain = later.some(({ outcome }) => outcome && !withoutEffect.includes(outcome.outcome));
  const { outcome } = last;
  // A reading that began in the millisecond of the outcome counts as a later one: better told twice than not at all.
  const isSeenSince = isMadeAgain || (outcome !== undefined && !isAfter(outcome, lastSeen, missed));
  return outcome?.outcome === "dissociated" && !isSeenSince ? { cause: "own" } : { cause: "perhapsOwn", change: last };
}

/**
 * Whether a dissociation with that outcome can be why an association is gone that was seen last at that moment. How long a
 * list may show what was before a change, or a request may take to have its effect, is not documented: an hour is assumed.
 */
function mayExplain(outcome: Outcome | undefined, lastSeen: Moment): boolean {
  if (!outcome) return true;
  return !withoutEffect.includes(outcome.outcome) && !isLongAfter(lastSeen, outcome);
}

function momentOf({ at, elapsed, host, boot }: Moment): Moment {
  return { at, elapsed, host, boot };
}
