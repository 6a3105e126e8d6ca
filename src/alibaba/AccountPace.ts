import { type CallLimit, CallWindow } from "./CallWindow.ts";

/**
 * Documented: 300 calls in 60 s for each operation. Not documented: whether per account, per region or both, so the
 * stricter reading is taken. The window is a second longer, because not all requests take equally long to arrive.
 */
const perOperation: CallLimit = { calls: 300, perMs: 61_000 };

/** Of an account that nothing is known of, how many requests leave in a second, before those prove that more may. */
const openingRounds = [12, 36] as const;
const secondMs = 1000;

/** Pauses of an account that was throttled and not told for how long: the first, doubled each time, up to the longest. */
const pauses = { firstMs: 1000, longestMs: 20_000, longestAskedMs: 60_000 } as const;

/** Requests per second of an account that was throttled. */
const rates = {
  /** What is kept of a rate that was throttled. */
  decrease: 0.8,
  /** What each answer adds to a rate that was throttled before. */
  increase: 0.01,
  /** What each answer multiplies a rate with that is known to be too low. */
  growth: 1.1,
  slowest: 0.1,
  /** Where nothing came through that a rate could be read from. */
  unknown: 2,
  /** Faster than that, requests are limited by how many are under way. */
  fastest: 64,
} as const;

/** How long an account remembers that it was throttled, and is itself remembered without a request. */
const memoryMs = 10 * 60_000;

/** A request that has left. */
export interface Departure {
  /** Counts the requests of the account. */
  readonly number: number;
  readonly at: number;
  /** The opening round it belongs to. */
  readonly round: number;
  refused: boolean;
}

/** How fast the requests of an account may leave. */
type Stage =
  /** Unknown: a round of requests leaves, and the next when they were answered. */
  | { readonly kind: "opening"; readonly step: number }
  /** As fast as there is room for them. */
  | { readonly kind: "open" }
  /** To be read, when the pause is over, from what came through before it. */
  | { readonly kind: "measuring"; readonly left: readonly Departure[]; readonly spanMs: number }
  /** One by one. Below `known`, the rate grows fast. */
  | { readonly kind: "paced"; readonly rate: number; readonly known: number };

/**
 * When the requests of one account may leave: under the limit of each operation, and under what the service itself shows
 * by throttling. A throttled account pauses as a whole. It then goes on with one request alone, and with the others once
 * that was not throttled, slower than before. The rate decreases by a factor and increases in small steps, so that it
 * settles just below a limit that nobody has told. All times are those of {@link Clock.elapsed}.
 */
export class AccountPace {
  readonly #windows = new Map<string, CallWindow>();
  #stage: Stage = { kind: "opening", step: 0 };
  #round = { number: 0, since: Number.NEGATIVE_INFINITY, left: 0, back: 0 };
  /** Those of the last second. */
  #recent: Departure[] = [];
  #departures = 0;
  #lastLeftAt = Number.NEGATIVE_INFINITY;
  #throttledAt = Number.NEGATIVE_INFINITY;
  /** How many requests had left when the account was throttled. */
  #leftBefore = 0;
  #pausedUntil = Number.NEGATIVE_INFINITY;
  /** Pauses since a request last came through. */
  #pauses = 0;
  /** The request that goes alone after a pause. */
  #probe: Departure | undefined;

  /** The moment from which a request may leave; now or earlier when it may leave at once. */
  readyAt(operation: string, isChange: boolean, now: number): number {
    this.#advance(now);
    let at = Math.max(now, this.#pausedUntil, this.#window(operation).readyAt(now));
    if (this.#stage.kind === "paced") at = Math.max(at, this.#lastLeftAt + secondMs / this.#stage.rate);
    // A change is one request, which a person waits for.
    if (isChange) return at;
    if (this.#probe) at = Math.max(at, this.#probe.at + secondMs);
    const { since, left } = this.#round;
    if (this.#stage.kind === "opening" && left >= roundOf(this.#stage.step)) at = Math.max(at, since + secondMs);
    return at;
  }

  leave(operation: string, now: number): Departure {
    this.#advance(now);
    if (now >= this.#round.since + secondMs) {
      this.#round = { number: this.#round.number + 1, since: now, left: 0, back: 0 };
    }
    this.#round.left += 1;
    this.#window(operation).leave(now);
    this.#departures += 1;
    const departure = { number: this.#departures, at: now, round: this.#round.number, refused: false };
    this.#recent = [...this.#recent.filter(({ at }) => at > now - secondMs), departure];
    this.#lastLeftAt = now;
    if (this.#pauses > 0) this.#probe = departure;
    return departure;
  }

  /** A request is over, and was not throttled. */
  passed(departure: Departure): void {
    if (departure.number <= this.#leftBefore) return;
    this.#pauses = 0;
    this.#probe = undefined;
    if (this.#stage.kind === "opening") this.#passRound(departure, this.#stage.step);
    else if (this.#stage.kind === "paced") {
      const { rate, known } = this.#stage;
      const next = rate < known ? Math.min(known, rate * rates.growth) : rate + rates.increase;
      this.#stage = next < rates.fastest ? { kind: "paced", rate: next, known } : { kind: "open" };
    }
  }

  /** A request was throttled. */
  throttled(departure: Departure, retryAfterMs: number | undefined, now: number): void {
    departure.refused = true;
    const askedMs = retryAfterMs === undefined ? undefined : Math.min(retryAfterMs, pauses.longestAskedMs);
    if (departure.number <= this.#leftBefore) {
      // It left before the account paused, so that it says nothing new but how long.
      this.#pausedUntil = Math.max(this.#pausedUntil, now + (askedMs ?? 0));
      return;
    }
    const wasProbe = this.#pauses > 0;
    const pauseMs = askedMs ?? Math.min(pauses.firstMs * 2 ** this.#pauses, pauses.longestMs);
    this.#pauses += 1;
    this.#probe = undefined;
    this.#throttledAt = now;
    this.#leftBefore = this.#departures;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pauseMs);
    if (!wasProbe) this.#slowDown(departure, now);
  }

  /** Whether nothing would be lost with it. */
  isForgotten(now: number): boolean {
    return now - this.#lastLeftAt > memoryMs && now > this.#pausedUntil;
  }

  #slowDown(departure: Departure, now: number): void {
    if (this.#stage.kind === "paced") {
      const known = Math.max(rates.slowest, this.#stage.rate * rates.decrease);
      this.#stage = { kind: "paced", rate: known, known };
    } else if (this.#stage.kind !== "measuring") {
      const left = this.#recent.filter(({ at }) => at > departure.at - secondMs);
      const since = left[0]?.at ?? departure.at;
      this.#stage = { kind: "measuring", left, spanMs: Math.max(secondMs, now - since) };
    }
  }

  /** All but one of a round suffice, so that one region that does not answer holds up no other. */
  #passRound({ round }: Departure, step: number): void {
    if (round !== this.#round.number) return;
    this.#round.back += 1;
    if (this.#round.back < roundOf(step) - 1) return;
    this.#stage = step + 1 < openingRounds.length ? { kind: "opening", step: step + 1 } : { kind: "open" };
    this.#round = { ...this.#round, since: Number.NEGATIVE_INFINITY };
  }

  #advance(now: number): void {
    if (this.#stage.kind === "measuring" && now >= this.#pausedUntil) {
      const { left, spanMs } = this.#stage;
      const passed = left.filter(({ refused }) => !refused).length;
      const rate = (passed / spanMs) * secondMs * rates.decrease;
      this.#stage =
        passed === 0
          ? { kind: "paced", rate: rates.unknown, known: rates.fastest }
          : { kind: "paced", rate: Math.max(rate, rates.slowest), known: rate };
    }
    if (this.#stage.kind === "paced" && now - this.#throttledAt > memoryMs) this.#stage = { kind: "opening", step: 0 };
  }

  #window(operation: string): CallWindow {
    const known = this.#windows.get(operation);
    if (known) return known;
    const window = new CallWindow(perOperation);
    this.#windows.set(operation, window);
    return window;
  }
}

function roundOf(step: number): number {
  return openingRounds[step] ?? Number.POSITIVE_INFINITY;
}
