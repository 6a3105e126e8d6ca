import { attempt } from "./attempt.ts";
import type { Change } from "./Change.ts";
import type { Clock } from "./Clock.ts";
import {
  type Claim,
  formatEntry,
  type Intent,
  type JournalEntry,
  type JournalWriter,
  type LossReported,
  type LossSeen,
  type Outcome,
  type ParsedEntry,
  parseEntry,
  type Renewal,
  type Signed,
} from "./JournalEntry.ts";
import type { JournalLines } from "./JournalLines.ts";
import { isAfter, isSameStart, type Moment } from "./Moment.ts";
import type { Machine } from "./machine.ts";
import type { Region } from "./regions.ts";
import type { Settlement } from "./Settlement.ts";
import { type AssociationEnds, associationKey } from "./Target.ts";

/** What the journal needs from outside. */
export interface JournalTools {
  readonly lines: JournalLines;
  /** This window. */
  readonly self: JournalWriter & Machine;
  readonly clock: Clock;
  /** A name never used before. */
  readonly newId: () => string;
  /** Whether a process of that number runs on this machine. */
  readonly isRunning: (pid: number) => boolean;
  /** The known region of an id. Lines about others are passed over. */
  readonly regionOf: (id: string) => Region | undefined;
  /** Called once with the lines that cannot be read, counted from 1 as an editor counts them. */
  readonly onDamage: (lineNumbers: readonly number[]) => void;
  /** Called when what came out could not be written. It is kept in memory and written as soon as that succeeds. */
  readonly onUnwritten: (intent: Intent, error: unknown) => void;
}

/** Whether a change may be sent. */
export type Beginning =
  | { readonly begun: true; readonly intent: Intent }
  /** An earlier change of the same association is not settled yet. `orphaned`: its window ended, and no other settles it. */
  | { readonly begun: false; readonly earlier: Intent; readonly orphaned: boolean };

/** Who reports a loss. `nobody`: it was reported already. `loss` is absent where no line of it could be written. */
export type LossClaim =
  | { readonly by: "self" | "another"; readonly loss: LossSeen | undefined }
  | { readonly by: "nobody" };

/** A change that was journalled, with what is known of its end. */
export interface JournalledChange {
  readonly intent: Intent;
  readonly outcome: Outcome | undefined;
}

/**
 * How long a hold stands without a renewal. Within one start of one machine the process number tells more, but may be in use
 * again. Of another start nothing else is known: it may be that of another machine, as copies of a machine share its name
 * and its installation. Milliseconds of elapsed time.
 */
const holdMs = 6 * 60_000;

/** How often a window that works on a change renews its hold. */
const renewMs = holdMs / 3;

/** How long a hold that has grown old is watched before it counts as left, in milliseconds. */
const wakingMs = 2 * 60_000;

/** Holds that are watched; there are few at a time. */
const mostWatched = 1_000;

/** What the time between two looks at a hold counts at most: the rest may be a sleep, of which others wake up later. */
const longestLookMs = 60_000;

/** How often a line that could not be written is tried again. */
const rewriteMs = 30_000;

/**
 * What was done and is being done from this machine, by all windows together. The order of the lines decides between
 * windows: of two intents for one association the first one goes, and of two that take over an orphan the first one does.
 */
export class Journal {
  readonly #tools: JournalTools;
  readonly #reported = new Set<number>();
  /** Lines that could not be written, oldest first. They count for this window as if they stood in the journal. */
  #unwritten: readonly Lasting[] = [];
  #rewriting: { dispose(): void } | undefined;
  /** One line after the other, so that none is written twice. */
  #turn: Promise<unknown> = Promise.resolve();
  /** Lines as they were read before, by place: the journal only grows, and is read before each request of a change. */
  readonly #parsed: { readonly line: string; readonly entry: ParsedEntry }[] = [];
  /** Holds that are watched, by what they say. */
  readonly #watched = new Map<string, Watch>();
  /** Intents that this window works on. */
  readonly #kept = new Set<string>();

  constructor(tools: JournalTools) {
    this.#tools = tools;
  }

  /** Ends what is repeated; lines that could not be written by then are lost, and found out again at the next start. */
  dispose(): void {
    this.#rewriting?.dispose();
  }

  /**
   * Puts the intent on disk, and tells whether it may be sent.
   * @throws when it cannot be written, or does not stand there afterwards: then nothing may be sent
   */
  async begin(change: Change, accountId: string, clientToken: string): Promise<Beginning> {
    const intent = this.#intent(change, accountId, clientToken);
    let first: Held | undefined;
    try {
      // What is still to be written goes first, so that the order of the lines is that of what happened.
      await this.#rewrite();
      await this.#append(intent);
      const changes = await this.#read();
      if (!changes.some((one) => one.intent.id === intent.id))
        throw new Error("The line was written and is not there.");
      first = changes.find((one) => !one.outcome && isSameAssociation(one.intent, intent));
    } catch (error) {
      // It may stand there all the same, and must not block the next try. The error says what there is to say.
      await this.#end(intent, { outcome: "notSent" }, () => {});
      throw error;
    }
    if (!first || first.intent.id === intent.id) return { begun: true, intent };
    await this.withdraw(intent);
    // What this window holds it has taken over: of its own changes, it works on one of an association at a time.
    const isOwn = first.holder.window === this.#tools.self.window;
    return { begun: false, earlier: first.intent, orphaned: isOwn || !this.#isHeld(first) };
  }

  /**
   * Whether this window may send the request of an intent now.
   * @throws when the journal cannot be read: then nothing may be sent
   */
  async maySend({ id }: Intent): Promise<boolean> {
    const change = (await this.#read()).find(({ intent }) => intent.id === id);
    return change !== undefined && !change.outcome && change.holder.window === this.#tools.self.window;
  }

  /** Renews the hold on an intent until it is disposed of. */
  keepHold({ id }: Intent): { dispose(): void } {
    this.#kept.add(id);
    const renewing = this.#tools.clock.every(renewMs, () => {
      // A hold that cannot be renewed is looked at again before the next request leaves.
      this.#append({ kind: "renewal", intent: id, ...this.#signed() }).catch(() => {});
    });
    return {
      dispose: () => {
        this.#kept.delete(id);
        renewing.dispose();
      },
    };
  }

  /** Takes back an intent whose request has not left: it holds up no other change, even where that cannot be written. */
  async withdraw(intent: Intent): Promise<void> {
    await this.#end(intent, { outcome: "notSent" });
  }

  /** Puts the outcome of an intent on disk. What cannot be written counts in this window, and is written later. */
  async settle(intent: Intent, settlement: Settlement): Promise<void> {
    await this.#end(intent, outcomeOf(settlement));
  }

  /**
   * Writes down a dry run that may have been the change itself; what a reading then shows is settled as of any change.
   * @returns the change that it may have been
   */
  async beginAlarm(change: Change, accountId: string, clientToken: string): Promise<Intent> {
    const intent: Intent = { ...this.#intent(change, accountId, clientToken), origin: "dryRun" };
    await this.#write(intent, (error) => this.#tools.onUnwritten(intent, error));
    return intent;
  }

  /** All changes in the order they were begun. */
  async history(): Promise<readonly JournalledChange[]> {
    return (await this.#read()).map(({ intent, outcome }) => ({ intent, outcome }));
  }

  /** How an intent came out, as far as is known. */
  async outcomeOf({ id }: Intent): Promise<Outcome | undefined> {
    return (await this.#read()).find(({ intent }) => intent.id === id)?.outcome;
  }

  /** Whether the outcome that counts is the one that this window found out. */
  async isSettledHere(intent: Intent): Promise<boolean> {
    return (await this.outcomeOf(intent))?.window === this.#tools.self.window;
  }

  /**
   * Intents whose outcome somebody has to find out, because the window that held them is gone. An outcome that is not known
   * is one of them, unless a later change of the same association makes it impossible to tell.
   */
  async orphans(): Promise<readonly Intent[]> {
    const changes = await this.#read();
    return changes.filter((one) => isUnsettled(one, changes) && this.#isLeft(one)).map(({ intent }) => intent);
  }

  /** Whether other windows are finding out how changes came out, which fall to this one when they end. */
  async isHeldElsewhere(): Promise<boolean> {
    const changes = await this.#read();
    return changes.some(
      (one) => isUnsettled(one, changes) && this.#isHeld(one) && one.holder.window !== this.#tools.self.window,
    );
  }

  /** Takes an orphan over. False when another window was first, or its outcome is known meanwhile. */
  async claim({ id }: Intent): Promise<boolean> {
    const { self } = this.#tools;
    const find = async () => {
      const changes = await this.#read();
      const found = changes.find(({ intent }) => intent.id === id);
      return found && isUnsettled(found, changes) ? found : undefined;
    };
    const before = await find();
    if (!before || !this.#isLeft(before)) return false;
    await this.#append({ kind: "claim", intent: id, ...this.#signed(), after: before.holder.window });
    return (await find())?.holder.window === self.window;
  }

  /**
   * Finds out who reports that an association is gone: of several windows that saw it end, the first does, or the next one
   * if the first ended before it could. After `self`, {@link lossReported} has to follow; after `another`, ask again later.
   * @param lastSeen when the association was last seen here
   * @param earlier the line that this window has written for this loss
   */
  async claimLoss(ends: AssociationEnds, lastSeen: Moment, earlier?: LossSeen): Promise<LossClaim> {
    const { region, ipamId, discoveryId } = ends;
    // One that waits renews its line, so that others do not take its window for one that has ended.
    const isFresh = earlier !== undefined && this.#tools.clock.elapsed() - earlier.elapsed < renewMs;
    const loss: LossSeen = isFresh
      ? earlier
      : { kind: "loss", id: earlier?.id ?? this.#tools.newId(), ...this.#signed(), region, ipamId, discoveryId };
    // Where it cannot be written, what others wrote is looked at all the same.
    const isWritten = isFresh || !(await attempt(this.#append(loss))).error || earlier !== undefined;
    const { losses, reported } = await this.#readAll();
    const same = [...losses.values()].filter(
      (one) =>
        one.id === loss.id || (associationKey(one) === associationKey(ends) && isAfter(one, lastSeen, this.#signed())),
    );
    if (same.some(({ id }) => reported.has(id))) return { by: "nobody" };
    // All are looked at, so that those of another machine are watched at the same time and not one after the other.
    // This window works on one loss of an association at a time: its other lines came to nothing.
    const isOther = (one: LossSeen) => one.window !== this.#tools.self.window;
    const [first] = same.filter(
      (one) => one.id === loss.id || (isOther(one) && this.#isHeld({ intent: one, holder: one })),
    );
    return { by: !first || first.id === loss.id ? "self" : "another", loss: isWritten ? loss : undefined };
  }

  /** A loss was reported to the person. What cannot be written counts in this window, and is written later. */
  async lossReported({ id }: LossSeen): Promise<void> {
    await this.#write({ kind: "lossReported", at: this.#tools.clock.now(), loss: id }, () => {});
  }

  #intent({ action, target, dryRunRequestId, note, endpoint }: Change, accountId: string, clientToken: string): Intent {
    return {
      ...{ kind: "intent", id: this.#tools.newId(), ...this.#signed() },
      ...{ action, target, accountId, clientToken, dryRunRequestId },
      ...(note && { note }),
      ...(endpoint !== undefined && { endpoint }),
    };
  }

  #signed(): Signed {
    const { self, clock } = this.#tools;
    return { ...self, at: clock.now(), elapsed: clock.elapsed() };
  }

  async #end(
    intent: Intent,
    outcome: Pick<Outcome, "outcome" | "requestId" | "code">,
    onUnwritten = this.#tools.onUnwritten,
  ): Promise<void> {
    await this.#write(this.#outcome(intent, outcome), (error) => onUnwritten(intent, error));
  }

  #outcome({ id }: Intent, outcome: Pick<Outcome, "outcome" | "requestId" | "code">): Outcome {
    const { window, host, boot, at, elapsed } = this.#signed();
    return { kind: "outcome", intent: id, window, host, boot, at, elapsed, ...outcome };
  }

  /** Writes a line that must not be lost. Lines that could not be written before it go first. */
  async #write(entry: Lasting, onUnwritten: (error: unknown) => void): Promise<void> {
    this.#unwritten = [...this.#unwritten, entry];
    try {
      await this.#rewrite();
    } catch (error) {
      onUnwritten(error);
      this.#rewriting ??= this.#tools.clock.every(rewriteMs, () => void this.#rewrite().catch(() => {}));
    }
  }

  #rewrite(): Promise<void> {
    const rewritten = this.#turn.then(async () => {
      for (let [entry] = this.#unwritten; entry; [entry] = this.#unwritten) {
        await this.#append(entry);
        this.#unwritten = this.#unwritten.slice(1);
      }
      this.#rewriting?.dispose();
      this.#rewriting = undefined;
    });
    this.#turn = rewritten.catch(() => {});
    return rewritten;
  }

  async #append(entry: JournalEntry): Promise<void> {
    await this.#tools.lines.append(formatEntry(entry));
  }

  /** Also what this window took over and never began to work on, as when it could not read its own claim. */
  #isLeft(one: Held): boolean {
    const { window } = this.#tools.self;
    if (one.holder.window !== window) return !this.#isHeld(one);
    return one.intent.window !== window && !one.outcome && !this.#kept.has(one.intent.id);
  }

  #isHeld({ intent, holder }: { readonly intent: { readonly id: string }; readonly holder: Signed }): boolean {
    const { self, clock, isRunning } = this.#tools;
    if (holder.window === self.window) return true;
    if (holder.host !== "" && !isSameStart(holder, this.#signed())) return this.#isRenewed(intent.id, holder, holdMs);
    // Lines of version 1 have no elapsed time. A time that lies ahead is of a clock that was set.
    const age = holder.host === "" ? clock.now() - holder.at : clock.elapsed() - holder.elapsed;
    // The number of a process that ended may be this one's now.
    if (age < 0 || holder.pid === self.pid || !isRunning(holder.pid)) return false;
    // A sleep may count as elapsed: a window that wakes up renews what it holds.
    return age < holdMs || this.#isRenewed(intent.id, holder, wakingMs);
  }

  /**
   * Whether a hold has not been seen unchanged for so long. Of another machine, or another start, nobody here knows what
   * runs, and its clock is another one: its hold stands while it is renewed.
   */
  #isRenewed(id: string, { window, at, elapsed }: Signed, milliseconds: number): boolean {
    const now = this.#tools.clock.elapsed();
    const hold = [id, window, at, elapsed].join(" ");
    const { lookedAt, watchedMs: before } = this.#watched.get(hold) ?? { lookedAt: now, watchedMs: 0 };
    const watchedMs = before + Math.min(now - lookedAt, longestLookMs);
    if (this.#watched.size >= mostWatched) this.#watched.clear();
    this.#watched.set(hold, { lookedAt: now, watchedMs });
    return watchedMs < milliseconds;
  }

  async #read(): Promise<readonly Held[]> {
    return (await this.#readAll()).changes;
  }

  async #readAll(): Promise<Contents> {
    const contents = {
      changes: new Map<string, Held>(),
      losses: new Map<string, LossSeen>(),
      reported: new Set<string>(),
    };
    const damaged = new Set<number>();
    const unwritten = this.#unwritten;
    for (const [index, line] of (await this.#tools.lines.read()).entries()) {
      if (line === "") continue;
      const entry = this.#parse(index, line);
      if (entry === "damaged") damaged.add(index + 1);
      else if (entry === "passedOver") continue;
      else if (entry.kind === "setAside") damaged.delete(entry.line);
      else if (entry.kind === "loss") contents.losses.set(entry.id, entry);
      else if (entry.kind === "lossReported") contents.reported.add(entry.loss);
      else note(contents.changes, entry);
    }
    for (const entry of unwritten) {
      if (entry.kind === "lossReported") contents.reported.add(entry.loss);
      else note(contents.changes, entry);
    }
    await this.#setAside([...damaged].filter((line) => !this.#reported.has(line)));
    return { ...contents, changes: [...contents.changes.values()] };
  }

  /** Which regions are known may change; what else a line says does not. */
  #parse(index: number, line: string): ParsedEntry {
    const before = this.#parsed[index];
    if (before?.line === line) return before.entry;
    const entry = parseEntry(line, this.#tools.regionOf);
    if (entry !== "passedOver") this.#parsed[index] = { line, entry };
    return entry;
  }

  async #setAside(lines: readonly number[]): Promise<void> {
    if (lines.length === 0) return;
    for (const line of lines) this.#reported.add(line);
    this.#tools.onDamage(lines);
    // Where it cannot be written, the next start reports the line again.
    for (const line of lines) {
      await this.#append({ kind: "setAside", at: this.#tools.clock.now(), line }).catch(() => {});
    }
  }
}

/** How long a hold has been seen unchanged here, up to the last look at it, in milliseconds of elapsed time. */
interface Watch {
  readonly lookedAt: number;
  readonly watchedMs: number;
}

/** Lines that must not be lost. */
type Lasting = Intent | Outcome | LossReported;

/** All that stands in a journal. */
interface Contents {
  readonly changes: readonly Held[];
  /** By id, as last renewed, in the order in which they were first written. */
  readonly losses: ReadonlyMap<string, LossSeen>;
  /** Ids of the losses that were reported. */
  readonly reported: ReadonlySet<string>;
}

/** A change, and the window that is to find out how it comes out, since when. */
interface Held extends JournalledChange {
  readonly holder: Signed;
}

function note(changes: Map<string, Held>, entry: Intent | Claim | Renewal | Outcome): void {
  if (entry.kind === "intent") {
    if (!changes.has(entry.id)) changes.set(entry.id, { intent: entry, outcome: undefined, holder: entry });
    return;
  }
  const change = changes.get(entry.intent);
  if (!change) return;
  switch (entry.kind) {
    case "claim":
      if (change.holder.window === entry.after) changes.set(entry.intent, { ...change, holder: entry });
      return;
    case "renewal":
      if (change.holder.window === entry.window) changes.set(entry.intent, { ...change, holder: entry });
      return;
    case "outcome":
      if (!change.outcome || weight(entry, change) > weight(change.outcome, change) || isNews(entry, change.outcome)) {
        changes.set(entry.intent, { ...change, outcome: entry });
      }
  }
}

/** What the sender saw counts more than what a window saw that took over, and anything more than that nothing is known. */
function weight({ outcome, window }: Outcome, { intent }: Held): number {
  if (outcome === "unknown") return 0;
  return window === intent.window ? 2 : 1;
}

/** Nothing was known before, and nothing is now: the later one says up to when. */
function isNews(one: Outcome, before: Outcome): boolean {
  return one.outcome === "unknown" && before.outcome === "unknown";
}

function isUnsettled({ intent, outcome }: Held, all: readonly Held[]): boolean {
  if (!outcome) return true;
  if (outcome.outcome !== "unknown") return false;
  const others = all.filter((one) => isSameAssociation(one.intent, intent) && !isWithoutEffect(one));
  return others.at(-1)?.intent.id === intent.id;
}

/** A change that had no effect makes no difference to what an earlier one did. */
function isWithoutEffect({ outcome }: Held): boolean {
  return outcome?.outcome === "notSent" || outcome?.outcome === "refused";
}

function isSameAssociation(one: Intent, other: Intent): boolean {
  return associationKey(one.target) === associationKey(other.target);
}

function outcomeOf(settlement: Settlement): Pick<Outcome, "outcome" | "requestId" | "code"> {
  const error = "error" in settlement ? settlement.error : undefined;
  const requestId = ("requestId" in settlement ? settlement.requestId : undefined) || error?.detail.requestId;
  return { outcome: settlement.outcome, requestId: requestId || undefined, code: error?.detail.code || undefined };
}
