import { createHash } from "node:crypto";
import type { Invariant } from "./invariants.ts";
import { type Plan, planOf } from "./Plan.ts";
import { World } from "./World.ts";

/** What became of a history. */
export interface Verdict {
  readonly plan: Plan;
  /** How many things happened. */
  readonly steps: number;
  readonly broken: { readonly invariant: Invariant; readonly detail: string } | undefined;
  /** One line for each thing that happened; empty where it is not kept. */
  readonly history: readonly string[];
}

/** Histories that run side by side: what follows at once from one step of each is done in one turn of the event loop. */
const atOnce = 16;

/** Runs a plan, and keeps its history. */
export async function simulate(plan: Plan): Promise<Verdict> {
  const [verdict] = await simulateAll([plan].values(), { record: true });
  if (!verdict) throw new Error("The plan did not run.");
  return verdict;
}

/** The verdict of a seed, with its history. */
export function simulateSeed(seed: number): Promise<Verdict> {
  return simulate(planOf(seed));
}

/**
 * Runs many plans.
 * @returns the verdicts of those that broke a promise, or of all where they are recorded
 */
export async function simulateAll(
  plans: Iterator<Plan>,
  { record, mostBroken = Number.POSITIVE_INFINITY, onEnd }: SimulationOptions,
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const running = new Set<{ readonly plan: Plan; readonly world: World; steps: number }>();
  let isMore = true;
  while (running.size > 0 || isMore) {
    while (isMore && running.size < atOnce) {
      const { value: plan, done } = plans.next();
      if (done) isMore = false;
      else running.add({ plan, world: new World(plan, { record }), steps: 0 });
    }
    for (const one of running) {
      if (one.world.step()) {
        one.steps += 1;
        continue;
      }
      running.delete(one);
      onEnd?.(one.steps);
      const { violation, history } = one.world;
      const broken = violation && { invariant: violation.invariant, detail: violation.message };
      if (broken || record) verdicts.push({ plan: one.plan, steps: one.steps, broken, history });
      if (verdicts.filter((verdict) => verdict.broken).length >= mostBroken) return verdicts;
    }
    // Every promise that this step settled has been followed to its end when the next turn begins.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return verdicts;
}

/** How many plans are run. */
export interface SimulationOptions {
  readonly record: boolean;
  /** Stops after so many that broke a promise. */
  readonly mostBroken?: number;
  readonly onEnd?: (steps: number) => void;
}

/** The plans of seeds that follow each other. */
export function* plansFrom(seed: number, runs: number): Generator<Plan, void> {
  for (let index = 0; index < runs; index += 1) yield planOf(seed + index);
}

/** Equal exactly for equal histories. */
export function hashOf(history: readonly string[]): string {
  return createHash("sha256").update(history.join("\n")).digest("hex");
}
