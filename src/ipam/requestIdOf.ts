import type { BulkRow } from "./BulkRow.ts";

/** The RequestId that a row is about: of the change where it was sent, else of the dry run. */
export function requestIdOf({ state }: Pick<BulkRow, "state">): string | undefined {
  switch (state.kind) {
    case "checked": {
      const { check } = state;
      const own = "requestId" in check ? check.requestId : undefined;
      return own || ("error" in check ? check.error?.detail.requestId : undefined);
    }
    case "ended": {
      if (!("settlement" in state.end)) return undefined;
      const { settlement } = state.end;
      const own = "requestId" in settlement ? settlement.requestId : undefined;
      return own || ("error" in settlement ? settlement.error?.detail.requestId : undefined);
    }
    default:
      return undefined;
  }
}
