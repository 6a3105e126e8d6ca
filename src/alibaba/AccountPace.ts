import { type CallLimit, CallWindow } from "./CallWindow.ts";

/**
 * Documented: 300 calls in 60 s for each operation. Not documented: whether per account, per region or both, so the
 * stricter reading is taken. The window is a second longer, because not all requests take equally long to arrive.
 */
const perOperation: CallLimit = { calls: 300, perMs: 61_000 };

/**
 * How many requests of an account that nothing is known of leave in one second, until they are answered. A limit of ten a
 * second refuses few of them, and where none is throttled, reading all regions takes one round trip more at most.
 */
const openingRequests = 12;
/** The same, of a second that begins before those of the second before it were answered. They may be throttled yet. */
const openingRequestsUnanswered = 6;
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
  /** Of an account that was not throttled, but whose first answers came slowly, and what each answer multiplies it with. */
  careful: 10,
  carefulGrowth: 1.03,
  /** Where nothing came through that a rate could be read from. */
  unknown: 2,
  /** Faster than that, requests are limited by how many are under way. */
  fastest: 64,
} as const;

/** How long an account remembers that it was throttled, and is itself remembered without a request. */
const memoryMs = 10 * 60_000;

/** Requests that leave within a second. */
interface Round {
  readonly since: number;
  /** How many leave while nothing is known of the account. */
  readonly most: number;
  left: number;
  passed: number;
  firstPassedAt?: number;
}

/** A request that has left. */
export interface Departure {
  /** Counts the requests of the account. */
  readonly number: number;
  readonly at: number;
  readonly round: Round;
  refused: boolean;
}

/** How fast the requests of an account may leave. */
type Stage =
  /** Unknown: a round of requests leaves, and the others when they were answered. */
  | { readonly kind: "opening" }
  /** As fast as there is room for them. */
  | { readonly kind: "open" }
  /** To be read, when the pause is over, from what came through before it. */
  | { readonly kind: "measuring"; readonly left: readonly Departure[]; readonly spanMs: number }
  /** One by one. Below `known`, each answer multiplies the rate with `growth`. */
  | { readonly kind: "paced"; readonly rate: number; readonly known: number; readonly growth: number };

/**
 * When the requests of one account may leave: under the limit of each operation, and under what the service itself shows
 * by throttling. A throttled account pauses as a whole. It then goes on with one request alone, and with the others once
 * that was not throttled, slower than before. The rate decreases by a factor and increases in small steps, so that it
 * settles just below a limit that nobody has told. All times are those of {@link Clock.elapsed}.
 */
export class AccountPace {
  readonly #windows = new Map<string, CallWindow>();
  #stage: Stage = { kind: "opening" };
  #round: Round = { since: Number.NEGATIVE_INFINITY, most: openingRequests, left: 0, passed: 0 };
  /** Those of the last second. */
  #recent: Departure[] = [];
  #departures = 0;
  #lastLeftAt = Number.NEGATIVE_INFINITY;
  /** When it was throttled, or became paced because nobody knows its limit. */
  #slowedAt = Number.NEGATIVE_INFINITY;
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
    if (this.#stage.kind === "opening" && this.#round.left >= this.#round.most) {
      at = Math.max(at, this.#round.since + secondMs);
    }
    return at;
  }

  leave(operation: string, now: number): Departure {
    this.#advance(now);
    if (now >= this.#round.since + secondMs) this.#round = nextRound(this.#round, now);
    this.#round.left += 1;
    this.#window(operation).leave(now);
    this.#departures += 1;
    const departure = { number: this.#departures, at: now, round: this.#round, refused: false };
    this.#recent = [...this.#recent.filter(({ at }) => at > now - secondMs), departure];
    this.#lastLeftAt = now;
    if (this.#pauses > 0) this.#probe = departure;
    return departure;
  }

  /** A request is over, and was not throttled. */
  passed(departure: Departure, now: number): void {
    if (departure.number <= this.#leftBefore) return;
    this.#pauses = 0;
    this.#probe = undefined;
    const { round } = departure;
    round.passed += 1;
    round.firstPassedAt ??= now;
    if (this.#stage.kind === "opening") {
      // All but one suffice, so that one region that does not answer holds up no other.
      if (round.passed >= openingRequests - 1) this.#endOpening(now - round.firstPassedAt <= secondMs, now);
    } else if (this.#stage.kind === "paced") {
      const { rate, known, growth } = this.#stage;
      const next = rate < known ? Math.min(known, rate * growth) : rate + rates.increase;
      this.#stage = next < rates.fastest ? { ...this.#stage, rate: next } : { kind: "open" };
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
    this.#slowedAt = now;
    this.#leftBefore = this.#departures;
    this.#pausedUntil = Math.max(this.#pausedUntil, now + pauseMs);
    if (!wasProbe) this.#slowDown(departure, now);
  }

  /** Whether nothing would be lost with it. */
  isForgotten(now: number): boolean {
    return now - this.#lastLeftAt > memoryMs && now > this.#pausedUntil;
  }

  /**
   * @param isTogether whether the answers of a round came within a second. Otherwise its requests may have arrived over more
   * than one, so that they say less of a limit: the account becomes faster step by step.
   */
  #endOpening(isTogether: boolean, now: number): void {
    const { careful, carefulGrowth: growth, fastest: known } = rates;
    if (!isTogether) this.#slowedAt = now;
    this.#stage = isTogether ? { kind: "open" } : { kind: "paced", rate: careful, known, growth };
  }

  #slowDown(departure: Departure, now: number): void {
    if (this.#stage.kind === "paced") {
      const known = Math.max(rates.slowest, this.#stage.rate * rates.decrease);
      this.#stage = { kind: "paced", rate: known, known, growth: rates.growth };
    } else if (this.#stage.kind !== "measuring") {
      const left = this.#recent.filter(({ at }) => at > departure.at - secondMs);
      const since = left[0]?.at ?? departure.at;
      this.#stage = { kind: "measuring", left, spanMs: Math.max(secondMs, now - since) };
    }
  }

  #advance(now: number): void {
    if (this.#stage.kind === "measuring" && now >= this.#pausedUntil) {
      const { left, spanMs } = this.#stage;
      const passed = left.filter(({ refused }) => !refused).length;
      const rate = (passed / spanMs) * secondMs * rates.decrease;
      this.#stage =
        passed === 0
          ? { kind: "paced", rate: rates.unknown, known: rates.fastest, growth: rates.growth }
          : { kind: "paced", rate: Math.max(rate, rates.slowest), known: rate, growth: rates.growth };
    }
    if (this.#stage.kind === "paced" && now - this.#slowedAt > memoryMs) this.#stage = { kind: "opening" };
  }

  #window(operation: string): CallWindow {
    const known = this.#windows.get(operation);
    if (known) return known;
    const window = new CallWindow(perOperation);
    this.#windows.set(operation, window);
    return window;
  }
}

function nextRound({ left, passed, since }: Round, now: number): Round {
  // One that ended long ago was answered, or has failed.
  const unanswered = now < since + 2 * secondMs ? left - passed : 0;
  const most = Math.max(openingRequestsUnanswered, openingRequests - unanswered);
  return { since: now, most, left: 0, passed: 0 };
}
