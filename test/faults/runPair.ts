import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { FaultRow } from "./faultTable.ts";
import { liesOf } from "./liesOf.ts";
import type { Operation } from "./operations.ts";
import { perform, type Report } from "./perform.ts";
import { Stage } from "./Stage.ts";

/** What was told when a fault met an operation, beside what the simulator then held. */
export interface PairResult {
  readonly report: Report;
  /** What is wrong with the report; empty when it is true, says what to do, and shows no secret. */
  readonly lies: readonly string[];
}

const successes: Readonly<Record<Operation, string>> = {
  list: "listed",
  "dry run": "passed",
  dissociate: "dissociated",
  associate: "associated",
  "sign in": "signed in",
};

/**
 * Runs one operation under one fault and judges what it told.
 * @param disturb makes the fault another one than that of the table, so that the table does not tell what comes of it
 */
export async function runPair(
  row: FaultRow,
  operation: Operation,
  disturb?: { readonly before: (stage: Stage) => void; readonly after: (stage: Stage) => void },
): Promise<PairResult> {
  const folder = mkdtempSync(path.join(tmpdir(), "ipam-fault-"));
  const stage = await Stage.open(operation, folder, row.simulator?.(folder));
  try {
    disturb?.before(stage);
    row.make(stage);
    disturb?.after(stage);
    const report = await perform(stage);
    return { report, lies: [...liesOf(report, stage), ...(disturb ? [] : againstTable(report, row, operation))] };
  } finally {
    await stage.close();
    rmSync(folder, { recursive: true });
  }
}

function againstTable(
  { said, error, requestId = error?.detail.requestId }: Report,
  row: FaultRow,
  operation: Operation,
): readonly string[] {
  const expected = row.except?.[operation] ?? row.expected;
  if (expected === "succeeds") return said === successes[operation] ? [] : [`said ${said}`];
  const text = error?.message ?? "";
  return [
    "said" in expected && said !== expected.said && `said ${said}`,
    "reason" in expected && error?.reason !== expected.reason && `said ${said} because of ${error?.reason}`,
    expected.requestId && requestId !== expected.requestId.is && `tells the RequestId ${requestId}`,
    "reason" in expected && !expected.says.test(text) && `names no cause: ${text}`,
  ].filter((lie) => typeof lie === "string");
}
