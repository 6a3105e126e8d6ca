import type { JournalledChange } from "./Journal.ts";
import { associationKey } from "./Target.ts";

/**
 * The dissociations of a history that can be undone, the last one first: seen to be done, by a change or by a dry run that
 * was answered like one, and not associated again from this machine since.
 * @param canUndo whether an account to act with is at hand, and nothing that is known stands against it
 */
export function undoable(
  history: readonly JournalledChange[],
  canUndo: (change: JournalledChange) => boolean = () => true,
): readonly JournalledChange[] {
  const seen = new Set<string>();
  const found: JournalledChange[] = [];
  for (const change of [...history].reverse()) {
    const key = associationKey(change.intent.target);
    if (change.outcome?.outcome === "associated") seen.add(key);
    if (change.intent.action !== "dissociate" || change.outcome?.outcome !== "dissociated" || seen.has(key)) continue;
    // An earlier dissociation of the same two is undone by undoing this one.
    if (canUndo(change)) {
      seen.add(key);
      found.push(change);
    }
  }
  return found;
}
