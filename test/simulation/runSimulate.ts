// Runs histories of the whole core under seeded faults, and prints a line of figures. Of the first that breaks a promise it
// prints the history and a shrunk plan, and exits with 1. Arguments: --seed N --runs M; one run alone prints its history.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { type Part, runInParts } from "./runInParts.ts";
import { shrink } from "./shrink.ts";
import { plansFrom, simulateAll, simulateSeed, type Verdict } from "./simulate.ts";

/** Fewer runs are not worth a second process. */
const fewRuns = 2_000;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    runs: { type: "string", default: "10000" },
    worker: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed);
const runs = Number(values.runs);
if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(runs) || runs < 1) {
  throw new Error("Usage: npm run simulate -- --seed N --runs M");
}

if (values.worker) process.send?.(await runPart());
else if (runs === 1) {
  const verdict = await simulateSeed(seed);
  console.log(verdict.history.join("\n"));
  await end(verdict.broken && verdict, { runs: 1, steps: verdict.steps });
} else {
  const isLong = runs >= fewRuns && availableParallelism() > 1;
  const part = isLong ? await runInParts(import.meta.filename, seed, runs) : await runPart();
  const [first] = part.broken;
  const verdict = first && (await simulateSeed(first.seed));
  if (verdict) console.log(verdict.history.join("\n"));
  await end(verdict, part);
}

/** Says what was broken, with a smaller plan that breaks it too, and the figures. */
async function end(broken: Verdict | undefined, figures: Pick<Part, "runs" | "steps">): Promise<void> {
  if (broken) {
    const smallest = await shrink(broken);
    const { events, faults } = smallest.plan;
    console.log(`\nShrunk to ${events.length} events and ${faults.length} faults:`);
    console.log(JSON.stringify(smallest.plan, undefined, 1));
    console.log(smallest.history.join("\n"));
    console.log(
      `\nSeed ${broken.plan.seed} breaks the promise that ${broken.broken?.invariant}: ${broken.broken?.detail}`,
    );
    console.log(`Replay it by: npm run simulate -- --seed ${broken.plan.seed} --runs 1`);
    process.exitCode = 1;
  }
  const found = broken ? "a promise broken" : "every message true, no change twice";
  console.log(`Simulation: ${figures.runs} histories from seed ${seed}, ${figures.steps} steps; ${found}`);
}

/** Stops at the first that breaks a promise. */
async function runPart(): Promise<Part> {
  let [ran, steps] = [0, 0];
  const verdicts = await simulateAll(plansFrom(seed, runs), {
    record: false,
    mostBroken: 1,
    onEnd: (its) => {
      ran += 1;
      steps += its;
    },
  });
  const broken = verdicts.map(({ plan, broken: { invariant, detail } = { invariant: "", detail: "" } }) => {
    return { seed: plan.seed, invariant, detail };
  });
  return { runs: ran, steps, broken };
}
