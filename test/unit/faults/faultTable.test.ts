import { describe, expect, it } from "vitest";
import { faultTable } from "../../faults/faultTable.ts";
import { operations } from "../../faults/operations.ts";
import { runPair } from "../../faults/runPair.ts";

const pairs = faultTable.flatMap((row) =>
  (row.operations ?? operations).map((operation) => ({ name: row.name, operation, row })),
);

describe("Under every fault, every operation tells the truth, changes at most once, names cause and remedy, and shows no secret", () => {
  it.each(pairs)("$name: $operation", async ({ row, operation }) => {
    const { lies } = await runPair(row, operation);
    expect(lies).toEqual([]);
  });

  it("are at least 60 pairs", () => {
    expect(pairs.length).toBeGreaterThanOrEqual(60);
  });
});
