// Runs histories of the whole core under seeded faults, and prints a line of figures. Of the first that breaks a promise it
// prints the history and a shrunk plan, and exits with 1. Arguments: --seed N --runs M; one run alone prints its history.
import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { shrink } from "./shrink.ts";
import { plansFrom, simulateAll, simulateSeed, type Verdict } from "./simulate.ts";

/** What a process that runs a part of the seeds has found. */
interface Part {
  readonly runs: number;
  readonly steps: number;
  readonly broken: readonly { readonly seed: number; readonly invariant: string | undefined }[];
}

/** Fewer runs are not worth a second process. */
const fewRuns = 2_000;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    runs: { type: "string", default: "10000" },
    worker: { type: "boolean", default: false },
    find: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed);
const runs = Number(values.runs);
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(runs) || runs < 1) {
  throw new Error("Usage: npm run simulate -- --seed N --runs M");
}

if (values.find) {
  const p = await runPart(seed, runs);
  console.log(JSON.stringify(p));
} else if (values.worker) process.send?.(await runPart(seed, runs));
else if (runs === 1) await showOne();
else await runAll();

async function showOne(): Promise<void> {
  const verdict = await simulateSeed(seed);
  console.log(verdict.history.join("\n"));
  await end(verdict.broken ? [verdict] : [], 1, verdict.steps);
}

async function runAll(): Promise<void> {
  const processes = runs < fewRuns ? 1 : Math.min(2, availableParallelism());
  const share = Math.ceil(runs / processes);
  const parts =
    processes === 1
      ? [await runPart(seed, runs)]
      : await Promise.all(
          Array.from({ length: processes }, (_, index) =>
            runElsewhere(seed + index * share, Math.min(share, runs - index * share)),
          ),
        );
  const sum = (figure: "runs" | "steps") => parts.reduce((all, part) => all + part[figure], 0);
  const seeds = parts.flatMap(({ broken }) => broken.map((one) => one.seed));
  const broken = await Promise.all(seeds.slice(0, 1).map((one) => simulateSeed(one)));
  const [first] = broken;
  if (first) console.log(first.history.join("\n"));
  await end(broken, sum("runs"), sum("steps"));
}

/** Says what was broken, with a smaller plan that breaks it too, and the figures. */
async function end(broken: readonly Verdict[], ran: number, steps: number): Promise<void> {
  for (const verdict of broken) {
    const { plan } = verdict;
    const smallest = await shrink(verdict);
    console.log(`\nShrunk to ${smallest.plan.events.length} events and ${smallest.plan.faults.length} faults:`);
    console.log(JSON.stringify(smallest.plan, undefined, 1));
    console.log(smallest.history.join("\n"));
    console.log(`\nSeed ${plan.seed} breaks the promise that ${verdict.broken?.invariant}: ${verdict.broken?.detail}`);
    console.log(`Replay it by: npm run simulate -- --seed ${plan.seed} --runs 1`);
  }
  const found = broken.length === 0 ? "every message true, no change twice" : "a promise broken";
  console.log(`Simulation: ${ran} histories from seed ${seed}, ${steps} steps; ${found}`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}

/** Stops at the first that breaks a promise. */
async function runPart(first: number, count: number): Promise<Part> {
  let [ran, steps] = [0, 0];
  const broken = await simulateAll(plansFrom(first, count), {
    record: false,
    mostBroken: 1,
    onEnd: (its) => {
      ran += 1;
      steps += its;
    },
  });
  return {
    runs: ran,
    steps,
    broken: broken.map(({ plan, broken }) => ({ seed: plan.seed, invariant: broken?.invariant })),
  };
}

async function runElsewhere(first: number, count: number): Promise<Part> {
  const child = fork(import.meta.filename, ["--worker", "--seed", String(first), "--runs", String(count)]);
  const ended = once(child, "exit");
  const answered = once(child, "message");
  const [part]: unknown[] = await Promise.race([
    answered,
    ended.then(([code]) => {
      throw new Error(`A process that simulates ended with ${code}.`);
    }),
  ]);
  if (!isPart(part)) throw new Error("A process that simulates gave no figures.");
  await ended;
  return part;
}

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && "broken" in value && "runs" in value && "steps" in value;
}
