// Runs every pair of a fault and an operation again and again, each time with the fault at another place and, most of
// the time, with a second one before or behind it; prints a line of figures. Arguments: rounds, seed.
import { randomOf } from "../support/mutate.ts";
import { faultTable } from "./faultTable.ts";
import { operations } from "./operations.ts";
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
let second = 0;
let untrue = 0;

async function runSome(): Promise<void> {
  for (let next = runs.shift(); next; next = runs.shift()) {
    const { row, operation, round, index } = next;
    const name = `${row.name}: ${operation}, seed ${seed}, round ${round}`;
    const disturbance = randomDisturbance(operation, randomOf(seed * 1_000_003 + round * 10_007 + index));
    try {
      const { report, lies } = await runPair(row, operation, disturbance);
      const kind = report.said.replace(/:.*/, "");
      told.set(kind, (told.get(kind) ?? 0) + 1);
      if (disturbance.second) second += 1;
      if (lies.length > 0) fail(`${name}, ${disturbance.what}: said ${report.said}, and ${lies.join(", ")}`);
    } catch (error) {
      fail(`${name}, ${disturbance.what}: ${error instanceof Error ? error.stack : error}`);
    }
  }
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
  `Faults: ${all} runs of ${pairs.length} pairs with seed ${seed}, ${second} with a second fault; ${untrue === 0 ? "every report true, no change twice, every failure with cause and remedy, no secret shown" : `${untrue} untrue`}`,
);
process.exitCode = untrue === 0 ? 0 : 1;
