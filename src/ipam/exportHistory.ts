import { type ExportFormat, exportRows } from "./exportRows.ts";
import type { JournalledChange } from "./Journal.ts";

const columns = [
  "time",
  "action",
  "outcome",
  "account",
  "region",
  "ipamId",
  "ipamName",
  "discoveryId",
  "discoveryName",
  "requestId",
  "code",
  "reason",
  "origin",
] as const;

type Row = Readonly<Record<(typeof columns)[number], string>>;

/**
 * What was done from this machine, as a file: the same columns in each form, times in ISO 8601, UTC. An outcome that is
 * not known yet is empty. `origin` is `confirmed` for a change that a person confirmed, and `dryRun` where a dry run may
 * have been the change itself.
 */
export function exportHistory(history: readonly JournalledChange[], format: ExportFormat): string {
  return exportRows(columns, history.map(rowOf), format);
}

function rowOf({ intent, outcome }: JournalledChange): Row {
  const { at, action, target, accountId, note, origin } = intent;
  return {
    time: new Date(at).toISOString(),
    action,
    outcome: outcome?.outcome ?? "",
    account: accountId,
    region: target.region,
    ipamId: target.ipamId,
    ipamName: note?.ipamName ?? "",
    discoveryId: target.discoveryId,
    discoveryName: note?.discoveryName ?? "",
    requestId: outcome?.requestId ?? "",
    code: outcome?.code ?? "",
    reason: note?.reason ?? "",
    origin: origin ?? "confirmed",
  };
}
