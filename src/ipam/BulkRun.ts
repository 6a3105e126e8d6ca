import { outcomeOf } from "./BulkOutcome.ts";
import type { BulkRow, BulkState, BulkSubject } from "./BulkRow.ts";
import type { ChangePhase, TargetEnd } from "./ChangeProcedure.ts";
import type { DissociationCheck } from "./DissociationCheck.ts";
import { Emitter } from "./Emitter.ts";
import { type Target, targetKey } from "./Target.ts";

/** What is known of several targets that are dry-run or dissociated together; what is told of others is passed over. */
export class BulkRun {
  readonly #rows: Map<string, BulkRow>;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(subjects: readonly BulkSubject[]) {
    this.#rows = new Map(
      subjects.map((subject) => [
        targetKey(subject.target),
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
    return this.#rows.has(targetKey(target));
  }

  /** Targets are to have their turn, for the first time or again. */
  wait(targets: readonly Target[]): void {
    for (const target of targets) this.#set(target, { kind: "waiting" });
  }

  phase(target: Target, phase: ChangePhase): void {
    switch (phase) {
      case "checking":
      case "sent":
      case "verifying":
        this.#set(target, { kind: "underWay", phase });
        break;
      case "idle":
        if (this.#isOpen(target)) this.#set(target, { kind: "notRun" });
        break;
      case "confirming":
    }
  }

  checked(check: DissociationCheck): void {
    this.#set(check.target, { kind: "checked", check });
  }

  ended(end: TargetEnd): void {
    this.#set(end.target, { kind: "ended", end });
  }

  /** @param cancelled whether the person did that, and not one that failed before them */
  notTried(targets: readonly Target[], cancelled: boolean): void {
    for (const target of targets) this.#set(target, { kind: "notTried", cancelled });
  }

  /** Nothing more comes: what still waits did not have its turn. */
  stop(): void {
    for (const { target } of this.rows) this.phase(target, "idle");
  }

  #isOpen(target: Target): boolean {
    const kind = this.#rows.get(targetKey(target))?.state.kind;
    return kind === "waiting" || kind === "underWay";
  }

  #set(target: Target, state: BulkState): void {
    const key = targetKey(target);
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
