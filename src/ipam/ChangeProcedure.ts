import type { ChangeAction, ChangeNote } from "./Change.ts";
import type { Actor, ChangeSender, Sending } from "./ChangeSender.ts";
import { mapAtMost } from "./mapAtMost.ts";
import type { OnFailure } from "./OnFailure.ts";
import type { Settlement } from "./Settlement.ts";
import { type Target, targetKey } from "./Target.ts";

/** Where a target stands; told for every step. */
export type ChangePhase = "checking" | "confirming" | "sent" | "verifying" | "idle";

/** What became of one target after the person confirmed. */
export type TargetEnd =
  | { readonly target: Target; readonly settlement: Settlement }
  /** It was sent, and the person stopped waiting. `onLate` tells the settlement once it is found out. */
  | { readonly target: Target; readonly leftWaiting: true }
  /** Not sent: an earlier change of the same association is not settled. `orphaned`: nobody was settling it. */
  | { readonly target: Target; readonly earlier: "underWay" | "orphaned" };

/** A check before a change: what it is about, and whether the change may be offered. */
export interface ChangeCheck {
  readonly target: Target;
  readonly verdict: string;
}

/** A check that passed. */
export type Passed<C extends ChangeCheck> = Extract<C, { readonly verdict: "ready" }> & {
  /** Of the dry run. */
  readonly requestId: string;
};

/** What became of one request to change targets. */
export type ChangeReport<C extends ChangeCheck> =
  | { readonly ended: "cancelled" }
  /** The same target is being worked on already. */
  | { readonly ended: "busy"; readonly target: Target }
  /** At least one check did not pass, so nothing was sent; or only a dry run was asked for. */
  | { readonly ended: "checked"; readonly checks: readonly C[] }
  | {
      readonly ended: "settled";
      readonly ends: readonly TargetEnd[];
      /**
       * No request of these left: one before them did not end as wanted, or the person cancelled. None of them has a line
       * in the journal, but for one that the person cancelled just as it was written, and that was withdrawn.
       */
      readonly notTried: readonly Target[];
      readonly cancelled: boolean;
    };

/** What a procedure needs from outside. */
export interface ChangeProcedureTools<C extends ChangeCheck> {
  readonly action: ChangeAction;
  /** Dry-runs one target and reads it live. Rejects with an IpamError `cancelled`, and nothing else. */
  readonly check: (target: Target, signal: AbortSignal | undefined) => Promise<C>;
  /** Asks the person about checks that all passed, the last step before anything is changed. */
  readonly confirm: (checks: readonly Passed<C>[]) => Promise<"change" | "dryRun" | "cancel">;
  /** What the journal is to keep beside the change; asked after the confirmation. */
  readonly noteOf?: (target: Target) => ChangeNote;
  /** What a target that does not end as wanted means for those behind it; asked after the confirmation. `stop` without it. */
  readonly onFailure?: () => OnFailure;
  /** Told of each check when it is known, while others may still be under way. */
  readonly onCheck?: (check: C) => void;
  /** Told of each target when it has ended, while others may still have to be sent. */
  readonly onEnd?: (end: TargetEnd) => void;
  readonly actorFor: (target: Target) => Promise<Actor>;
  readonly sender: ChangeSender;
  readonly onPhase: (target: Target, phase: ChangePhase) => void;
  /** Told how a change came out after the person had stopped waiting for it. */
  readonly onLate: (end: TargetEnd) => void;
}

/** Targets that are checked at the same time; each takes three requests, and some more for its impact. */
const checkedAtOnce = 8;

/** The outcome of a change that did what was wanted. */
const wanted = { dissociate: "dissociated", associate: "associated" } as const;

/**
 * A change of associations as a sequence without a screen: checked, confirmed, sent, settled. Whatever way a person takes
 * to it, it is this same code.
 */
export class ChangeProcedure<C extends ChangeCheck> {
  readonly #tools: ChangeProcedureTools<C>;
  /** Targets under way, so that a double click cannot send a second change. */
  readonly #underWay = new Set<string>();
  /** Targets whose change was sent and whose outcome nobody waits for any more. */
  readonly #late = new Set<string>();

  constructor(tools: ChangeProcedureTools<C>) {
    this.#tools = tools;
  }

  /**
   * Dry-runs targets and reads their ends live. Changes nothing.
   * @param check in place of that of the tools
   * @throws IpamError with reason `cancelled`
   */
  async dryRun(
    targets: readonly Target[],
    signal?: AbortSignal,
    check: ChangeProcedureTools<C>["check"] = this.#tools.check,
  ): Promise<ChangeReport<C>> {
    return this.#exclusively(targets, () => this.#check(targets, signal, check));
  }

  /**
   * Changes associations: checks all, asks the person once, then sends and observes one after the other, each with a
   * ClientToken and a line in the journal of its own. After one that does not end as wanted, of which a reading that failed
   * is one, the others are sent or not as the person chose.
   *
   * The signal ends the work before the first change is sent. After that it only ends the waiting for what is still to be
   * observed, and keeps further changes from being sent. A change counts as sent once its intent is written.
   * @throws IpamError with reason `cancelled` when ended before anything was sent
   */
  async change(targets: readonly Target[], signal?: AbortSignal): Promise<ChangeReport<C>> {
    return this.#exclusively(targets, async () => {
      const report = await this.#check(targets, signal, this.#tools.check);
      if (report.ended !== "checked") return report;
      const ready = report.checks.filter(isPassed);
      if (ready.length < targets.length) return report;
      for (const target of targets) this.#tools.onPhase(target, "confirming");
      const decision = await this.#tools.confirm(ready);
      if (decision === "dryRun") return this.#check(targets, signal, this.#tools.check);
      if (decision === "cancel" || signal?.aborted) return { ended: "cancelled" };
      return this.#sendAll(ready, signal);
    });
  }

  async #exclusively(targets: readonly Target[], work: () => Promise<ChangeReport<C>>): Promise<ChangeReport<C>> {
    const busy = targets.find((target) => this.#underWay.has(targetKey(target)));
    if (busy) return { ended: "busy", target: busy };
    for (const target of targets) this.#underWay.add(targetKey(target));
    try {
      return await work();
    } finally {
      for (const target of targets) if (!this.#late.has(targetKey(target))) this.#leave(target);
    }
  }

  #leave(target: Target): void {
    this.#underWay.delete(targetKey(target));
    this.#tools.onPhase(target, "idle");
  }

  async #check(
    targets: readonly Target[],
    signal: AbortSignal | undefined,
    check: ChangeProcedureTools<C>["check"],
  ): Promise<ChangeReport<C>> {
    const checks = await mapAtMost(checkedAtOnce, targets, async (target) => {
      this.#tools.onPhase(target, "checking");
      const found = await check(target, signal);
      this.#tools.onCheck?.(found);
      return found;
    });
    return { ended: "checked", checks };
  }

  async #sendAll(checks: readonly Passed<C>[], signal: AbortSignal | undefined): Promise<ChangeReport<C>> {
    // All of them before the first change: what has been settled must not be lost to a profile that cannot act any more.
    const actors = await Promise.all(
      checks.map(async (check) => ({ check, actor: await this.#tools.actorFor(check.target) })),
    );
    const onFailure = this.#tools.onFailure?.() ?? "stop";
    const ends: TargetEnd[] = [];
    for (const [index, { check, actor }] of actors.entries()) {
      const end = await this.#send(check, actor, signal);
      const from = (first: number) => checks.slice(first).map(({ target }) => target);
      if (!end && index === 0) return { ended: "cancelled" };
      if (!end) return { ended: "settled", ends, notTried: from(index), cancelled: true };
      ends.push(end);
      this.#tools.onEnd?.(end);
      const isDone = "settlement" in end && end.settlement.outcome === wanted[this.#tools.action];
      const cancelled = signal?.aborted === true;
      if (!("leftWaiting" in end)) this.#tools.onPhase(check.target, "idle");
      const isStopped = cancelled || (!isDone && onFailure === "stop");
      if (isStopped) return { ended: "settled", ends, notTried: from(index + 1), cancelled };
    }
    return { ended: "settled", ends, notTried: [], cancelled: false };
  }

  /** A change that was sent goes on when the person stops waiting. Undefined when it was cancelled before it was sent. */
  async #send(
    { target, requestId }: Passed<C>,
    actor: Actor,
    signal: AbortSignal | undefined,
  ): Promise<TargetEnd | undefined> {
    const { action, noteOf } = this.#tools;
    const change = { action, target, dryRunRequestId: requestId, note: noteOf?.(target) };
    let onLeaving = () => {};
    const leaving = new Promise<true>((resolve) => {
      onLeaving = () => resolve(true);
    });
    const sending = this.#tools.sender.send(change, actor, { signal, onLeaving });
    const end = sending.then((made) => endOf(target, made));
    const hasLeft = await Promise.race([leaving, end.then(() => false)]);
    if (hasLeft && (await isLeft(end, signal))) {
      this.#late.add(targetKey(target));
      void end.then((late) => {
        this.#late.delete(targetKey(target));
        this.#leave(target);
        if (late) this.#tools.onLate(late);
      });
      return { target, leftWaiting: true };
    }
    return end;
  }
}

function endOf(target: Target, sending: Sending): TargetEnd | undefined {
  if ("settlement" in sending) return { target, settlement: sending.settlement };
  if ("cancelled" in sending) return undefined;
  return { target, earlier: sending.busy.orphaned ? "orphaned" : "underWay" };
}

/** Whether the signal aborts before the work is done. */
async function isLeft(work: Promise<unknown>, signal: AbortSignal | undefined): Promise<boolean> {
  if (!signal) return false;
  if (signal.aborted) return true;
  let leave = () => {};
  const left = new Promise<boolean>((resolve) => {
    leave = () => resolve(true);
    signal.addEventListener("abort", leave, { once: true });
  });
  const isLeft = await Promise.race([left, work.then(() => false)]);
  signal.removeEventListener("abort", leave);
  return isLeft;
}

function isPassed<C extends ChangeCheck>(check: C): check is Passed<C> {
  return check.verdict === "ready";
}
