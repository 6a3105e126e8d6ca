import type { Clock } from "../ipam/Clock.ts";
import { IpamError, type IpamErrorReason } from "../ipam/IpamError.ts";
import { toIpamError } from "../ipam/toIpamError.ts";
import { withEffect } from "../ipam/withEffect.ts";
import { dryRunPassed } from "./dryRunPassed.ts";

/** How often and how long a failed request is tried again. Times in milliseconds. */
export interface RetryLimits {
  readonly tries: number;
  /** How often a request is sent that is throttled each time. Other failures do not count. */
  readonly throttledTries: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** Sum of all waits of one request. */
  readonly allWaitsMs: number;
}

/** How the caller follows the tries. */
export interface RetryOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called when a try failed and another one is to follow; after an abort none does. */
  readonly onHeldBack?: ((error: IpamError) => void) | undefined;
}

/** Failures that another try may not meet. A time-out is none of them: it has cost the person long enough. */
const passing: ReadonlySet<IpamErrorReason> = new Set(["throttled", "serverFault", "busy", "unreachable"]);

/** A name does not get better within seconds, nor does a port that speaks another protocol. */
const lasting = /SSL|TLS|EPROTO|ENOTFOUND|ERR_INVALID/;

/** Tries requests again, with growing waits that are spread so that many clients do not come back at once. */
export class RetryPolicy {
  readonly #limits: RetryLimits;
  readonly #clock: Clock;
  readonly #random: () => number;

  /** @param random from 0 inclusive to 1 exclusive */
  constructor(limits: RetryLimits, clock: Clock, random: () => number) {
    this.#limits = limits;
    this.#clock = clock;
    this.#random = random;
  }

  /**
   * Runs tries until one succeeds or another makes no sense. No further try begins after an abort.
   *
   * A failure after a try that may have taken effect may be the echo of that effect, so it keeps `effect: maybe`.
   */
  async run<T>(attempt: () => Promise<T>, { signal, onHeldBack }: RetryOptions = {}): Promise<T> {
    let waitedMs = 0;
    let throttled = 0;
    let mayHaveTakenEffect = false;
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt();
      } catch (thrown) {
        const known = toIpamError(thrown);
        mayHaveTakenEffect ||= known.detail.effect === "maybe";
        const error = mayHaveTakenEffect ? withEffect(known) : known;
        if (!isPassing(error)) throw error;
        if (error.reason === "throttled") throttled += 1;
        const waitMs = this.#waitBefore(tries - throttled, error);
        if (this.#isOver({ tries, throttled, waitedMs: waitedMs + waitMs }, error)) throw error;
        onHeldBack?.(error);
        if (signal?.aborted) throw cancelled(error);
        // A throttled request waits with all others of its account, where its turn comes again.
        if (error.reason === "throttled") continue;
        waitedMs += waitMs;
        await this.#wait(waitMs, signal, error);
      }
    }
  }

  #isOver(
    so: { readonly tries: number; readonly throttled: number; readonly waitedMs: number },
    { reason, detail }: IpamError,
  ): boolean {
    const { tries, throttledTries, allWaitsMs } = this.#limits;
    if (reason === "throttled") return so.throttled >= throttledTries || (detail.retryAfterMs ?? 0) > allWaitsMs;
    return so.tries - so.throttled >= tries || so.waitedMs > allWaitsMs;
  }

  /** From half the step to the whole of it; never sooner than the service asked for. */
  #waitBefore(tries: number, { detail }: IpamError): number {
    const step = Math.min(this.#limits.firstWaitMs * 2 ** (tries - 1), this.#limits.longestWaitMs);
    const spread = step * (0.5 + this.#random() / 2);
    return Math.max(spread, detail.retryAfterMs ?? 0);
  }

  async #wait(milliseconds: number, signal: AbortSignal | undefined, error: IpamError): Promise<void> {
    try {
      await this.#clock.wait(milliseconds, signal);
    } catch {
      throw cancelled(error);
    }
  }
}

/** A dry run that passed is an answer, whatever its HTTP status would say of it. */
function isPassing({ reason, detail }: IpamError): boolean {
  if (detail.code === dryRunPassed) return false;
  return passing.has(reason) && !detail.final && !(reason === "unreachable" && lasting.test(detail.code ?? ""));
}

/** The error of a call whose next try an abort kept from leaving. */
function cancelled(error: IpamError): IpamError {
  return new IpamError(
    { ...error.detail, reason: "cancelled", what: "The request was cancelled.", advice: "" },
    { cause: error },
  );
}
