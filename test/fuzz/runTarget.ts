import { randomOf } from "../support/mutate.ts";
import type { FuzzOutcome, FuzzTarget } from "./FuzzTarget.ts";

/** What a run found. */
export interface FuzzFigures {
  readonly cases: number;
  readonly refused: number;
  readonly slowestMs: number;
}

/** A case that takes longer hangs the extension host noticeably. */
const hangMs = 200;
/** A case that is over sooner is not measured again. */
const calmMs = 30;

/**
 * Runs cases of a target one after the other.
 * @throws Error naming target and seed of the case that broke a rule
 */
export async function runTarget(target: FuzzTarget, cases: number, seed = 1): Promise<FuzzFigures> {
  let refused = 0;
  let slowestMs = 0;
  for (let index = 0; index < cases; index += 1) {
    const { outcome, milliseconds } = await runCase(target, seed * 1_000_003 + index);
    if (outcome === "refused") refused += 1;
    slowestMs = Math.max(slowestMs, milliseconds);
  }
  return { cases, refused, slowestMs };
}

/** A slow case may have met a busy machine or disk: what counts is the fastest of five. */
async function runCase(
  target: FuzzTarget,
  seed: number,
): Promise<{ readonly outcome: FuzzOutcome; readonly milliseconds: number }> {
  let outcome: FuzzOutcome = "accepted";
  let fastest = Number.POSITIVE_INFINITY;
  for (let tries = 0; tries < 5 && fastest > calmMs; tries += 1) {
    const start = performance.now();
    outcome = await outcomeOf(target, seed);
    fastest = Math.min(fastest, performance.now() - start);
  }
  if (fastest > hangMs) throw new Error(`${target.name}, seed ${seed}: more than ${hangMs} ms each time`);
  return { outcome, milliseconds: fastest };
}

async function outcomeOf(target: FuzzTarget, seed: number): Promise<FuzzOutcome> {
  try {
    return await target.run(randomOf(seed));
  } catch (error) {
    throw new Error(`${target.name}, seed ${seed}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
}
