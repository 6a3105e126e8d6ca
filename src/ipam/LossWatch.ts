import type { Clock } from "./Clock.ts";
import type { Journal } from "./Journal.ts";
import { type LossCause, lossCause } from "./LossCause.ts";
import type { Moment } from "./Moment.ts";
import type { Machine } from "./machine.ts";
import type { RegionInventory } from "./RegionInventory.ts";
import type { Region } from "./regions.ts";
import { lostSince, parseSeen, type SeenAssociation, seenIn } from "./SeenAssociation.ts";
import type { AssociationEnds } from "./Target.ts";

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
    | Exclude<LossCause, { readonly cause: "own" } | { readonly cause: "open" }>
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
}

/**
 * Compares each reading of a region with the last one, over restarts too, and reports each association that is gone once:
 * unless a change from this machine ended it, or another window has reported it. A reading that is not complete is compared
 * with nothing. A loss that waits for the end of a change, or was not reported when its window ended, is not forgotten.
 */
export class LossWatch {
  readonly #tools: LossWatchTools;
  /** When the reading under way of a place began. */
  readonly #begun = new Map<string, Moment>();
  /** When each association was last seen, in this window. */
  readonly #lastSeen = new Map<string, Moment>();
  /** Lost, and neither explained nor reported yet. By place and association. */
  readonly #open = new Map<string, OpenLoss>();
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
    if (snapshot.state === "loading" && !this.#begun.has(key)) this.#begun.set(key, this.#now());
    if (snapshot.state === "loading") return;
    const since = this.#begun.get(key) ?? this.#now();
    this.#begun.delete(key);
    if (snapshot.state !== "loaded" || snapshot.contents.gaps.length > 0) return;
    const now = seenIn(snapshot.contents, since);
    const before = parseSeen(this.#tools.store.get(key)) ?? [];
    const lost = lostSince(before, snapshot.contents);
    for (const one of now) {
      this.#lastSeen.set(`${key}/${idOf(one)}`, since);
      this.#open.delete(`${key}/${idOf(one)}`);
    }
    // What is lost stays kept until it is explained or reported.
    if (!isSame(before, [...now, ...lost])) this.#keep(key, [...now, ...lost]);
    for (const one of lost) {
      const id = `${key}/${idOf(one)}`;
      if (!this.#open.has(id)) this.#open.set(id, { profile, region, lost: one });
      void this.#explain(id);
    }
  }

  /** A change has ended: losses that waited for it are looked at again. */
  lookAgain(): void {
    for (const key of this.#open.keys()) void this.#explain(key);
  }

  async #explain(key: string): Promise<void> {
    const open = this.#open.get(key);
    if (!open || this.#working.has(key)) return;
    this.#working.add(key);
    try {
      if (await this.#isOver(open, key)) this.#close(key, open);
    } finally {
      this.#working.delete(key);
    }
    // Meanwhile it was seen again, and is gone again.
    const next = this.#open.get(key);
    if (next && next !== open) void this.#explain(key);
  }

  /** Reports a loss unless it is explained. False while a change may explain it, or another window has yet to report it. */
  async #isOver(open: OpenLoss, key: string): Promise<boolean> {
    const { journalOf, isUnderWay, onOpen, report } = this.#tools;
    const { profile, region, lost } = open;
    const { ipamId, discoveryId } = lost;
    const ends = { region, ipamId, discoveryId };
    if (isUnderWay(ends)) return false;
    const lastSeen = this.#lastSeen.get(key) ?? lost.seen ?? { at: 0, elapsed: 0, host: "", boot: "" };
    let why: LossCause | { readonly cause: "unreadable" };
    let claimed: Exclude<Awaited<ReturnType<Journal["claimLoss"]>>, string> | undefined;
    let journal: Journal | undefined;
    try {
      journal = await journalOf(profile);
      why = lossCause(await journal.history(), ends, lastSeen);
      if (why.cause === "open") onOpen();
      if (why.cause === "open" || isUnderWay(ends)) return false;
      if (why.cause === "own") return true;
      const claim = await journal.claimLoss(ends, lastSeen);
      if (typeof claim === "string") return claim === "reported";
      claimed = claim;
    } catch {
      why = { cause: "unreadable" };
    }
    // Meanwhile it may have been seen again.
    if (this.#open.get(key) !== open) return true;
    await report({ profile, region, lost, why });
    if (claimed) await journal?.lossReported(claimed).catch(() => {});
    return true;
  }

  #close(key: string, open: OpenLoss): void {
    if (this.#open.get(key) !== open) return;
    this.#open.delete(key);
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

  #now(): Moment {
    const { clock, machine } = this.#tools;
    return { ...machine, at: clock.now(), elapsed: clock.elapsed() };
  }
}

function idOf({ ipamId, discoveryId }: SeenAssociation): string {
  return `${ipamId}/${discoveryId}`;
}

/** Whether they are the same but for when they were seen, which is not worth writing with each reading. */
function isSame(one: readonly SeenAssociation[], other: readonly SeenAssociation[]): boolean {
  const text = (all: readonly SeenAssociation[]) => JSON.stringify(all.map(({ seen, ...rest }) => rest));
  return text(one) === text(other);
}
