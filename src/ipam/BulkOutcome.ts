import type { BulkRow } from "./BulkRow.ts";

/** All outcomes, in the order they are counted and sorted by. */
export const bulkOutcomes = [
  "dissociated",
  "passes",
  "refused",
  "cannotTell",
  "stillAssociated",
  "unknown",
  "alarm",
  "leftWaiting",
  "notSent",
  "cancelled",
  "notTried",
  "notRun",
  "underWay",
  "waiting",
] as const;

/**
 * How a target of a run came out, in a word. `refused` is the answer of a dry run or of the change; `leftWaiting` was sent
 * and nobody waits for it any more; `notSent` was confirmed, and this window could not send it or had to leave it to another
 * one; `cancelled` was confirmed, and nothing took effect. `notRun` was not even dry-run: what a cancelled dry run that was
 * sent would have shown is `cannotTell`.
 */
export type BulkOutcome = (typeof bulkOutcomes)[number];

/** The word for where a row stands. */
export function outcomeOf({ state }: Pick<BulkRow, "state">): BulkOutcome {
  switch (state.kind) {
    case "checked":
      return state.check.verdict === "ready" ? "passes" : state.check.verdict;
    case "ended": {
      const { end } = state;
      if ("leftWaiting" in end) return "leftWaiting";
      if ("earlier" in end) return "notSent";
      if ("notSent" in end) {
        if (end.notSent === "cancelled") return "cancelled";
        return end.refusal ? "refused" : "notSent";
      }
      const { outcome } = end.settlement;
      if (outcome === "refused" && end.settlement.neverLeft) return "notSent";
      // A run dissociates: the outcomes of associating are not among its own.
      return outcome === "associated" || outcome === "notAssociated" ? "unknown" : outcome;
    }
    case "notRun":
      return state.dryRun === "notSent" ? "notRun" : "cannotTell";
    default:
      return state.kind;
  }
}

/** How many rows came out in each way; those that none did are left out. In the order of {@link bulkOutcomes}. */
export function countOutcomes(rows: readonly Pick<BulkRow, "state">[]): ReadonlyMap<BulkOutcome, number> {
  const found = rows.map(outcomeOf);
  const counts = bulkOutcomes.map((outcome) => [outcome, found.filter((one) => one === outcome).length] as const);
  return new Map(counts.filter(([, count]) => count > 0));
}
