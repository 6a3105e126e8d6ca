import { outcomeOf } from "./BulkOutcome.ts";
import type { BulkRow } from "./BulkRow.ts";
import { type ExportFormat, exportRows } from "./exportRows.ts";
import type { IpamError } from "./IpamError.ts";
import { requestIdsOf } from "./requestIdsOf.ts";
import { totalImpact } from "./totalImpact.ts";

const columns = [
  "region",
  "ipamId",
  "ipamName",
  "discoveryId",
  "discoveryName",
  "ownerId",
  "result",
  "reason",
  "code",
  "time",
  "vpcs",
  "vSwitches",
  "requestId",
] as const;

/**
 * Results as a file. `result` is a word of {@link bulkOutcomes}; `reason` says why it is none of those that were wanted;
 * times are ISO 8601, UTC; numbers are empty where not every region could be counted; several RequestIds have a space between
 * them.
 */
export function exportBulk(rows: readonly BulkRow[], format: ExportFormat): string {
  return exportRows(columns, rows.map(rowOf), format);
}

function rowOf(row: BulkRow): Readonly<Record<(typeof columns)[number], string>> {
  const { target, names, ownerId, impact } = row;
  const error = errorOf(row);
  const total = totalImpact(impact);
  const time = timeOf(row);
  const amount = (key: "vpcs" | "vSwitches") => (total?.complete ? String(total[key]) : "");
  return {
    region: target.region,
    ipamId: target.ipamId,
    ipamName: names.ipamName ?? "",
    discoveryId: target.discoveryId,
    discoveryName: names.discoveryName ?? "",
    ownerId: ownerId ?? "",
    result: outcomeOf(row),
    reason: reasonOf(row) ?? error?.reason ?? "",
    code: error?.detail.code ?? "",
    time: time === undefined ? "" : new Date(time).toISOString(),
    vpcs: amount("vpcs"),
    vSwitches: amount("vSwitches"),
    requestId: requestIdsOf(row).join(" "),
  };
}

/** Where it was not an error that decided. */
function reasonOf({ state }: BulkRow): string | undefined {
  switch (state.kind) {
    case "checked":
      if (state.check.verdict === "alarm") return `observed: ${state.check.observed}`;
      return state.check.verdict === "refused" && state.check.why !== "service" ? state.check.why : undefined;
    case "ended":
      return "earlier" in state.end ? state.end.earlier : undefined;
    case "notTried":
      return state.cancelled ? "cancelled" : "earlierFailed";
    case "notRun":
      return state.dryRun === "notSent" ? undefined : "cancelled";
    default:
      return undefined;
  }
}

function errorOf({ state }: BulkRow): IpamError | undefined {
  if (state.kind === "checked") return "error" in state.check ? state.check.error : undefined;
  if (state.kind !== "ended") return undefined;
  if ("notSent" in state.end) return state.end.refusal;
  if (!("settlement" in state.end)) return undefined;
  return "error" in state.end.settlement ? state.end.settlement.error : undefined;
}

function timeOf({ state }: BulkRow): number | undefined {
  if (state.kind === "checked") return state.check.checkedAt;
  if (state.kind !== "ended" || !("settlement" in state.end)) return undefined;
  const { settlement } = state.end;
  return "observedAt" in settlement ? settlement.observedAt : "until" in settlement ? settlement.until : undefined;
}
