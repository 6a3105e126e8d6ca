import { attempt } from "./attempt.ts";
import type { Clock } from "./Clock.ts";
import type { Journal } from "./Journal.ts";
import type { Intent } from "./JournalEntry.ts";
import { observeChange } from "./observeChange.ts";
import type { Settlement } from "./Settlement.ts";
import type { Actor } from "./sendChange.ts";
import { toIpamError } from "./toIpamError.ts";

/** What settling needs from outside. */
export interface OrphanTools {
  readonly journal: Journal;
  readonly clock: Clock;
  /** @throws IpamError when the profile is gone or its credentials cannot be had */
  readonly actorFor: (intent: Intent) => Promise<Pick<Actor, "api">>;
  /** Called with each outcome, once, by the one window that found it out. Not where as little is known as before. */
  readonly onSettled: (intent: Intent, settlement: Settlement) => void;
  /** Called when the journal can be neither read nor written while windows are watched. */
  readonly onFailed: (error: unknown) => void;
}

/** How often windows that are settling changes are looked for, in milliseconds. */
const lookAgainMs = 30_000;

/**
 * Finds out how changes came out whose window ended before it knew: by reading, as after any change; nothing is sent
 * again. Each is settled by one window alone, and its outcome written before it is reported.
 */
export class OrphanSettler {
  readonly #tools: OrphanTools;
  #watching: { dispose(): void } | undefined;
  #settling: Promise<void> | undefined;
  #isAskedAgain = false;
  #isDisposed = false;

  constructor(tools: OrphanTools) {
    this.#tools = tools;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#watching?.dispose();
  }

  /**
   * Settles what nobody is settling, and goes on to watch the windows that hold other changes: when one of them ends, what it
   * held is settled here. Where the journal can be neither read nor written, it is tried again later.
   * @throws when the journal can be neither read nor written
   */
  settle(): Promise<void> {
    this.#isAskedAgain = this.#settling !== undefined;
    this.#settling ??= this.#settleAll().finally(() => {
      this.#settling = undefined;
    });
    return this.#settling;
  }

  /** Whoever asks meanwhile may know of a change that was not there before. */
  async #settleAll(): Promise<void> {
    try {
      do {
        this.#isAskedAgain = false;
        await this.#settle();
      } while (this.#isAskedAgain && !this.#isDisposed);
    } catch (error) {
      // The disk may have been busy only.
      this.#watch();
      throw error;
    }
  }

  #watch(): void {
    if (this.#isDisposed) return;
    const { clock, onFailed } = this.#tools;
    this.#watching ??= clock.every(lookAgainMs, () => void this.settle().catch(onFailed));
  }

  async #settle(): Promise<void> {
    const { journal } = this.#tools;
    // Asked first: a hold that ends meanwhile is looked at once more.
    const isHeldElsewhere = await journal.isHeldElsewhere();
    const claimed: Intent[] = [];
    for (const intent of await journal.orphans()) if (await journal.claim(intent)) claimed.push(intent);
    await Promise.all(claimed.map((intent) => this.#settleOne(intent)));
    if (isHeldElsewhere) return this.#watch();
    this.#watching?.dispose();
    this.#watching = undefined;
  }

  async #settleOne(intent: Intent): Promise<void> {
    const { journal, onSettled } = this.#tools;
    const hold = journal.keepHold(intent);
    try {
      const settlement = await this.#settlementOf(intent);
      const before = await attempt(journal.outcomeOf(intent));
      if (settlement.outcome === "unknown" && before.value?.outcome === "unknown") return;
      await journal.settle(intent, settlement);
      // Whoever sent it may have found out as much or more meanwhile, and has then reported it. Where that cannot be read, it
      // is better told twice than not at all.
      const isSettledHere = await attempt(journal.isSettledHere(intent));
      if (isSettledHere.error || isSettledHere.value) onSettled(intent, settlement);
    } finally {
      hold.dispose();
    }
  }

  async #settlementOf(intent: Intent): Promise<Settlement> {
    const { actorFor, clock } = this.#tools;
    try {
      const { api } = await actorFor(intent);
      return await observeChange(intent, {}, { api, clock });
    } catch (cause) {
      return { outcome: "unknown", requestId: undefined, error: toIpamError(cause), until: clock.now() };
    }
  }
}
