import { fork } from "node:child_process";
import { once } from "node:events";

/** What a process that runs a part of the seeds has found. */
export interface Part {
  readonly runs: number;
  /** How many things happened in all. */
  readonly steps: number;
  /** Those that broke a promise; the part ends with the first. */
  readonly broken: readonly { readonly seed: number; readonly invariant: string; readonly detail: string }[];
}

/** Runs the seeds from one on in a process of their own. */
export async function runElsewhere(program: string, seed: number, runs: number): Promise<Part> {
  const child = fork(program, ["--worker", "--seed", String(seed), "--runs", String(runs)], {
    // Errors are made by the thousand, and nobody reads where.
    execArgv: ["--stack-trace-limit=0"],
  });
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

/**
 * Histories of one process: a window that crashed never removes its listeners from signals, which Node then keeps for as long
 * as the process runs.
 */
const mostInOne = 25_000;

/** Runs seeds in two processes at a time. */
export async function runInParts(program: string, seed: number, runs: number): Promise<Part> {
  const half = Math.ceil(runs / 2);
  const [one, other] = await Promise.all([
    runInTurn(program, seed, half),
    runInTurn(program, seed + half, runs - half),
  ]);
  return sum(one, other);
}

/** Runs seeds in one process after the other, up to the first that breaks a promise. */
async function runInTurn(program: string, seed: number, runs: number): Promise<Part> {
  let part: Part = { runs: 0, steps: 0, broken: [] };
  for (let done = 0; done < runs && part.broken.length === 0; done += mostInOne) {
    part = sum(part, await runElsewhere(program, seed + done, Math.min(mostInOne, runs - done)));
  }
  return part;
}

function sum(one: Part, other: Part): Part {
  return { runs: one.runs + other.runs, steps: one.steps + other.steps, broken: [...one.broken, ...other.broken] };
}

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && "broken" in value && "runs" in value && "steps" in value;
}
