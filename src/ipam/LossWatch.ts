import type { Clock } from "./Clock.ts";
import type { Journal, LossClaim } from "./Journal.ts";
import type { LossSeen } from "./JournalEntry.ts";
import { type LossCause, lossCause } from "./LossCause.ts";
import { isAfter, type Moment } from "./Moment.ts";
import type { Machine } from "./machine.ts";
import type { RegionInventory } from "./RegionInventory.ts";
import type { Region } from "./regions.ts";
import { lostSince, parseSeen, type SeenAssociation, seenIn, showsAllAssociations } from "./SeenAssociation.ts";
import { type AssociationEnds, associationKey } from "./Target.ts";

/** What is kept over restarts, by key. */
export interface SeenStore {
  get(key: string): unknown;
  /** Undefined removes it. Never throws. */
  set(key: string, value: unknown): void;
}

/** An association that is gone. */
export interface Loss {
  readonly profile: string;
  readonly region: Region;
  readonly lost: SeenAssociation;
  /** `unreadable`: the journal does not tell, as it could not be read. */
  readonly why:
    | Extract<LossCause, { readonly cause: "notJournalled" } | { readonly cause: "perhapsOwn" }>
    | { readonly cause: "unreadable" };
}

/** What the watch needs from outside. */
export interface LossWatchTools {
  readonly store: SeenStore;
  readonly machine: Machine;
  readonly clock: Clock;
  readonly journalOf: (profile: string) => Promise<Journal>;
  /** Whether something is done with an association here, so that it is not known yet what of it took effect. */
  readonly isUnderWay: (ends: AssociationEnds) => boolean;
  /** Called when a change in the journal that is not settled yet decides: whose window has ended, nobody settles. */
  readonly onOpen: () => void;
  /** Shows a loss to the person; resolves when it is shown, without waiting for what the person does. Never rejects. */
  readonly report: (loss: Loss) => Promise<void>;
}

/** How often losses that wait for the end of a change are looked at again, in milliseconds. */
const lookAgainMs = 30_000;

interface OpenLoss {
  readonly profile: string;
  readonly region: Region;
  readonly lost: SeenAssociation;
  /** When the reading began that did not show it. */
  readonly missed: Moment;
  /** What this window has written about it, where another one is to report it. */
  claimed?: LossSeen | undefined;
}

/**
 * Compares each reading of a region with the last one, over restarts too, and reports each association that is gone once:
 * unless a change from this machine ended it, or another window has reported it. A reading that may lack associations is
 * compared with nothing. A loss that waits for the end of a change, or was not reported when its window ended, is not forgotten.
 */
export class LossWatch {
  readonly #tools: LossWatchTools;
  /** When the reading under way of a place began. */
  readonly #begun = new Map<string, Moment>();
  /** When each association was last seen, in this window. */
  readonly #lastSeen = new Map<string, Moment>();
  /** Lost, and neither explained nor reported yet. By place and association. */
  readonly #open = new Map<string, OpenLoss>();
  /** Associations that are being explained, through whatever profile they were seen. */
  readonly #working = new Set<string>();
  readonly #again: { dispose(): void };

  constructor(tools: LossWatchTools) {
    this.#tools = tools;
    this.#again = tools.clock.every(lookAgainMs, () => this.lookAgain());
  }

  dispose(): void {
    this.#again.dispose();
  }

  /** Looks at what was read of a region, or that its reading begins. */
  look(profile: string, snapshot: RegionInventory): void {
    const { region } = snapshot;
    const key = `seen/${profile}/${region}`;
    if (snapshot.state === "loading") {
      // Each reading that begins counts from then on: one before it may have been cancelled, which nobody hears of.
      if (!snapshot.isFirstPart || !this.#begun.has(key)) this.#begun.set(key, this.#now());
      return;
    }
    const since = this.#begun.get(key) ?? this.#now();
    this.#begun.delete(key);
    if (snapshot.state !== "loaded" || !showsAllAssociations(snapshot.contents)) return;
    const now = seenIn(snapshot.contents, since);
    const before = parseSeen(this.#tools.store.get(key)) ?? [];
    const lost = lostSince(before, snapshot.contents);
    for (const one of now) {
      this.#lastSeen.set(`${key}/${idOf(one)}`, since);
      this.#open.delete(`${key}/${idOf(one)}`);
    }
    // What is lost stays kept until it is explained or reported. When the others were last seen is kept with each reading:
    // after a restart, only that tells whether a change from here was before or after.
    if (before.length + now.length > 0) this.#keep(key, [...now, ...lost]);
    for (const one of lost) {
      const id = `${key}/${idOf(one)}`;
      if (!this.#open.has(id)) this.#open.set(id, { profile, region, lost: one, missed: since });
      void this.#explain(id);
    }
  }

  /** A change has ended: losses that waited for it are looked at again. */
  lookAgain(): void {
    for (const key of this.#open.keys()) void this.#explain(key);
  }

  async #explain(key: string): Promise<void> {
    const open = this.#open.get(key);
    if (!open) return;
    const association = associationKey({ region: open.region, ...open.lost });
    // Of two profiles that lost the same association, the second is looked at again later.
    if (this.#working.has(association)) return;
    this.#working.add(association);
    try {
      if (await this.#isOver(open, key)) this.#close(key, open);
    } finally {
      this.#working.delete(association);
    }
    // Meanwhile it was seen again, and is gone again.
    const next = this.#open.get(key);
    if (next && next !== open) void this.#explain(key);
  }

  /** Reports a loss unless it is explained. False while a change may still explain it, or another window may report it. */
  async #isOver(open: OpenLoss, key: string): Promise<boolean> {
    const { profile, region, lost } = open;
    const { ipamId, discoveryId } = lost;
    const ends = { region, ipamId, discoveryId };
    const lastSeen = this.#laterOf(this.#lastSeen.get(key), lost.seen);
    let why: Loss["why"];
    let claim: LossClaim | undefined;
    let journal: Journal | undefined;
    if (this.#tools.isUnderWay(ends)) return false;
    if (this.#isSeenAgain(open)) return true;
    try {
      journal = await this.#tools.journalOf(profile);
      const before = await this.#explanation(open, key, journal, lastSeen);
      if (typeof before === "string") return before === "explained";
      claim = await journal.claimLoss(ends, lastSeen, open.claimed);
      if (claim.by === "nobody") return true;
      open.claimed = claim.loss;
      if (claim.by === "another") return false;
      // A change or an alarm of another window may have been written meanwhile.
      const after = await this.#explanation(open, key, journal, lastSeen);
      if (typeof after === "string") return after === "explained";
      why = after;
    } catch {
      why = { cause: "unreadable" };
    }
    // Meanwhile it may have been seen again.
    if (this.#open.get(key) !== open || this.#isSeenAgain(open)) return true;
    await this.#tools.report({ profile, region, lost, why });
    if (claim && claim.by !== "nobody" && claim.loss) await journal?.lossReported(claim.loss).catch(() => {});
    return true;
  }

  /** What the journal tells of a loss, or that it explains it, or that it does not decide yet. */
  async #explanation(
    open: OpenLoss,
    key: string,
    journal: Journal,
    lastSeen: Moment,
  ): Promise<Loss["why"] | "explained" | "undecided"> {
    const { isUnderWay, onOpen } = this.#tools;
    const { ipamId, discoveryId } = open.lost;
    const ends = { region: open.region, ipamId, discoveryId };
    const why = lossCause(await journal.history(), ends, lastSeen, open.missed);
    switch (why.cause) {
      case "own":
        return "explained";
      case "open":
        onOpen();
        return "undecided";
      case "seenSince":
        // It stays among what was seen, and the next reading tells.
        this.#lastSeen.set(key, why.seen);
        if (this.#open.get(key) === open) this.#open.delete(key);
        return "undecided";
      default:
        return isUnderWay(ends) ? "undecided" : why;
    }
  }

  /** Whether another window of this machine has seen it after this one did not. */
  #isSeenAgain({ profile, region, lost, missed }: OpenLoss): boolean {
    const kept = parseSeen(this.#tools.store.get(`seen/${profile}/${region}`)) ?? [];
    const seen = kept.find((one) => idOf(one) === idOf(lost))?.seen;
    return seen !== undefined && isAfter(seen, missed, missed);
  }

  #close(key: string, open: OpenLoss): void {
    if (this.#open.get(key) !== open) return;
    this.#open.delete(key);
    if (this.#isSeenAgain(open)) return;
    const { profile, region, lost } = open;
    const place = `seen/${profile}/${region}`;
    const kept = parseSeen(this.#tools.store.get(place)) ?? [];
    this.#keep(
      place,
      kept.filter((one) => idOf(one) !== idOf(lost)),
    );
  }

  #keep(key: string, seen: readonly SeenAssociation[]): void {
    this.#tools.store.set(key, seen.length === 0 ? undefined : seen);
  }

  /** Another window of this machine may have seen it after this one did. */
  #laterOf(one: Moment | undefined, other: Moment | undefined): Moment {
    if (!one || !other) return one ?? other ?? { at: 0, elapsed: 0, host: "", boot: "" };
    return isAfter(one, other, this.#now()) ? one : other;
  }

  #now(): Moment {
    const { clock, machine } = this.#tools;
    return { ...machine, at: clock.now(), elapsed: clock.elapsed() };
  }
}

function idOf({ ipamId, discoveryId }: SeenAssociation): string {
  return `${ipamId}/${discoveryId}`;
}
