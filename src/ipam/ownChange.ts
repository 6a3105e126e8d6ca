import type { JournalledChange } from "./Journal.ts";
import type { Target } from "./Target.ts";

/**
 * Whether the last change of an association from this machine ended it, or may have: then its end is told by that change,
 * whichever of its two accounts made it.
 */
export function ownChange(
  history: readonly JournalledChange[],
  target: Pick<Target, "region" | "ipamId" | "discoveryId">,
): boolean {
  const { region, ipamId, discoveryId } = target;
  const last = history.findLast(
    ({ intent, outcome }) =>
      intent.target.region === region &&
      intent.target.ipamId === ipamId &&
      intent.target.discoveryId === discoveryId &&
      !["refused", "notSent"].includes(outcome?.outcome ?? ""),
  );
  return last?.intent.action === "dissociate";
}
