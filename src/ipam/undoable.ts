import type { JournalledChange } from "./Journal.ts";
import type { Target } from "./Target.ts";

/**
 * The dissociations of a history that can be made undone, the last one first: seen to be done, and not associated again
 * from this machine since.
 */
export function undoable(history: readonly JournalledChange[]): readonly JournalledChange[] {
  const again = new Set<string>();
  const found: JournalledChange[] = [];
  for (const change of [...history].reverse()) {
    const { action, target, accountId } = change.intent;
    const key = endsKey(target, accountId);
    if (change.outcome?.outcome === "associated") again.add(key);
    if (action !== "dissociate" || change.outcome?.outcome !== "dissociated" || again.has(key)) continue;
    // An earlier dissociation of the same two is undone by undoing this one.
    again.add(key);
    found.push(change);
  }
  return found;
}

function endsKey({ region, ipamId, discoveryId }: Target, accountId: string): string {
  return [accountId, region, ipamId, discoveryId].join("/");
}
