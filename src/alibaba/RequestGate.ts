import type { Clock } from "../ipam/Clock.ts";
import { IpamError } from "../ipam/IpamError.ts";
import { AccountPace, type Departure } from "./AccountPace.ts";

/** Requests under way at the same time, to one host and in all. */
interface Room {
  readonly perHost: number;
  readonly inAll: number;
}

/** Limits of requests under way at the same time. */
export interface GateLimits extends Room {
  /** How many more there may be where a change or its dry run is one of them: these wait for no read that hangs. */
  readonly moreForChanges: Room;
}

/** Where a request goes, and when. */
export interface Passage {
  readonly host: string;
  /** What the service counts the requests of: an account ID, or what stands for an account that is not known. */
  readonly account: string;
  readonly operation: string;
  /** Whether it is a change or its dry run: these go before all others. */
  readonly isChange: boolean;
  /** Of those that wait, the ones with the lowest turn go first. */
  readonly turn: number;
  readonly signal: AbortSignal | undefined;
}

/** Requests that are ready to leave at the same moment. */
interface Lane {
  readonly operation: string;
  readonly isChange: boolean;
  readonly account: Account;
}

interface Account {
  readonly pace: AccountPace;
  readonly lanes: Map<string, Lane>;
  /** Requests that wait or are under way. */
  requests: number;
}

interface Waiting {
  readonly host: string;
  readonly lane: Lane;
  readonly start: (now: number) => void;
}

/** When the gate looks next for requests whose time has come. */
interface Alarm {
  readonly at: number;
  readonly off: AbortController;
}

/**
 * Lets requests through by their turn and, within one turn, in the order they came: a limited number at once for each host
 * and in all, and each account at its own pace. A request that waits for its host or its account holds up none for others.
 * Reads that do not answer hold up no change, for which there is room of its own.
 */
export class RequestGate {
  readonly #limits: GateLimits;
  readonly #clock: Clock;
  readonly #underWay = new Map<string, number>();
  #inAll = 0;
  readonly #accounts = new Map<string, Account>();
  /** By turn; those of changes before all. */
  readonly #waiting = new Map<number, Set<Waiting>>();
  #alarm: Alarm | undefined;

  constructor(limits: GateLimits, clock: Clock) {
    this.#limits = limits;
    this.#clock = clock;
  }

  /**
   * Runs the work once there is room for it. Work that fails with an IpamError `throttled` makes its account pause.
   * @throws the signal's reason, when it aborts while waiting; the work is then never started
   */
  async run<T>(passage: Passage, work: () => Promise<T>): Promise<T> {
    passage.signal?.throwIfAborted();
    const lane = this.#laneOf(passage);
    const { account } = lane;
    account.requests += 1;
    try {
      const departure = await this.#enter(lane, passage);
      try {
        const result = await work();
        account.pace.passed(departure, this.#clock.elapsed());
        return result;
      } catch (error) {
        this.#fail(account.pace, departure, error);
        throw error;
      } finally {
        this.#count(passage.host, -1);
        this.#letThrough();
      }
    } finally {
      account.requests -= 1;
    }
  }

  #enter(lane: Lane, { host, isChange, turn, signal }: Passage): Promise<Departure> {
    return new Promise((resolve, reject) => {
      const place = isChange ? Number.NEGATIVE_INFINITY : turn;
      const giveUp = () => {
        this.#forget(place, waiting);
        reject(signal?.reason);
      };
      const waiting: Waiting = {
        host,
        lane,
        start: (now) => {
          signal?.removeEventListener("abort", giveUp);
          this.#count(host, 1);
          resolve(lane.account.pace.leave(lane.operation, now));
        },
      };
      const now = this.#clock.elapsed();
      // Those that wait go first when their time has come. Otherwise none of them can leave now.
      const isTheirTime = this.#alarm !== undefined && this.#alarm.at <= now;
      const readyAt = readyAtOf(lane, now);
      if (!isTheirTime && readyAt <= now && this.#hasRoom(host, isChange)) {
        waiting.start(now);
        return;
      }
      signal?.addEventListener("abort", giveUp, { once: true });
      this.#waiting.set(place, (this.#waiting.get(place) ?? new Set()).add(waiting));
      if (isTheirTime) this.#letThrough();
      else if (readyAt > now) this.#wakeAt(Math.min(readyAt, this.#alarm?.at ?? readyAt), now);
    });
  }

  /** What keeps a request from leaving, or breaks it off, says nothing about the account. */
  #fail(pace: AccountPace, departure: Departure, error: unknown): void {
    if (!(error instanceof IpamError) || error.reason === "cancelled") return;
    if (error.reason === "throttled") pace.throttled(departure, error.detail.retryAfterMs, this.#clock.elapsed());
    else pace.passed(departure, this.#clock.elapsed());
  }

  /** Starts all that can leave now, and finds out when to look again. */
  #letThrough(): void {
    const now = this.#clock.elapsed();
    // A lane that is not ready does not become so by what leaves before it.
    const later = new Set<Lane>();
    let next = Number.POSITIVE_INFINITY;
    for (const place of [...this.#waiting.keys()].sort((a, b) => a - b)) {
      for (const waiting of this.#waiting.get(place) ?? []) {
        const { lane, host } = waiting;
        if (this.#inAll >= this.#most(lane.isChange).inAll) break;
        if (later.has(lane) || !this.#hasRoom(host, lane.isChange)) continue;
        const readyAt = readyAtOf(lane, now);
        if (readyAt <= now) {
          this.#forget(place, waiting);
          waiting.start(now);
        } else {
          later.add(lane);
          next = Math.min(next, readyAt);
        }
      }
    }
    this.#wakeAt(next, now);
  }

  #wakeAt(at: number, now: number): void {
    if (this.#alarm?.at === at) return;
    this.#alarm?.off.abort();
    this.#alarm = undefined;
    if (at === Number.POSITIVE_INFINITY) return;
    const alarm: Alarm = { at, off: new AbortController() };
    this.#alarm = alarm;
    this.#clock.wait(Math.ceil(at - now), alarm.off.signal).then(
      () => {
        if (this.#alarm !== alarm) return;
        this.#alarm = undefined;
        this.#letThrough();
      },
      () => {},
    );
  }

  #forget(place: number, waiting: Waiting): void {
    const queue = this.#waiting.get(place);
    queue?.delete(waiting);
    if (queue?.size === 0) this.#waiting.delete(place);
    if (this.#waiting.size === 0) this.#wakeAt(Number.POSITIVE_INFINITY, 0);
  }

  #laneOf({ account: key, operation, isChange }: Passage): Lane {
    const account = this.#accounts.get(key) ?? this.#addAccount(key);
    const name = `${operation}/${isChange}`;
    const lane = account.lanes.get(name) ?? { operation, isChange, account };
    account.lanes.set(name, lane);
    return lane;
  }

  #addAccount(key: string): Account {
    const now = this.#clock.elapsed();
    for (const [other, { requests, pace }] of this.#accounts) {
      if (requests === 0 && pace.isForgotten(now)) this.#accounts.delete(other);
    }
    const account: Account = { pace: new AccountPace(), lanes: new Map(), requests: 0 };
    this.#accounts.set(key, account);
    return account;
  }

  #hasRoom(host: string, isChange: boolean): boolean {
    const { perHost, inAll } = this.#most(isChange);
    return this.#inAll < inAll && (this.#underWay.get(host) ?? 0) < perHost;
  }

  #most(isChange: boolean): Room {
    const { perHost, inAll, moreForChanges } = this.#limits;
    return isChange
      ? { perHost: perHost + moreForChanges.perHost, inAll: inAll + moreForChanges.inAll }
      : { perHost, inAll };
  }

  #count(host: string, change: 1 | -1): void {
    this.#inAll += change;
    const left = (this.#underWay.get(host) ?? 0) + change;
    if (left > 0) this.#underWay.set(host, left);
    else this.#underWay.delete(host);
  }
}

function readyAtOf({ account, operation, isChange }: Lane, now: number): number {
  return account.pace.readyAt(operation, isChange, now);
}
