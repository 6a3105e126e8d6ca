import type { DryRunState } from "./askDryRun.ts";
import { attempt } from "./attempt.ts";
import type { ChangeAction, ChangeNote } from "./Change.ts";
import type { ChangeEvent, ChangeStep, Checks, NotChecked, Passed, TargetEnd } from "./ChangeStep.ts";
import type { Clock } from "./Clock.ts";
import { checkAssociation } from "./checkAssociation.ts";
import { type CheckTools, checkDissociation } from "./checkDissociation.ts";
import type { SeenAfterDryRun } from "./DryRunAlarm.ts";
import { Emitter } from "./Emitter.ts";
import type { Impact } from "./Impact.ts";
import { IpamError } from "./IpamError.ts";
import type { Intent } from "./JournalEntry.ts";
import { mapAtMost } from "./mapAtMost.ts";
import { measureImpact } from "./measureImpact.ts";
import type { OnFailure } from "./OnFailure.ts";
import type { Settlement } from "./Settlement.ts";
import { type Actor, type Sending, sendChange } from "./sendChange.ts";
import { type AssociationEnds, associationKey, distinctTargets, type Target } from "./Target.ts";

/** What became of a request to dry-run or change targets. */
export type ChangeReport<A extends ChangeAction> =
  /** The person said no when asked. */
  | { readonly ended: "cancelled" }
  /** The same association is being worked on already. */
  | { readonly ended: "busy"; readonly target: Target }
  /** No change was sent: only a dry run was asked for, a check did not pass, or the person cancelled. */
  | { readonly ended: "checked"; readonly checks: readonly Checks[A][]; readonly notChecked: readonly NotChecked[] }
  | {
      readonly ended: "settled";
      readonly ends: readonly TargetEnd[];
      /** No request of these left: one before them did not end as wanted, or the person cancelled. */
      readonly notTried: readonly Target[];
      readonly cancelled: boolean;
    };

/** What the runner needs from outside. */
export interface ChangeRunnerTools {
  /** Asked once for each profile of an action, so that the action goes to one endpoint. Rejects with an IpamError. */
  readonly actorFor: (target: Target) => Promise<Actor>;
  readonly clock: Clock;
  /** A new token, ASCII, at most 64 characters; never one used before. */
  readonly newClientToken: () => string;
  /** Whether the inventory of the target's account shows the association. */
  readonly isSeen: (target: Target) => boolean;
  /** Whether the inventory already knows that the discovery is the IPAM's own default one. */
  readonly isKnownOwnDefault: (target: Target) => boolean;
  /** Where the IPAM sees what the discovery shows, as far as the inventory knows; what is there is then counted. */
  readonly operatingRegionsOf: (target: Target) => readonly string[] | undefined;
  /** What the journal is to keep of a change that nobody confirmed. */
  readonly namesOf: (target: Target) => ChangeNote;
}

/** How a dry run is made. */
export interface DryRunOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * The IPAMs that are known already. Where it is given, they are not read again, and no impact is counted: one list and one
   * dry run for each target.
   */
  readonly knownIpams?: CheckTools["knownIpams"];
}

/** How a change is made: what the person is asked, and what is chosen then. */
export interface ChangePlan<A extends ChangeAction> {
  readonly signal?: AbortSignal | undefined;
  /** Asks the person about checks that all passed, the last step before anything is changed. */
  readonly confirm: (checks: readonly Passed<A>[]) => Promise<"change" | "dryRun" | "cancel">;
  /** What the journal is to keep beside the change; asked after the confirmation. */
  readonly noteOf?: (target: Target) => ChangeNote;
  /** What a target that does not end as wanted means for those behind it; asked after the confirmation. `stop` without it. */
  readonly onFailure?: () => OnFailure;
}

/** Targets that are checked at the same time; each takes three requests, and some more for its impact. */
const checkedAtOnce = 8;

/** The outcome of a change that did what was wanted. */
const wanted = { dissociate: "dissociated", associate: "associated" } as const;

/** A target with whoever acts for it, or why nobody can. */
type Acting = { readonly target: Target } & (
  | { readonly actor: Actor; readonly error?: undefined }
  | { readonly actor?: undefined; readonly error: IpamError }
);

/** How a check came out, or why there is none. */
type Checked<A extends ChangeAction> = { readonly check: Checks[A] } | { readonly failed: IpamError };

/**
 * The one way to dry-run or change associations: planned, checked, confirmed, journalled, sent, settled. It has no screen:
 * it asks the person through a port, and tells every step of every target in one stream.
 *
 * One association is one target, through whatever profile it is reached, and is worked on once at a time.
 */
export class ChangeRunner {
  readonly #tools: ChangeRunnerTools;
  readonly #steps = new Emitter<ChangeEvent>();
  /** Each step of each target, whoever asked for it. */
  readonly onStep = this.#steps.event;
  readonly #underWay = new Set<string>();
  /** Associations that have stepped and are not idle again. */
  readonly #stepping = new Set<string>();
  /** Associations with a request whose answer nobody waits for any more, but this runner. */
  readonly #late = new Map<string, number>();

  constructor(tools: ChangeRunnerTools) {
    this.#tools = tools;
  }

  /** Whether something is done with an association, or an answer about it is still to come. */
  isUnderWay(ends: AssociationEnds): boolean {
    const key = associationKey(ends);
    return this.#underWay.has(key) || this.#late.has(key);
  }

  /** Dry-runs targets and reads their ends live. Changes nothing. What fails stands in its check. */
  dryRun<A extends ChangeAction>(
    action: A,
    asked: readonly Target[],
    { signal, knownIpams }: DryRunOptions = {},
  ): Promise<ChangeReport<A>> {
    return this.#exclusively(action, asked, async (targets) =>
      this.#checkAll(action, await this.#acting(targets), signal, { knownIpams }),
    );
  }

  /**
   * Changes associations: checks all, asks the person once, then sends and observes one after the other, each with a
   * ClientToken and a line in the journal of its own. After one that does not end as wanted, of which a reading that failed
   * is one, the others are sent or not as the person chose.
   *
   * The signal keeps from leaving what has not left yet. After that it only ends the waiting: how it comes out follows as a
   * late step.
   */
  change<A extends ChangeAction>(action: A, asked: readonly Target[], plan: ChangePlan<A>): Promise<ChangeReport<A>> {
    const { signal } = plan;
    return this.#exclusively(action, asked, async (targets) => {
      const acting = await this.#acting(targets);
      const report = await this.#checkAll(action, acting, signal);
      const ready = report.checks.filter(isPassed<A>);
      if (ready.length < targets.length || signal?.aborted) return report;
      for (const target of targets) this.#step(action, target, { phase: "confirming" });
      const decision = await plan.confirm(ready);
      if (decision === "dryRun") return this.#checkAll(action, acting, signal, { earlier: report.checks });
      if (decision === "cancel") return { ended: "cancelled" };
      return this.#sendAll(action, ready, acting, plan);
    });
  }

  /** Refuses what is under way already, and looks at each association once. */
  async #exclusively<A extends ChangeAction>(
    action: A,
    asked: readonly Target[],
    work: (targets: readonly Target[]) => Promise<ChangeReport<A>>,
  ): Promise<ChangeReport<A>> {
    const targets = distinctTargets(asked);
    const busy = targets.find((target) => this.isUnderWay(target));
    if (busy) return { ended: "busy", target: busy };
    for (const target of targets) this.#underWay.add(associationKey(target));
    try {
      return await work(targets);
    } finally {
      for (const target of targets) {
        this.#underWay.delete(associationKey(target));
        if (!this.isUnderWay(target)) this.#step(action, target, { phase: "idle" });
      }
    }
  }

  #step<A extends ChangeAction>(action: A, target: Target, step: ChangeStep<A>): void {
    const key = associationKey(target);
    if (step.phase !== "idle") this.#stepping.add(key);
    else if (!this.#stepping.delete(key)) return;
    // The compiler does not see that an event whose action and step belong together is one of the union.
    this.#steps.fire({ action, target, step } as ChangeEvent);
  }

  async #acting(targets: readonly Target[]): Promise<readonly Acting[]> {
    const actors = new Map<string, ReturnType<typeof attempt<Actor>>>();
    for (const target of targets) {
      if (!actors.has(target.profile)) actors.set(target.profile, attempt(this.#tools.actorFor(target)));
    }
    return Promise.all(
      targets.map(async (target): Promise<Acting> => {
        const found = await actors.get(target.profile);
        return found?.value ? { target, actor: found.value } : { target, error: found?.error ?? nobody() };
      }),
    );
  }

  /** @param how.earlier what a check showed before: it stands where the person cancels before another dry run is sent */
  async #checkAll<A extends ChangeAction>(
    action: A,
    acting: readonly Acting[],
    signal: AbortSignal | undefined,
    how: { readonly knownIpams?: CheckTools["knownIpams"]; readonly earlier?: readonly Checks[A][] } = {},
  ): Promise<Extract<ChangeReport<A>, { ended: "checked" }>> {
    const results = await mapAtMost(checkedAtOnce, acting, async (one) => {
      const before = how.earlier?.find(({ target }) => target === one.target);
      if (signal?.aborted) {
        return before ? { check: before } : ({ notChecked: { target: one.target, dryRun: "notSent" } } as const);
      }
      this.#step(action, one.target, { phase: "checking" });
      const found = await this.#checkOne(action, one, signal, how.knownIpams);
      const result =
        before && "notChecked" in found && found.notChecked.dryRun === "notSent" ? { check: before } : found;
      if ("check" in result) this.#step(action, one.target, { phase: "checked", check: result.check });
      return result;
    });
    return {
      ended: "checked",
      checks: results.flatMap((result) => ("check" in result ? [result.check] : [])),
      notChecked: results.flatMap((result) => ("notChecked" in result ? [result.notChecked] : [])),
    };
  }

  /** One check, unless the person stops waiting for it. */
  async #checkOne<A extends ChangeAction>(
    action: A,
    { target, actor, error }: Acting,
    signal: AbortSignal | undefined,
    knownIpams: CheckTools["knownIpams"],
  ): Promise<{ readonly check: Checks[A] } | { readonly notChecked: NotChecked }> {
    const cannotTell = (why: IpamError, unproven?: IpamError): { readonly check: Checks[A] } => ({
      check: { target, checkedAt: this.#tools.clock.now(), verdict: "cannotTell", error: why, unproven },
    });
    if (!actor) return cannotTell(error);
    let dryRun: DryRunState = "notSent";
    let alarm: Promise<Intent> | undefined;
    const change = { action, target, dryRunRequestId: undefined, endpoint: actor.endpoint };
    const clientToken = this.#tools.newClientToken();
    const tools = {
      ...{ api: actor.api, now: () => this.#tools.clock.now(), clientToken },
      onDryRun: (state: DryRunState) => {
        dryRun = state;
      },
      // Both before the check is reported: whoever sees the association gone looks in the journal for the reason.
      onAlarm: async () => {
        alarm ??= actor.journal.beginAlarm(
          { ...change, note: this.#tools.namesOf(target) },
          actor.accountId,
          clientToken,
        );
        await alarm;
      },
      onSeen: async (seen: SeenAfterDryRun) => {
        if (alarm) await actor.journal.settle(await alarm, this.#settlementOf(action, seen));
      },
    };
    const checking = this.#check(action, target, tools, signal, knownIpams);
    const counting = action === "dissociate" && !knownIpams ? attempt(this.#measure(target, actor, signal)) : undefined;
    const whole = attempt(checking).then(async ({ value: check, error: failed }): Promise<Checked<A>> => {
      if (failed) return { failed };
      // Only what passed needs the count. An alarm does not wait for it.
      if (check.verdict !== "ready") return { check };
      const counted = await counting;
      // A count that failed says nothing of the check.
      if (counted?.error?.reason === "cancelled") return { failed: counted.error };
      return { check: counted?.value ? { ...check, impact: counted.value } : check };
    });
    const result = await orAborted(whole, signal);
    if (result === "aborted") {
      this.#followLate(action, target, checking);
      return { notChecked: { target, dryRun } };
    }
    if ("check" in result) return result;
    if (result.failed.reason === "cancelled") return { notChecked: { target, dryRun } };
    return cannotTell(result.failed, result.failed);
  }

  /** Nobody waits for this dry run any more; an alarm is reported all the same. */
  #followLate<A extends ChangeAction>(action: A, target: Target, checking: Promise<Checks[A]>): void {
    const end = this.#beginLate(action, target);
    checking.then(
      (check) => {
        if (check.verdict === "alarm") this.#step(action, target, { phase: "checked", check, late: true });
        end();
      },
      () => end(),
    );
  }

  /** @returns ends it */
  #beginLate(action: ChangeAction, target: Target): () => void {
    const key = associationKey(target);
    this.#late.set(key, (this.#late.get(key) ?? 0) + 1);
    return () => {
      const left = (this.#late.get(key) ?? 1) - 1;
      if (left > 0) this.#late.set(key, left);
      else this.#late.delete(key);
      if (!this.isUnderWay(target)) this.#step(action, target, { phase: "idle" });
    };
  }

  async #check<A extends ChangeAction>(
    action: A,
    target: Target,
    tools: CheckTools,
    signal: AbortSignal | undefined,
    knownIpams: CheckTools["knownIpams"],
  ): Promise<Checks[A]>;
  async #check(
    action: ChangeAction,
    target: Target,
    tools: CheckTools,
    signal: AbortSignal | undefined,
    knownIpams: CheckTools["knownIpams"],
  ): Promise<Checks[ChangeAction]> {
    if (action === "associate") return checkAssociation(target, tools, signal);
    const { isKnownOwnDefault, isSeen } = this.#tools;
    return checkDissociation(
      target,
      { ...tools, isKnownOwnDefault, isSeen, ...(knownIpams && { knownIpams }) },
      signal,
    );
  }

  /** Beside the check, so that it costs no wait; not for what is refused without asking. */
  async #measure(target: Target, { api }: Actor, signal: AbortSignal | undefined): Promise<Impact | undefined> {
    const { clock, isKnownOwnDefault, operatingRegionsOf } = this.#tools;
    const operatingRegions = isKnownOwnDefault(target) ? undefined : operatingRegionsOf(target);
    if (!operatingRegions) return undefined;
    const { region, discoveryId } = target;
    return measureImpact({ region, discoveryId, operatingRegions }, api, () => clock.now(), signal);
  }

  /** What was seen after a dry run means for the association, as the journal keeps it. */
  #settlementOf(action: ChangeAction, { observed, requestId, error }: SeenAfterDryRun): Settlement {
    const now = this.#tools.clock.now();
    if (observed === "unknown") return { outcome: "unknown", requestId, error, until: now };
    const isAssociated = observed === "associated";
    if (isAssociated === (action === "associate")) {
      return { outcome: wanted[action], requestId, observedAt: now };
    }
    return { outcome: isAssociated ? "stillAssociated" : "notAssociated", requestId, error, observedAt: now };
  }

  async #sendAll<A extends ChangeAction>(
    action: A,
    checks: readonly Passed<A>[],
    acting: readonly Acting[],
    { signal, noteOf, onFailure: chosen }: ChangePlan<A>,
  ): Promise<ChangeReport<A>> {
    const onFailure = chosen?.() ?? "stop";
    const ends: TargetEnd[] = [];
    const targets = checks.map(({ target }) => target);
    for (const target of targets) this.#step(action, target, { phase: "waiting" });
    for (const [index, check] of checks.entries()) {
      const { target, requestId } = check;
      const actor = acting.find((one) => one.target === target)?.actor;
      if (!actor) throw new Error("A check passed without anybody to act.");
      const note = noteOf?.(target);
      const change = { action, target, dryRunRequestId: requestId, endpoint: actor.endpoint, ...(note && { note }) };
      const end = await this.#send(change, actor, signal);
      ends.push(end);
      if (!("leftWaiting" in end)) this.#step(action, target, { phase: "idle" });
      const isDone = "settlement" in end && end.settlement.outcome === wanted[action];
      const cancelled = signal?.aborted === true;
      if (cancelled || (!isDone && onFailure === "stop")) {
        return { ended: "settled", ends, notTried: targets.slice(index + 1), cancelled };
      }
    }
    return { ended: "settled", ends, notTried: [], cancelled: false };
  }

  /** Sends, and tells how it ended. A change that was sent goes on when the person stops waiting. */
  async #send(
    change: Parameters<typeof sendChange>[0],
    actor: Actor,
    signal: AbortSignal | undefined,
  ): Promise<TargetEnd> {
    const { action, target } = change;
    let left: (() => void) | undefined;
    let hasLeft = false;
    const ended = (end: TargetEnd): TargetEnd => {
      this.#step(action, target, { phase: "ended", end });
      return end;
    };
    const sent = sendChange(change, actor, this.#tools, {
      signal,
      onPhase: (phase) => {
        hasLeft = phase !== "sending";
        this.#step(action, target, { phase });
        if (hasLeft && signal?.aborted) left?.();
      },
    }).then((sending) => endOf(target, sending));
    if ((await orAborted(sent, signal)) !== "aborted") return ended(await sent);
    // Until something that may take effect has left, the end comes at once, and says that nothing was sent.
    const first = await Promise.race([
      sent,
      new Promise<"left">((resolve) => {
        left = () => resolve("left");
        if (hasLeft) left();
      }),
    ]);
    if (first !== "left") return ended(first);
    const finish = this.#beginLate(action, target);
    const leaving = ended({ target, leftWaiting: true });
    // Only now, so that no late end comes before the one that it completes.
    void sent.then((end) => {
      this.#step(action, target, { phase: "ended", end, late: true });
      finish();
    });
    return leaving;
  }
}

function endOf(target: Target, sending: Sending): TargetEnd {
  if ("settlement" in sending) return { target, settlement: sending.settlement };
  if ("busy" in sending) return { target, earlier: sending.busy.orphaned ? "orphaned" : "underWay" };
  return { target, ...sending };
}

/** What work comes to, or that the signal aborts first. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | "aborted"> {
  if (!signal) return work;
  let stop = () => {};
  const aborted = new Promise<"aborted">((resolve) => {
    stop = () => resolve("aborted");
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

function isPassed<A extends ChangeAction>(check: Checks[A]): check is Passed<A> {
  return check.verdict === "ready";
}

function nobody(): IpamError {
  return new IpamError({
    reason: "credentialsUnavailable",
    what: "The profile this action is for is not signed in here any more.",
    advice: "Sign in to it again, or switch to another profile.",
    effect: "no",
  });
}
