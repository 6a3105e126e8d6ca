import type { JournalledChange } from "./Journal.ts";
import type { Target } from "./Target.ts";

/**
 * Whether the last change of an association from this machine ended it, or may have: then its end is told by that change.
 */
export function ownChange(history: readonly JournalledChange[], target: Target, accountId: string): boolean {
  const { region, ipamId, discoveryId } = target;
  const last = history.findLast(
    ({ intent, outcome }) =>
      intent.accountId === accountId &&
      intent.target.region === region &&
      intent.target.ipamId === ipamId &&
      intent.target.discoveryId === discoveryId &&
      !["refused", "notSent"].includes(outcome?.outcome ?? ""),
  );
  return last?.intent.action === "dissociate";
}
