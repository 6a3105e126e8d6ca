import type { Fault } from "./Fault.ts";
import type { RecordedRequest } from "./RequestLog.ts";

/** Which requests a fault meets. */
export interface FaultRule {
  readonly action?: string;
  readonly region?: string;
  readonly accountId?: string;
  readonly dryRun?: boolean;
  readonly where?: (request: RecordedRequest) => boolean;
  /** How many requests it meets; all unless given. */
  readonly times?: number;
  readonly fault: Fault;
}

/** The faults to come. The rule that was added last is tried first. */
export class FaultRules {
  readonly #rules = new Map<FaultRule, number>();

  add(rule: FaultRule): { remove(): void } {
    const own = { ...rule };
    this.#rules.set(own, rule.times ?? Number.POSITIVE_INFINITY);
    return { remove: () => void this.#rules.delete(own) };
  }

  /** What goes wrong with a request: one fault at most, and the latencies of all rules that it meets. */
  take(request: RecordedRequest): { readonly fault: Fault | undefined; readonly latencyMs: number } {
    let fault: Fault | undefined;
    let latencyMs = 0;
    for (const [rule, left] of [...this.#rules].reverse()) {
      const isLatency = rule.fault.kind === "latency";
      if (left === 0 || (fault && !isLatency) || !meets(rule, request)) continue;
      this.#rules.set(rule, left - 1);
      if (rule.fault.kind === "latency") latencyMs += rule.fault.ms;
      else fault = rule.fault;
    }
    return { fault, latencyMs };
  }
}

function meets({ action, region, accountId, dryRun, where }: FaultRule, request: RecordedRequest): boolean {
  return (
    (action === undefined || action === request.action) &&
    (region === undefined || region === request.region) &&
    (accountId === undefined || accountId === request.accountId) &&
    (dryRun === undefined || dryRun === request.dryRun) &&
    (where === undefined || where(request))
  );
}
