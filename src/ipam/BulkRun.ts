import { outcomeOf } from "./BulkOutcome.ts";
import type { BulkRow, BulkState, BulkSubject } from "./BulkRow.ts";
import type { ChangeEvent, NotChecked } from "./ChangeStep.ts";
import { Emitter } from "./Emitter.ts";
import { associationKey, type Target } from "./Target.ts";

/** What is known of several targets that are dry-run or dissociated together; what is told of others is passed over. */
export class BulkRun {
  readonly #rows: Map<string, BulkRow>;
  /** Where each row stood before something began to work on it. */
  readonly #before = new Map<string, BulkState>();
  /** Rows of what is run now; others are worked on from elsewhere, if at all. */
  #own: ReadonlySet<string>;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(subjects: readonly BulkSubject[]) {
    this.#rows = new Map(
      subjects.map((subject) => [
        associationKey(subject.target),
        { ...subject, state: { kind: "waiting", confirmed: false }, impact: undefined },
      ]),
    );
    this.#own = new Set(this.#rows.keys());
  }

  /** In the order they were given. */
  get rows(): readonly BulkRow[] {
    return [...this.#rows.values()];
  }

  /** The targets that would be dissociated: each has passed its last check. */
  get passed(): readonly Target[] {
    return this.rows.filter((row) => outcomeOf(row) === "passes").map(({ target }) => target);
  }

  has(target: Target): boolean {
    return this.#rows.has(associationKey(target));
  }

  /** Targets are to have their turn, for the first time or again. */
  wait(targets: readonly Target[]): void {
    this.#own = new Set(targets.map(associationKey));
    for (const target of targets) this.#set(target, { kind: "waiting", confirmed: false });
  }

  /** Takes in a step of whatever is under way. */
  apply(event: ChangeEvent): void {
    if (event.action !== "dissociate") return;
    const { target, step } = event;
    switch (step.phase) {
      case "waiting":
        this.#set(target, { kind: "waiting", confirmed: true });
        break;
      case "sending":
      case "sent":
      case "verifying":
        // Of one that nobody waits for any more, only its end counts.
        if (this.#isLeft(target)) break;
        this.#set(target, { kind: "underWay", phase: step.phase });
        break;
      case "checking":
        this.#set(target, { kind: "underWay", phase: step.phase });
        break;
      case "checked":
        this.#set(target, { kind: "checked", check: step.check });
        break;
      case "ended":
        this.#set(target, { kind: "ended", end: step.end });
        break;
      case "idle":
        this.#release(target);
        break;
      case "confirming":
    }
  }

  /** The person cancelled before these were checked. An alarm that came just then stays. */
  notChecked(targets: readonly NotChecked[]): void {
    for (const { target, dryRun } of targets) if (!this.#isAlarm(target)) this.#set(target, { kind: "notRun", dryRun });
  }

  /** @param cancelled whether the person did that, and not one that failed before them */
  notTried(targets: readonly Target[], cancelled: boolean): void {
    for (const target of targets) this.#set(target, { kind: "notTried", cancelled });
  }

  /** The run is over: what still waits did not have its turn. A row that is under way is worked on from elsewhere. */
  stop(): void {
    for (const { target, state } of this.rows) {
      if (state.kind === "waiting" && this.#own.has(associationKey(target)))
        this.#set(target, { kind: "notRun", dryRun: "notSent" });
    }
  }

  /** Nothing works on a row any longer: one that did not come to an end, as after a cancel, stands where it stood before. */
  #release(target: Target): void {
    const key = associationKey(target);
    const before = this.#before.get(key);
    if (before && this.#rows.get(key)?.state.kind === "underWay") this.#set(target, before);
  }

  #isAlarm(target: Target): boolean {
    const state = this.#rows.get(associationKey(target))?.state;
    return state?.kind === "checked" && state.check.verdict === "alarm";
  }

  #isLeft(target: Target): boolean {
    const state = this.#rows.get(associationKey(target))?.state;
    return state?.kind === "ended" && "leftWaiting" in state.end;
  }

  #set(target: Target, state: BulkState): void {
    const key = associationKey(target);
    const row = this.#rows.get(key);
    if (!row) return;
    if (state.kind !== "underWay") this.#before.delete(key);
    else if (row.state.kind !== "underWay") this.#before.set(key, row.state);
    const passed = state.kind === "checked" && state.check.verdict === "ready" ? state.check : undefined;
    const { impact, ownerId } = row;
    this.#rows.set(key, {
      ...row,
      state,
      impact: passed ? passed.impact : impact,
      ownerId: ownerId ?? passed?.association.discoveryOwnerId,
    });
    this.#changed.fire();
  }
}
