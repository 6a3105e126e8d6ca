// Runs every pair of a fault and an operation again and again, each time with the fault at another place and, most of
// the time, with a second one before or behind it; then once more each change, cancelled at some moment. Prints a line of
// figures. Arguments: rounds, seed.
import { randomOf } from "../support/mutate.ts";
import { changeMoments, checkMoments } from "./Cancellation.ts";
import { type CancelledOperation, cancelDuring } from "./cancelDuring.ts";
import { type FaultRow, faultTable } from "./faultTable.ts";
import { type Operation, operations } from "./operations.ts";
import { randomDisturbance } from "./randomDisturbance.ts";
import { runPair } from "./runPair.ts";

/** Each has a simulated cloud of its own; stalled ones only wait. */
const atOnce = 8;

const rounds = Number(process.argv[2] ?? 25);
const seed = Number(process.argv[3] ?? 1);
const pairs = faultTable.flatMap((row) => (row.operations ?? operations).map((operation) => ({ row, operation })));
const runs = Array.from({ length: rounds }, (_, round) =>
  pairs.map((pair, index) => ({ ...pair, round, index })),
).flat();
const told = new Map<string, number>();
const moments = [...checkMoments, ...changeMoments];
let second = 0;
let cancelled = 0;
let untrue = 0;

async function runSome(): Promise<void> {
  for (let next = runs.shift(); next; next = runs.shift()) {
    const { row, operation, round, index } = next;
    const name = `${row.name}: ${operation}, seed ${seed}, round ${round}`;
    const random = randomOf(seed * 1_000_003 + round * 10_007 + index);
    const disturbance = randomDisturbance(operation, random);
    await judge(`${name}, ${disturbance.what}`, async () => {
      const { report, lies } = await runPair(row, operation, disturbance);
      if (disturbance.second) second += 1;
      return { said: report.said, lies };
    });
    if (isCancelled(operation)) await cancel(name, row, operation, random);
  }
}

/** Meets the operation with the same fault at another place, and cancels it at one moment. */
async function cancel(
  name: string,
  row: FaultRow,
  operation: CancelledOperation,
  random: (below: number) => number,
): Promise<void> {
  const moment = moments[random(moments.length)] ?? "while the person is asked";
  const disturbance = randomDisturbance(operation, random);
  await judge(`${name}, ${disturbance.what}, cancelled ${moment}`, async () => {
    const result = await cancelDuring(row, operation, moment, disturbance);
    if (!result.cancelled) return { said: "ended before its cancel", lies: result.lies };
    cancelled += 1;
    return { said: `cancelled and ${result.said}`, lies: result.lies };
  });
}

async function judge(
  name: string,
  run: () => Promise<{ readonly said: string; readonly lies: readonly string[] }>,
): Promise<void> {
  try {
    const { said, lies } = await run();
    const kind = said.replace(/:.*/, "");
    told.set(kind, (told.get(kind) ?? 0) + 1);
    if (lies.length > 0) fail(`${name}: said ${said}, and ${lies.join(", ")}`);
  } catch (error) {
    fail(`${name}: ${error instanceof Error ? error.stack : error}`);
  }
}

function isCancelled(operation: Operation): operation is CancelledOperation {
  return operation === "dry run" || operation === "dissociate" || operation === "associate";
}

function fail(line: string): void {
  untrue += 1;
  console.log(line);
}

const all = runs.length;
await Promise.all(Array.from({ length: atOnce }, runSome));
const shares = [...told].sort(([, one], [, other]) => other - one).map(([said, count]) => `${said} ${count}`);
console.log(`Told: ${shares.join(", ")}`);
console.log(
  `Faults: ${all} runs of ${pairs.length} pairs with seed ${seed}, ${second} with a second fault, and ${cancelled} cancelled; ${untrue === 0 ? "every report true, no change twice, none sent after a cancel, every failure with cause and remedy, no secret shown" : `${untrue} untrue`}`,
);
process.exitCode = untrue === 0 ? 0 : 1;
