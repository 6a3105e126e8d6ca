import type { Clock } from "../ipam/Clock.ts";
import { IpamError, type IpamErrorReason } from "../ipam/IpamError.ts";
import { toIpamError } from "../ipam/toIpamError.ts";

/** How often and how long a failed request is tried again. Times in milliseconds. */
export interface RetryLimits {
  readonly tries: number;
  readonly firstWaitMs: number;
  readonly longestWaitMs: number;
  /** Sum of all waits of one request. */
  readonly allWaitsMs: number;
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
   * Runs tries until one succeeds or another makes no sense.
   *
   * A failure after a try that may have taken effect may be the echo of that effect, so it keeps `effect: maybe`.
   */
  async run<T>(attempt: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
    let waitedMs = 0;
    let mayHaveTakenEffect = false;
    for (let tries = 1; ; tries += 1) {
      try {
        return await attempt();
      } catch (thrown) {
        const error = toIpamError(thrown);
        const waitMs = this.#waitBefore(tries, error);
        const last = tries >= this.#limits.tries || waitedMs + waitMs > this.#limits.allWaitsMs;
        const earlier = mayHaveTakenEffect;
        mayHaveTakenEffect ||= error.detail.effect === "maybe";
        if (last || signal?.aborted || !this.#isPassing(error)) throw earlier ? withEffect(error) : error;
        waitedMs += waitMs;
        await this.#wait(waitMs, signal, mayHaveTakenEffect ? withEffect(error) : error);
      }
    }
  }

  #isPassing({ reason, detail }: IpamError): boolean {
    return passing.has(reason) && !detail.final && !(reason === "unreachable" && lasting.test(detail.code ?? ""));
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
      throw new IpamError(
        { ...error.detail, reason: "cancelled", what: "The request was cancelled.", advice: "" },
        { cause: error },
      );
    }
  }
}

function withEffect(error: IpamError): IpamError {
  return new IpamError({ ...error.detail, effect: "maybe" }, { cause: error.cause });
}
