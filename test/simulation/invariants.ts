import type { ChangeAction } from "../../src/ipam/Change.ts";
import type { ChangeReport } from "../../src/ipam/ChangeRunner.ts";
import type { ChangeEvent, TargetEnd } from "../../src/ipam/ChangeStep.ts";
import { isWithoutEffect } from "../../src/ipam/isWithoutEffect.ts";
import type { Intent, JournalEntry } from "../../src/ipam/JournalEntry.ts";
import { parseEntry } from "../../src/ipam/JournalEntry.ts";
import type { Loss } from "../../src/ipam/LossWatch.ts";
import { regionOf } from "../../src/ipam/regions.ts";
import type { Settlement } from "../../src/ipam/Settlement.ts";
import { type AssociationEnds, associationKey, distinctTargets, type Target } from "../../src/ipam/Target.ts";
import type { Answered, Facts, Requests } from "./claims.ts";
import type { Timeline, VirtualMachine, VirtualProcess } from "./VirtualTime.ts";

/** The promises that a history can break. */
export type Invariant =
  | "a change needs a confirmation"
  | "one confirmation has one token"
  | "one confirmation has one effect"
  | "nothing takes effect of what was reported as without effect"
  | "nothing leaves after a cancel"
  | "nothing leaves of what another window has taken over or settled"
  | "an outcome was read"
  | "a check was read"
  | "a dry run without effect changed nothing"
  | "a passed dry run is not sent again"
  | "an alarm is reported"
  | "a change is no alarm of its own"
  | "a request that is waited for has left"
  | "a change stays with a living window"
  | "a window does not stand in its own way"
  | "a loss is blamed on nobody wrongly"
  | "a loss is reported"
  | "a loss is reported once"
  | "each target has one result"
  | "the steps of a target are in order"
  | "every sentence is true"
  | "everything ends"
  | "every change is settled"
  | "the program has no bug";

/** A promise that was broken. */
export class Violation extends Error {
  readonly invariant: Invariant;

  constructor(invariant: Invariant, detail: string) {
    super(detail);
    this.name = "Violation";
    this.invariant = invariant;
  }
}

/** A window as the oracle knows it. */
export interface Witness {
  readonly name: string;
  readonly process: VirtualProcess;
}

/** What a request does, as the oracle has to know it. */
export interface ChangeSent {
  readonly action: ChangeAction;
  readonly ends: AssociationEnds;
  readonly token: string;
  readonly dryRun: boolean;
}

/** How long a hold stands without a renewal, as the journal promises it. Milliseconds. */
const holdMs = 6 * 60_000;

/** How long after a line of another window a request may still leave that was asked about before: a slow disk, twice. */
const raceMs = 20_000;

/** How long after its machine woke up a window has to renew its holds. */
const wakingMs = 60_000;

/** Requests with one token. */
interface Sent {
  readonly key: string;
  readonly dryRun: boolean;
  readonly window: Witness;
  departures: number;
  firstAt: number;
  effects: number;
  /** When the check that this dry run belongs to was over in its window. */
  overAt: number;
  /** Whether a window has learned that this dry run passed. */
  hasPassed: boolean;
  /** A message that says that it had none. */
  denied: string | undefined;
  readonly answers: Answered[];
}

/** What one check of a target does. */
interface CheckUnderWay {
  readonly since: number;
  /** Dry runs that began to leave, and those that left. */
  tries: number;
  departures: number;
  effects: number;
  /** Answers that reached the window and were 2xx. */
  accepted: number;
  alarms: number;
  token: string | undefined;
}

/** One thing that a person had done in a window. */
export class Run {
  readonly window: Witness;
  readonly action: ChangeAction;
  readonly targets: readonly Target[];
  readonly confirmed = new Set<string>();
  readonly tokens = new Map<string, string>();
  /** Associations of which a change was about to leave. */
  readonly tried = new Set<string>();
  readonly checks = new Map<string, CheckUnderWay>();
  /** Those before the person asked for one more dry run. */
  readonly earlierChecks = new Map<string, CheckUnderWay>();
  /** Associations that a message says nothing was sent of. */
  readonly denied = new Map<string, string>();
  cancelledAt: number | undefined;
  isOver = false;
  /** When it began. */
  readonly since: number;

  constructor(window: Witness, action: ChangeAction, targets: readonly Target[], since: number) {
    this.since = since;
    this.window = window;
    this.action = action;
    this.targets = targets;
  }
}

/** A list that a window has read. */
interface Reading {
  readonly sentAt: number;
  readonly at: number;
  readonly wall: number;
  readonly isAssociated: boolean;
}

/** An association that truly ended. */
interface Ending {
  readonly at: number;
  readonly by: "change" | "dryRun" | "elsewhere";
  readonly token: string | undefined;
  /** Machines whose windows had seen it. */
  readonly watchers: readonly VirtualMachine[];
  /** Machines to whose windows a list that lagged has shown it since. */
  readonly shownLate: Set<VirtualMachine>;
  /** A message has said so, to the person of whatever machine. */
  isTold: boolean;
}

/** A loss that was reported. */
interface ReportedLoss {
  readonly at: number;
  readonly window: Witness;
  /** Whether the journal could keep that it was reported. */
  isKept: boolean;
  readonly isUnreadable: boolean;
}

/** Where a target stands in a window. */
interface Standing {
  phase: ChangeEvent["step"]["phase"];
}

/** What the oracle needs from the world. */
export interface OracleTools {
  readonly timeline: Timeline;
  /** The true state of an association, by its key. */
  readonly isAssociated: (key: string) => boolean;
  /** By how much lists lag, at most. */
  readonly lagMs: number;
  /** Whether wall clocks tell what came after what, where machines or their starts have nothing else in common. */
  readonly clocksTell: boolean;
  /** Whether the history is kept. */
  readonly record: boolean;
}

/**
 * Sees the true state of the service and everything that windows send, read and say, and objects as soon as a promise is
 * broken. It knows nothing of how the program works inside.
 */
export class Oracle {
  readonly #timeline: Timeline;
  readonly #isAssociated: (key: string) => boolean;
  readonly #lagMs: number;
  readonly #clocksTell: boolean;
  readonly #record: boolean;
  readonly lines: string[] = [];
  #violation: Violation | undefined;
  readonly #sent = new Map<string, Sent>();
  /** The latest run of an association in a window. */
  readonly #runs = new Map<string, Run>();
  readonly #allRuns: Run[] = [];
  readonly #readings = new Map<string, Reading[]>();
  readonly #endings = new Map<string, Ending[]>();
  readonly #standings = new Map<string, Standing>();
  readonly #losses = new Map<string, ReportedLoss[]>();
  /** Associations that a list which lagged made a window report as lost. */
  readonly #phantoms = new Set<string>();
  readonly #windows = new Map<string, Witness>();
  /** Intents in the journal, by id and by token, with who holds them since when. */
  readonly #intents = new Map<string, Intent>();
  readonly #intentOfToken = new Map<string, Intent>();
  /** When an intent was written, by its token. */
  readonly #writtenAt = new Map<string, number>();
  readonly #holders = new Map<string, { window: string; at: number; before: number }>();
  /** When an intent got its first outcome. */
  readonly #settledAt = new Map<string, number>();
  /** When another window than the sender's has first taken over or settled an intent. */
  readonly #foreignAt = new Map<string, number>();
  readonly #lossLines = new Map<string, { readonly key: string; readonly window: string; readonly at: number }>();
  /** Those of the answers that each window got. */
  readonly #requestIds = new Map<Witness, Set<string>>();
  /** Tokens of changes of which a window keeps lines in memory. */
  readonly #unwritten = new Set<string>();
  /** What last brought an association to where it truly is. */
  readonly #turnedBy = new Map<string, Ending["by"]>();
  /** When windows of each machine last saw an association, and when it last truly began. */
  readonly #seenAt = new Map<string, Map<VirtualMachine, number>>();
  readonly #begunAt = new Map<string, number>();

  constructor({ timeline, isAssociated, lagMs, clocksTell, record }: OracleTools) {
    this.#timeline = timeline;
    this.#isAssociated = isAssociated;
    this.#lagMs = lagMs;
    this.#clocksTell = clocksTell;
    this.#record = record;
  }

  /** The first promise that was broken. */
  get violation(): Violation | undefined {
    return this.#violation;
  }

  /** Adds a line to the history; the text is made only where somebody reads it. */
  say(who: string, text: () => string): void {
    if (this.#record)
      this.lines.push(`${(this.#timeline.now / 1000).toFixed(3).padStart(10)}  ${who.padEnd(10)}  ${text()}`);
  }

  object(invariant: Invariant, detail: string): void {
    this.say("ORACLE", () => `${invariant}: ${detail}`);
    this.#violation ??= new Violation(invariant, detail);
  }

  opened(window: Witness): void {
    this.#windows.set(window.name, window);
  }

  // What a person does.

  begins(window: Witness, action: ChangeAction, targets: readonly Target[], isBusy: (target: Target) => boolean): Run {
    const run = new Run(window, action, distinctTargets(targets), this.#timeline.now);
    this.#allRuns.push(run);
    if (!run.targets.some(isBusy)) {
      for (const target of run.targets) this.#runs.set(placeOf(window, target), run);
    }
    return run;
  }

  confirms(run: Run, targets: readonly Target[]): void {
    for (const target of targets) run.confirmed.add(associationKey(target));
  }

  /** The person asks for one more dry run in place of the change. */
  checksAgain(run: Run): void {
    for (const [key, check] of run.checks) run.earlierChecks.set(key, check);
    run.checks.clear();
  }

  cancels(run: Run): void {
    run.cancelledAt ??= this.#timeline.now;
  }

  // What is sent.

  /** A request is about to leave; it may still meet no connection. */
  tries(window: Witness, { ends, dryRun }: ChangeSent): void {
    const run = this.#runs.get(placeOf(window, ends));
    const key = associationKey(ends);
    const check = run?.checks.get(key);
    if (dryRun && check) check.tries += 1;
    if (!dryRun) run?.tried.add(key);
  }

  /** A request of a change or a dry run leaves. */
  departs(window: Witness, { action, ends, token, dryRun }: ChangeSent): void {
    const key = associationKey(ends);
    const run = this.#runs.get(placeOf(window, ends));
    let sent = this.#sent.get(token);
    if (!sent) {
      const { now } = this.#timeline;
      sent = {
        key,
        dryRun,
        window,
        departures: 0,
        firstAt: now,
        effects: 0,
        overAt: Number.POSITIVE_INFINITY,
        hasPassed: false,
        denied: undefined,
        answers: [],
      };
      this.#sent.set(token, sent);
    }
    sent.departures += 1;
    if (sent.hasPassed) this.object("a passed dry run is not sent again", `the one of ${key} is`);
    if (!run || run.action !== action) {
      this.object("a change needs a confirmation", `${window.name} sends ${action} ${key} out of nothing`);
      return;
    }
    if (run.cancelledAt !== undefined) {
      this.object("nothing leaves after a cancel", `${key} leaves though the person cancelled`);
    }
    if (dryRun) {
      const check = run.checks.get(key);
      if (check) {
        check.departures += 1;
        check.token = token;
      }
      return;
    }
    if (!run.confirmed.has(key)) this.object("a change needs a confirmation", `${key} leaves unconfirmed`);
    const before = run.tokens.get(key);
    if (before !== undefined && before !== token) {
      this.object("one confirmation has one token", `${key} leaves with ${token} after ${before}`);
    }
    run.tokens.set(key, token);
    if (run.denied.has(key))
      this.object(
        "nothing takes effect of what was reported as without effect",
        `${key} leaves after: ${run.denied.get(key)}`,
      );
    const intent = this.#intentOfToken.get(token);
    if (!intent) {
      this.object("a change needs a confirmation", `${key} leaves before it is journalled`);
      return;
    }
    const foreignAt = this.#foreignAt.get(intent.id);
    if (foreignAt !== undefined && this.#wasAwakeSince(window, foreignAt)) {
      this.object("nothing leaves of what another window has taken over or settled", `${key} leaves all the same`);
    }
  }

  /** A window learns that its dry run has passed. */
  passesDryRun(token: string): void {
    const sent = this.#sent.get(token);
    if (sent) sent.hasPassed = true;
  }

  /** A request took effect. */
  takesEffect(token: string, ends: AssociationEnds): void {
    const key = associationKey(ends);
    const sent = this.#sent.get(token);
    if (!sent) return;
    sent.effects += 1;
    if (sent.denied !== undefined) {
      this.object(
        "nothing takes effect of what was reported as without effect",
        `${key} takes effect after: ${sent.denied}`,
      );
    }
    if (sent.dryRun) {
      const check = this.#runs.get(placeOf(sent.window, ends))?.checks.get(key);
      if (check?.token === token) check.effects += 1;
    } else if (sent.effects > 1) this.object("one confirmation has one effect", `${key} takes effect twice`);
  }

  /** An answer reached a window. @param token of the change or the dry run that it answers */
  answers(window: Witness, answered: Answered, token: string | undefined): void {
    const known = this.#requestIds.get(window) ?? new Set<string>();
    known.add(answered.requestId);
    this.#requestIds.set(window, known);
    if (token !== undefined) this.#sent.get(token)?.answers.push(answered);
  }

  /** A window keeps lines of a change in memory until they can be written. */
  keepsUnwritten({ clientToken }: Intent): void {
    this.#unwritten.add(clientToken);
  }

  /** A 2xx answer to a dry run reached its window. */
  acceptsDryRun(token: string, ends: AssociationEnds): void {
    const sent = this.#sent.get(token);
    const check = sent && this.#runs.get(placeOf(sent.window, ends))?.checks.get(sent.key);
    if (check?.token === token) check.accepted += 1;
  }

  /** An association truly began or ended. */
  turns(ends: AssociationEnds, isAssociated: boolean, by: Ending["by"], token?: string): void {
    const key = associationKey(ends);
    this.#turnedBy.set(key, by);
    this.say("service", () => `${key} is ${isAssociated ? "associated" : "gone"} by ${by}`);
    if (isAssociated) {
      this.#begunAt.set(key, this.#timeline.now);
      return;
    }
    const endings = this.#endings.get(key) ?? [];
    const begunAt = this.#begunAt.get(key) ?? Number.NEGATIVE_INFINITY;
    // A list that lags may have shown the life before this one.
    const watchers = [...(this.#seenAt.get(key) ?? [])].flatMap(([machine, at]) =>
      at - this.#lagMs > begunAt ? [machine] : [],
    );
    endings.push({ at: this.#timeline.now, by, token, watchers, shownLate: new Set(), isTold: false });
    this.#endings.set(key, endings);
  }

  // What is read.

  /** A list of associations reached a window. */
  reads(window: Witness, ends: AssociationEnds, sentAt: number, isAssociated: boolean): void {
    const place = placeOf(window, ends);
    const readings = this.#readings.get(place) ?? [];
    readings.push({ sentAt, at: this.#timeline.now, wall: window.process.now(), isAssociated });
    this.#readings.set(place, readings);
    const key = associationKey(ends);
    if (isAssociated && !this.#isAssociated(key)) this.#endings.get(key)?.at(-1)?.shownLate.add(window.process.machine);
  }

  /** A complete reading of a region came to an end, with what was kept of the one before. */
  watches(window: Witness, seen: readonly AssociationEnds[]): void {
    for (const ends of seen) {
      const key = associationKey(ends);
      const machines = this.#seenAt.get(key) ?? new Map<VirtualMachine, number>();
      machines.set(window.process.machine, this.#timeline.now);
      this.#seenAt.set(key, machines);
    }
  }

  // What windows say.

  steps(window: Witness, event: ChangeEvent): void {
    const { target, step, action } = event;
    const place = placeOf(window, target);
    const key = associationKey(target);
    this.say(window.name, () => `${action} ${key}: ${stepText(event)}`);
    const standing = this.#standings.get(place) ?? { phase: "idle" };
    this.#standings.set(place, standing);
    const run = this.#runs.get(place);
    if (!isNext(standing, event)) {
      this.object("the steps of a target are in order", `${key}: ${stepText(event)} after ${standing.phase}`);
    }
    if (step.phase === "checking") {
      run?.checks.set(key, {
        since: this.#timeline.now,
        tries: 0,
        departures: 0,
        effects: 0,
        accepted: 0,
        alarms: 0,
        token: undefined,
      });
    }
    if (step.phase === "checked" || step.phase === "idle") {
      const sent = this.#sent.get(run?.checks.get(key)?.token ?? "");
      if (sent) sent.overAt = Math.min(sent.overAt, this.#timeline.now);
    }
    if (step.phase === "checked") this.#checked(window, run, event.target, step.check);
    if (step.phase === "ended") {
      this.#ended(window, run, action, step.end);
      // The person has stopped waiting; the change goes on where it is.
      if ("leftWaiting" in step.end) return;
    }
    if (step.phase === "idle") {
      const check = run?.checks.get(key);
      if (check && check.accepted > check.alarms) {
        this.object("an alarm is reported", `the dry run of ${key} was accepted, and nobody says so`);
      }
    }
    standing.phase = step.phase;
  }

  #checked(window: Witness, run: Run | undefined, target: Target, check: ChangeEventCheck): void {
    const key = associationKey(target);
    const known = run && checkOf(run, key);
    if (!run || !known) {
      this.object("the steps of a target are in order", `${key} is checked and nobody asked`);
      return;
    }
    const readings = (this.#readings.get(placeOf(window, target)) ?? []).filter(({ at }) => at >= known.since);
    const wasRead = (isAssociated: boolean) => readings.some((reading) => reading.isAssociated === isAssociated);
    if (known.effects > 0 && isWithoutEffect(check)) {
      this.object("a dry run without effect changed nothing", `${key} was changed by it`);
    }
    if (check.verdict === "ready") {
      if (known.departures === 0) this.object("a check was read", `no dry run of ${key} has left`);
      if (known.token && isWithoutEffect(check)) this.#deny(known.token, key, "dry run passed");
      if (!wasRead(run.action === "dissociate"))
        this.object("a check was read", `${key} was not read as ${run.action} needs it`);
    }
    if (check.verdict === "refused" && check.why === "notAssociated" && !wasRead(false)) {
      this.object("a check was read", `${key} was not read as gone`);
    }
    if (check.verdict === "refused" && check.why === "alreadyAssociated" && !wasRead(true)) {
      this.object("a check was read", `${key} was not read as associated`);
    }
    if (check.verdict !== "alarm") return;
    known.alarms += 1;
    if (check.lost === undefined && known.accepted === 0) {
      this.object("a change is no alarm of its own", `${key}: no dry run was accepted`);
    }
    if (check.observed === "unknown") return;
    if (!wasRead(check.observed === "associated"))
      this.object("a check was read", `${key} was not read as ${check.observed}`);
    if (check.observed === "gone") this.#tell(key);
  }

  #ended(window: Witness, run: Run | undefined, action: ChangeAction, end: TargetEnd): void {
    const key = associationKey(end.target);
    if (!run) {
      this.object("a change needs a confirmation", `${key} ended and nobody asked`);
      return;
    }
    if ("settlement" in end) {
      const token = run.tokens.get(key);
      if (end.settlement.outcome === "refused") this.#denyRun(run, key, "refused");
      else if (!token)
        this.object("an outcome was read", `${key} ended as ${end.settlement.outcome}, and nothing was sent`);
      else this.#settles(window, action, end.target, end.settlement, this.#sent.get(token)?.firstAt ?? 0);
    } else if ("leftWaiting" in end) {
      if (!run.tried.has(key)) this.object("a request that is waited for has left", `${key} has not left`);
    } else {
      this.#denyRun(run, key, "earlier" in end ? end.earlier : end.notSent);
      if ("earlier" in end && !this.#isInTheWay(window, key, end.earlier)) {
        this.object(
          "a window does not stand in its own way",
          `${key} is not sent, though no other window's change is open`,
        );
      }
    }
  }

  /** Whether a change of an association is open, or was a moment ago, that another window holds or has begun. */
  #isInTheWay(window: Witness, key: string, earlier: "underWay" | "orphaned"): boolean {
    return [...this.#intents.values()].some(({ id, target, window: sender }) => {
      const isOpen = this.#timeline.now - (this.#settledAt.get(id) ?? Number.POSITIVE_INFINITY) < raceMs;
      const holder = earlier === "underWay" ? this.#holders.get(id)?.window : sender;
      return associationKey(target) === key && isOpen && holder !== window.name;
    });
  }

  #settles(window: Witness, action: ChangeAction, target: Target, settlement: Settlement, since: number): void {
    const key = associationKey(target);
    const readings = (this.#readings.get(placeOf(window, target)) ?? []).filter(({ sentAt }) => sentAt >= since);
    switch (settlement.outcome) {
      case "dissociated":
      case "associated": {
        const isAssociated = settlement.outcome === "associated";
        if (isAssociated !== (action === "associate"))
          this.object("an outcome was read", `${key}: ${action} gave ${settlement.outcome}`);
        if (!readings.some((one) => one.isAssociated === isAssociated && one.wall === settlement.observedAt)) {
          this.object("an outcome was read", `${key}: no reading showed ${settlement.outcome} then`);
        }
        if (!isAssociated) this.#tell(key);
        return;
      }
      case "stillAssociated":
      case "notAssociated": {
        const isAssociated = settlement.outcome === "stillAssociated";
        if (!readings.some((one) => one.isAssociated === isAssociated && one.wall === settlement.observedAt)) {
          this.object("an outcome was read", `${key}: no reading showed ${settlement.outcome} then`);
        }
        return;
      }
      case "unknown":
        if (readings.some((one) => one.wall === settlement.until && one.at === this.#timeline.now)) {
          this.object("an outcome was read", `${key}: it could be read then`);
        }
        return;
      case "refused":
        this.object("an outcome was read", `${key}: nothing proves a refusal`);
    }
  }

  /** A window found out how a change came out that another one had sent. */
  settlesOrphan(window: Witness, intent: Intent, settlement: Settlement): void {
    this.say(window.name, () => `settles the orphan ${intent.id} as ${settlement.outcome}`);
    this.#settles(window, intent.action, intent.target, settlement, 0);
  }

  reports(run: Run, report: ChangeReport<ChangeAction>): void {
    run.isOver = true;
    this.say(run.window.name, () => `reports ${reportText(report)}`);
    if (report.ended === "cancelled" || report.ended === "busy") {
      for (const target of run.targets) {
        const isOwn = this.#runs.get(placeOf(run.window, target)) === run;
        if (isOwn) this.#denyRun(run, associationKey(target), report.ended);
      }
      return;
    }
    const results = (
      report.ended === "checked"
        ? [...report.checks.map(({ target }) => target), ...report.notChecked.map(({ target }) => target)]
        : [...report.ends.map(({ target }) => target), ...report.notTried]
    ).map(associationKey);
    if (new Set(results).size !== results.length || results.length !== run.targets.length) {
      this.object("each target has one result", `${results.length} results of ${run.targets.length} targets`);
    }
    if (report.ended === "settled") {
      for (const target of report.notTried) this.#denyRun(run, associationKey(target), "not tried");
      return;
    }
    for (const target of run.targets) this.#denyRun(run, associationKey(target), "checked only");
    for (const { target, dryRun } of report.notChecked) {
      const check = run.checks.get(associationKey(target));
      const tries = check?.tries ?? 0;
      if (dryRun === "notSent" && (check?.departures ?? 0) > 0)
        this.object(
          "nothing takes effect of what was reported as without effect",
          `the dry run of ${associationKey(target)} had left`,
        );
      if (dryRun !== "notSent" && tries === 0)
        this.object("a request that is waited for has left", `the dry run of ${associationKey(target)} has not left`);
    }
  }

  losesOne(window: Witness, loss: Loss): ReportedLoss {
    const { region, lost, why } = loss;
    const key = associationKey({ region, ipamId: lost.ipamId, discoveryId: lost.discoveryId });
    this.say(window.name, () => `reports the loss of ${key}: ${why.cause}`);
    const last = this.#endings.get(key)?.at(-1);
    if (!last) this.object("a loss is blamed on nobody wrongly", `${key} has never ended`);
    if (this.#lagMs > 0 && this.#isAssociated(key)) this.#phantoms.add(key);
    if (last?.token !== undefined && why.cause === "notJournalled") {
      // Of a dry run nothing is written while its answer is still to come.
      const overAt = this.#unwritten.has(last.token) ? undefined : this.#sent.get(last.token)?.overAt;
      const writtenAt = this.#writtenAt.get(last.token) ?? overAt ?? Number.POSITIVE_INFINITY;
      const claimedAt = [...this.#lossLines.values()].findLast(
        (line) => line.key === key && line.window === window.name,
      )?.at;
      const isKnown = last.by === "change" || writtenAt < (claimedAt ?? 0);
      if (isKnown || this.#wasAlarm(last.token, window)) {
        this.object(
          "a loss is blamed on nobody wrongly",
          `${key} was ended by ${this.#sent.get(last.token)?.window.name}`,
        );
      }
    }
    const reported: ReportedLoss = {
      at: this.#timeline.now,
      window,
      isKept: false,
      isUnreadable: why.cause === "unreadable",
    };
    const before = (this.#losses.get(key) ?? []).filter(
      ({ window: other, at, isKept, isUnreadable }) =>
        other.process.machine === window.process.machine &&
        isKept &&
        !isUnreadable &&
        last !== undefined &&
        at > last.at,
    );
    const isBackAgain = this.#lagMs > 0 && (this.#begunAt.get(key) ?? 0) > (last?.at ?? 0);
    const isSeenAgain = isBackAgain || last?.shownLate.has(window.process.machine);
    if (before.length > 0 && this.#clocksTell && !isSeenAgain && !reported.isUnreadable)
      this.object("a loss is reported once", `${key} is reported twice`);
    this.#losses.set(key, [...(this.#losses.get(key) ?? []), reported]);
    this.#tell(key);
    return reported;
  }

  /** Whether a window has said itself that its dry run did it. */
  #wasAlarm(token: string, window: Witness): boolean {
    const sent = this.#sent.get(token);
    if (!sent || sent.window !== window) return false;
    return this.#allRuns.some(
      (run) =>
        run.window === window &&
        run.checks.get(sent.key)?.token === token &&
        (run.checks.get(sent.key)?.alarms ?? 0) > 0,
    );
  }

  // What is written.

  /** A line stands in the journal. */
  writes(line: string): void {
    const entry = parseEntry(line, regionOf);
    if (typeof entry === "string") {
      this.object("the program has no bug", `a line that cannot be read: ${line}`);
      return;
    }
    this.say("journal", () => entryText(entry));
    switch (entry.kind) {
      case "intent":
        this.#intents.set(entry.id, entry);
        this.#intentOfToken.set(entry.clientToken, entry);
        this.#writtenAt.set(entry.clientToken, this.#timeline.now);
        this.#holders.set(entry.id, { window: entry.window, at: this.#timeline.now, before: this.#timeline.now });
        return;
      case "claim":
      case "renewal":
        this.#holds(entry);
        return;
      case "outcome":
        this.#journals(entry);
        return;
      case "lossReported": {
        const line = this.#lossLines.get(entry.loss);
        const reported = line && this.#losses.get(line.key)?.findLast(({ window }) => window.name === line.window);
        if (reported) reported.isKept = true;
        return;
      }
      case "loss":
        this.#lossLines.set(entry.id, { key: associationKey(entry), window: entry.window, at: this.#timeline.now });
        return;
      case "setAside":
    }
  }

  #holds(entry: Extract<JournalEntry, { kind: "claim" | "renewal" }>): void {
    const holder = this.#holders.get(entry.intent);
    if (!holder) return;
    const { now } = this.#timeline;
    if (entry.kind === "renewal") {
      if (holder.window === entry.window) Object.assign(holder, { before: holder.at, at: now });
      return;
    }
    if (holder.window !== entry.after) return;
    const before = this.#windows.get(holder.window);
    // A renewal that has just been written was not seen by a window that had looked before.
    const heldSince = now - holder.at < raceMs ? holder.before : holder.at;
    const taker = this.#windows.get(entry.window);
    const isHeld = now - heldSince < holdMs || this.#wasHeldBeforeSleep(before, taker, heldSince);
    if (before?.process.isAlive && before.name !== entry.window && isHeld) {
      this.object(
        "a change stays with a living window",
        `${entry.window} takes ${entry.intent} from ${before.name}, which works on it`,
      );
    }
    this.#holders.set(entry.intent, { window: entry.window, at: now, before: now });
    this.#isForeign(entry.intent, entry.window);
  }

  /** Whether two windows of one machine have just woken up together, and one of them held a change when it fell asleep. */
  #wasHeldBeforeSleep(holder: Witness | undefined, taker: Witness | undefined, heldSince: number): boolean {
    const machine = holder?.process.machine;
    if (!machine || machine !== taker?.process.machine) return false;
    const isJustAwake = this.#timeline.now - machine.wakesAt < wakingMs;
    return isJustAwake && machine.sleptAt - heldSince < holdMs;
  }

  #journals(entry: Extract<JournalEntry, { kind: "outcome" }>): void {
    const intent = this.#intents.get(entry.intent);
    const window = entry.window === undefined ? undefined : this.#windows.get(entry.window);
    if (!intent || !window) return;
    const key = associationKey(intent.target);
    if (!this.#settledAt.has(intent.id)) this.#settledAt.set(intent.id, this.#timeline.now);
    this.#isForeign(intent.id, window.name);
    if (entry.outcome === "refused" || entry.outcome === "notSent") {
      this.#deny(intent.clientToken, key, `journalled as ${entry.outcome}`);
      return;
    }
    const shown = {
      dissociated: false,
      notAssociated: false,
      associated: true,
      stillAssociated: true,
      unknown: undefined,
      later: undefined,
    }[entry.outcome];
    if (shown === undefined) return;
    const since = this.#sent.get(intent.clientToken)?.firstAt ?? 0;
    const readings = this.#readings.get(placeOf(window, intent.target)) ?? [];
    if (!readings.some((one) => one.isAssociated === shown && one.sentAt >= since)) {
      this.object("an outcome was read", `${key} is journalled as ${entry.outcome}, and nobody read it`);
    }
  }

  #isForeign(intent: string, window: string): void {
    const isOwn = this.#intents.get(intent)?.window === window;
    if (!isOwn && !this.#foreignAt.has(intent)) this.#foreignAt.set(intent, this.#timeline.now);
  }

  // What is true of a target when a message about it appears.

  /** The latest run of an association in a window. */
  runOf(window: Witness, target: AssociationEnds): Run | undefined {
    return this.#runs.get(placeOf(window, target));
  }

  factsOf(run: Run, target: Target): Facts {
    const key = associationKey(target);
    const check = checkOf(run, key);
    const token = run.tokens.get(key);
    const change = token === undefined ? undefined : this.#sent.get(token);
    return {
      ...this.#factsOfAnyone(run.window, run.action, target, Math.min(run.since, check?.since ?? run.since)),
      change: requestsOf(change, run.tried.has(key) ? 1 : 0),
      dryRun: requestsOf(check?.token === undefined ? undefined : this.#sent.get(check.token), check?.tries),
      isCancelled: run.cancelledAt !== undefined,
      isAlarmKept:
        check?.token !== undefined && (this.#intentOfToken.has(check.token) || this.#unwritten.has(check.token)),
    };
  }

  /** Of a change or a dry run that is known by its token only; without one, of none. */
  factsOfToken(window: Witness, token: string, action: ChangeAction, target: Target): Facts {
    const sent = this.#sent.get(token);
    return {
      ...this.#factsOfAnyone(window, action, target, sent?.firstAt ?? 0),
      change: requestsOf(sent?.dryRun ? undefined : sent),
      dryRun: requestsOf(sent?.dryRun ? sent : undefined),
      isCancelled: false,
      isAlarmKept: false,
    };
  }

  #factsOfAnyone(window: Witness, action: ChangeAction, target: Target, since: number) {
    const key = associationKey(target);
    return {
      subject: `${target.discoveryId} and the IPAM ${target.ipamId}`,
      action,
      isAssociated: this.#isAssociated(key),
      turnedBy: this.#turnedBy.get(key),
      readings: (this.#readings.get(placeOf(window, target)) ?? []).filter(({ at }) => at >= since),
      requestIds: this.#requestIds.get(window) ?? new Set<string>(),
    };
  }

  // At the end.

  /** Everything is quiet, and every fault is over. */
  isQuiet(window: Witness): boolean {
    return (
      this.#allRuns.every((run) => run.window !== window || run.isOver) &&
      !this.#standingsOf(window).some(({ phase }) => phase !== "idle")
    );
  }

  unfinished(window: Witness): string {
    const runs = this.#allRuns.filter((run) => run.window === window && !run.isOver).length;
    return `${window.name}: ${runs} runs, ${this.#standingsOf(window)
      .map(({ phase }) => phase)
      .join(", ")}`;
  }

  /** Associations that ended elsewhere before the eyes of a machine, and of which nobody says so. */
  get unreported(): readonly string[] {
    if (!this.#clocksTell) return [];
    return [...this.#endings].flatMap(([key, endings]) => {
      const last = endings.at(-1);
      if (this.#phantoms.has(key)) return [];
      if (!last || this.#isAssociated(key) || last.isTold || last.by !== "elsewhere") return [];
      return last.watchers.length > 0 ? [`${key} was ended elsewhere at ${last.at / 1000} s`] : [];
    });
  }

  #standingsOf(window: Witness): readonly Standing[] {
    return [...this.#standings]
      .filter(([place]) => place.startsWith(`${window.name} `))
      .map(([, standing]) => standing);
  }

  #tell(key: string): void {
    for (const ending of this.#endings.get(key) ?? []) ending.isTold = true;
  }

  #denyRun(run: Run, key: string, why: string): void {
    run.denied.set(key, why);
    const token = run.tokens.get(key);
    if (token) this.#deny(token, key, why);
  }

  /** A message says that requests with a token have no effect. */
  #deny(token: string, key: string, why: string): void {
    const sent = this.#sent.get(token);
    if (!sent) return;
    if (sent.effects > 0)
      this.object(
        "nothing takes effect of what was reported as without effect",
        `${key} took effect, and is said to be: ${why}`,
      );
    sent.denied ??= why;
  }

  #wasAwakeSince({ process: { machine } }: Witness, at: number): boolean {
    const sleptUntil = Math.min(machine.wakesAt, this.#timeline.now);
    const awakeSince = machine.sleptAt > Number.NEGATIVE_INFINITY ? Math.max(at, sleptUntil) : at;
    return this.#timeline.now - awakeSince > raceMs;
  }
}

/** Until one more dry run is sent, what the one before it showed stands. */
function checkOf({ checks, earlierChecks }: Run, key: string): CheckUnderWay | undefined {
  const latest = checks.get(key);
  return latest && latest.departures > 0 ? latest : (earlierChecks.get(key) ?? latest);
}

function requestsOf(sent: Sent | undefined, tries = 0): Requests {
  return {
    tries: Math.max(tries, sent?.departures ?? 0),
    departures: sent?.departures ?? 0,
    effects: sent?.effects ?? 0,
    answers: sent?.answers ?? [],
  };
}

type ChangeEventCheck = Extract<ChangeEvent["step"], { phase: "checked" }>["check"];

function placeOf(window: Witness, ends: AssociationEnds): string {
  return `${window.name} ${associationKey(ends)}`;
}

/** Which steps may follow which, as ChangeStep documents them. */
const before: Readonly<Record<ChangeEvent["step"]["phase"], readonly string[]>> = {
  checking: ["idle", "confirming"],
  checked: ["checking"],
  confirming: ["checked"],
  waiting: ["confirming"],
  sending: ["waiting", "sent"],
  sent: ["sending", "sent"],
  verifying: ["sent"],
  ended: ["waiting", "sending", "sent", "verifying"],
  idle: ["idle", "checking", "checked", "confirming", "waiting", "ended"],
};

function isNext({ phase }: Standing, { step }: ChangeEvent): boolean {
  if (step.phase === "ended" && "leftWaiting" in step.end) return phase === "sent" || phase === "verifying";
  return before[step.phase].includes(phase);
}

function stepText({ step }: ChangeEvent): string {
  switch (step.phase) {
    case "checked":
      return `checked${step.late ? " late" : ""}: ${checkText(step.check)}`;
    case "ended":
      return `ended${step.late ? " late" : ""}: ${endText(step.end)}`;
    default:
      return step.phase;
  }
}

function checkText(check: ChangeEventCheck): string {
  switch (check.verdict) {
    case "ready":
      return "ready";
    case "refused":
      return `refused, ${check.why} ${check.error?.detail.code ?? ""}`;
    case "cannotTell":
      return `cannot tell, ${check.error.reason} ${check.error.detail.code ?? ""}`;
    case "alarm":
      return `alarm, ${check.observed}`;
  }
}

function endText(end: TargetEnd): string {
  if ("settlement" in end) {
    const error = "error" in end.settlement ? end.settlement.error : undefined;
    return [end.settlement.outcome, error?.reason, error?.detail.code].filter(Boolean).join(" ");
  }
  if ("leftWaiting" in end) return "left waiting";
  return "earlier" in end ? `earlier one ${end.earlier}` : `not sent, ${end.notSent}`;
}

function reportText(report: ChangeReport<ChangeAction>): string {
  switch (report.ended) {
    case "cancelled":
    case "busy":
      return report.ended;
    case "checked":
      return `checked: ${[...report.checks.map(checkText), ...report.notChecked.map(({ dryRun }) => `not checked, ${dryRun}`)].join("; ")}`;
    case "settled":
      return `settled: ${[...report.ends.map(endText), ...report.notTried.map(() => "not tried")].join("; ")}`;
  }
}

function entryText(entry: JournalEntry): string {
  switch (entry.kind) {
    case "intent":
      return `intent ${entry.id} of ${entry.window}: ${entry.action} ${associationKey(entry.target)}${entry.origin ? " by a dry run" : ""}`;
    case "claim":
      return `${entry.window} claims ${entry.intent} after ${entry.after}`;
    case "renewal":
      return `${entry.window} renews ${entry.intent}`;
    case "outcome":
      return `${entry.window} writes ${entry.intent}: ${entry.outcome}`;
    case "loss":
      return `${entry.window} claims the loss ${entry.id} of ${associationKey(entry)}`;
    case "lossReported":
      return `the loss ${entry.loss} is reported`;
    case "setAside":
      return `line ${entry.line} is set aside`;
  }
}
