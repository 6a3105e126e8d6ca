import type { Fault } from "../../src/simulator/Fault.ts";
import { type Operation, requestOf } from "./operations.ts";
import type { Stage } from "./Stage.ts";

/** What makes a fault another one than that of the table. */
export interface Disturbance {
  /** In words, for whoever looks into a run that failed. */
  readonly what: string;
  /** Whether a second fault comes with it. */
  readonly second: boolean;
  readonly before: (stage: Stage) => void;
  readonly after: (stage: Stage) => void;
}

/** None of them is an answer of success that says something else than there is: nobody could tell it from a true one. */
const faults: readonly Fault[] = [
  { kind: "latency", ms: 5 },
  { kind: "stall" },
  { kind: "stall", when: "afterEffect" },
  { kind: "stall", when: "afterHeaders" },
  { kind: "reset", when: "beforeEffect" },
  { kind: "reset", when: "afterEffect" },
  { kind: "truncate" },
  { kind: "empty" },
  { kind: "empty", when: "afterEffect" },
  { kind: "html", status: 200 },
  { kind: "html", status: 200, when: "afterEffect" },
  { kind: "html", status: 302 },
  { kind: "html", status: 407 },
  { kind: "html", status: 502 },
  { kind: "html", status: 502, when: "afterEffect" },
  { kind: "answer", fields: [] },
  { kind: "answer", fields: "text", when: "afterEffect" },
  { kind: "error", status: 400, code: "Throttling.User" },
  { kind: "error", status: 429, code: "Throttling", headers: { "x-acs-retry-after": "2000" } },
  { kind: "error", status: 400, code: "OperationConflict" },
  { kind: "error", status: 403, code: "Forbidden.RAM" },
  { kind: "error", status: 400, code: "InvalidSecurityToken.Expired" },
  { kind: "error", status: 500, code: "InternalError" },
  { kind: "error", status: 500, code: "InternalError", when: "afterEffect" },
  { kind: "error", status: 503, code: "ServiceUnavailable" },
  { kind: "error", status: 404, code: "ResourceNotFound.Ipam", when: "afterEffect" },
];

/** Only for a dry run: what it was answered with, after it was carried out as the change. */
const ignoredDryRuns: readonly Fault[] = [
  { kind: "ignoreDryRun" },
  { kind: "ignoreDryRun", answer: { kind: "truncate" } },
  { kind: "ignoreDryRun", answer: { kind: "empty" } },
  { kind: "ignoreDryRun", answer: { kind: "html", status: 200 } },
  { kind: "ignoreDryRun", answer: { kind: "stall", when: "afterHeaders" } },
];

/**
 * Spares up to two of the requests that the table's fault is aimed at, and three times in four lets one of the first
 * six requests of any kind, or one or two of those it is aimed at, meet another fault.
 */
export function randomDisturbance(operation: Operation, random: (below: number) => number): Disturbance {
  const spared = random(3);
  const isFirst = random(2) === 0;
  const second = random(4) === 0 ? undefined : secondFault(operation, random);
  const add = (stage: Stage) => {
    // The table's own fault may set its own.
    stage.requestTimeoutSeconds = Math.min(stage.requestTimeoutSeconds, 0.4);
    second?.inject(stage);
  };
  return {
    what: [`${spared} spared`, second && `${second.what} ${isFirst ? "behind" : "before"} it`]
      .filter(Boolean)
      .join(", "),
    second: second !== undefined,
    before: (stage) => {
      stage.spared = spared;
      if (isFirst) add(stage);
    },
    after: (stage) => {
      if (!isFirst) add(stage);
    },
  };
}

function secondFault(
  operation: Operation,
  random: (below: number) => number,
): { readonly what: string; readonly inject: (stage: Stage) => void } {
  const isDryRun = (operation === "dry run" || operation === "dissociate") && random(6) === 0;
  const pool = isDryRun ? ignoredDryRuns : faults;
  const fault = pool[random(pool.length)] ?? { kind: "reset", when: "beforeEffect" };
  const what = JSON.stringify(fault);
  const times = 1 + random(2);
  if (isDryRun) {
    return { what, inject: ({ simulator }) => simulator.inject({ ...requestOf["dry run"], times, fault }) };
  }
  if (random(2) === 0) {
    return { what, inject: ({ simulator }) => simulator.inject({ ...requestOf[operation], times, fault }) };
  }
  let left = random(6);
  const where = () => left-- <= 0;
  return {
    what: `${what} at request ${left + 1}`,
    inject: ({ simulator }) => simulator.inject({ where, times, fault }),
  };
}
