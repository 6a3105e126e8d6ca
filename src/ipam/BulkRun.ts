import { outcomeOf } from "./BulkOutcome.ts";
import type { BulkRow, BulkState, BulkSubject } from "./BulkRow.ts";
import type { ChangeEvent, NotChecked } from "./ChangeStep.ts";
import { Emitter } from "./Emitter.ts";
import { associationKey, type Target } from "./Target.ts";

/** What is known of several targets that are dry-run or dissociated together; what is told of others is passed over. */
export class BulkRun {
  readonly #rows: Map<string, BulkRow>;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(subjects: readonly BulkSubject[]) {
    this.#rows = new Map(
      subjects.map((subject) => [
        associationKey(subject.target),
        { ...subject, state: { kind: "waiting" }, impact: undefined },
      ]),
    );
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
    for (const target of targets) this.#set(target, { kind: "waiting" });
  }

  /** Takes in a step of whatever is under way. */
  apply(event: ChangeEvent): void {
    if (event.action !== "dissociate") return;
    const { target, step } = event;
    switch (step.phase) {
      case "waiting":
        this.#set(target, { kind: "waiting" });
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
      case "confirming":
      case "idle":
    }
  }

  /** The person cancelled before these were checked. */
  notChecked(targets: readonly NotChecked[]): void {
    for (const { target, dryRun } of targets) this.#set(target, { kind: "notRun", dryRun });
  }

  /** @param cancelled whether the person did that, and not one that failed before them */
  notTried(targets: readonly Target[], cancelled: boolean): void {
    for (const target of targets) this.#set(target, { kind: "notTried", cancelled });
  }

  /** Nothing more comes: what still waits did not have its turn. */
  stop(): void {
    for (const { target } of this.rows)
      if (this.#isOpen(target)) this.#set(target, { kind: "notRun", dryRun: "notSent" });
  }

  #isOpen(target: Target): boolean {
    const kind = this.#rows.get(associationKey(target))?.state.kind;
    return kind === "waiting" || kind === "underWay";
  }

  #isLeft(target: Target): boolean {
    const state = this.#rows.get(associationKey(target))?.state;
    return state?.kind === "ended" && "leftWaiting" in state.end;
  }

  #set(target: Target, state: BulkState): void {
    const key = associationKey(target);
    const row = this.#rows.get(key);
    if (!row) return;
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
