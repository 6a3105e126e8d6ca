import type { BulkRow } from "./BulkRow.ts";
import type { TargetEnd } from "./ChangeStep.ts";
import type { DissociationCheck } from "./DissociationCheck.ts";

/**
 * The RequestIds that a row is about: of the change where it was sent, else of the dry run. That of the last answer comes
 * first, then that of a try that was lost before it: with both, support finds both.
 */
export function requestIdsOf({ state }: Pick<BulkRow, "state">): readonly string[] {
  const found = state.kind === "checked" ? ofCheck(state.check) : state.kind === "ended" ? ofEnd(state.end) : [];
  return [...new Set(found.flatMap((requestId) => requestId || []))];
}

type Found = readonly (string | undefined)[];

function ofCheck(check: DissociationCheck): Found {
  switch (check.verdict) {
    case "ready":
      return [check.requestId];
    case "refused":
      return [check.requestId || check.error?.detail.requestId];
    case "cannotTell":
      return [check.error.detail.requestId, check.unproven?.detail.requestId];
    case "alarm":
      return [check.requestId || check.unreadable?.detail.requestId, check.lost?.detail.requestId];
  }
}

function ofEnd(end: TargetEnd): Found {
  if ("notSent" in end) return [end.refusal?.detail.requestId];
  if (!("settlement" in end)) return [];
  const { settlement } = end;
  const own = "requestId" in settlement ? settlement.requestId : undefined;
  return [own, "error" in settlement ? settlement.error?.detail.requestId : undefined];
}
