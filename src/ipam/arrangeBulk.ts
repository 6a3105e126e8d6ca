import { type BulkOutcome, bulkOutcomes, outcomeOf } from "./BulkOutcome.ts";
import type { BulkRow } from "./BulkRow.ts";
import { requestIdsOf } from "./requestIdsOf.ts";
import { totalImpact } from "./totalImpact.ts";

/** The columns a table of results can be sorted by. */
export const bulkColumns = ["ipam", "discovery", "owner", "region", "result", "impact", "request"] as const;

export type BulkColumn = (typeof bulkColumns)[number];

/** Which rows are shown, and in what order: that of the run where no column is named. */
export interface BulkArrangement {
  readonly column: BulkColumn | undefined;
  readonly descending: boolean;
  /** Only rows of that outcome; undefined for all. */
  readonly outcome: BulkOutcome | undefined;
}

/** Filters and sorts; rows that are equal by the column stay in the order of the run. */
export function arrangeBulk(
  rows: readonly BulkRow[],
  { column, descending, outcome }: BulkArrangement,
): readonly BulkRow[] {
  const shown = rows.filter((row) => outcome === undefined || outcomeOf(row) === outcome);
  if (!column) return shown;
  const sign = descending ? -1 : 1;
  return shown.sort((one, other) => sign * compare(one, other, column));
}

function compare(one: BulkRow, other: BulkRow, column: BulkColumn): number {
  const text = (of: (row: BulkRow) => string) => of(one).localeCompare(of(other), "en", { numeric: true });
  switch (column) {
    case "ipam":
      return text(({ names, target }) => names.ipamName || target.ipamId);
    case "discovery":
      return text(({ names, target }) => names.discoveryName || target.discoveryId);
    case "owner":
      return text(({ ownerId }) => ownerId ?? "");
    case "region":
      return text(({ target }) => target.region);
    case "result":
      return bulkOutcomes.indexOf(outcomeOf(one)) - bulkOutcomes.indexOf(outcomeOf(other));
    case "impact":
      return resources(one) - resources(other);
    case "request":
      return text((row) => requestIdsOf(row).join(" "));
  }
}

/** What is not known comes before the least that is. */
function resources({ impact }: BulkRow): number {
  const total = totalImpact(impact);
  return total ? total.vpcs + total.vSwitches : -1;
}
