import { describe, expect, it } from "vitest";
import { type CancelMoment, changeMoments, checkMoments } from "../../faults/Cancellation.ts";
import { type CancelledOperation, cancelDuring } from "../../faults/cancelDuring.ts";
import { type FaultRow, faultTable } from "../../faults/faultTable.ts";

/** The moments at which a fault can make a difference: one of a dry run is over when the change is sent. */
function momentsOf(operation: CancelledOperation, { operations }: FaultRow): readonly CancelMoment[] {
  if (operations && !operations.includes(operation)) return [];
  if (operation === "dry run") return checkMoments;
  // What is not aimed at one operation alone may meet the check of an association too.
  return operation === "associate" && !operations ? [...checkMoments, ...changeMoments] : changeMoments;
}

const operations: readonly CancelledOperation[] = ["dry run", "dissociate", "associate"];
const runs = faultTable.flatMap((row) =>
  operations.flatMap((operation) =>
    momentsOf(operation, row).map((moment) => ({ name: row.name, row, operation, moment })),
  ),
);
/** How often the runs came to each moment. */
const cancelled = new Map<CancelMoment, number>();

describe("Whatever fault a change meets and whenever it is cancelled, the report comes at once, nothing more leaves, and all that is told is true", () => {
  it.concurrent.each(runs)("$name: $operation, cancelled $moment", async ({ row, operation, moment }) => {
    const { lies, ...result } = await cancelDuring(row, operation, moment);
    expect(lies).toEqual([]);
    if (result.cancelled) cancelled.set(moment, (cancelled.get(moment) ?? 0) + 1);
  });

  it("comes to each moment, and to most of them under every fault", () => {
    expect([...checkMoments, ...changeMoments].filter((moment) => (cancelled.get(moment) ?? 0) < 4)).toEqual([]);
    expect([...cancelled.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(1800);
  });
});
