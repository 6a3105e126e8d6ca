import type { AssociationCheck } from "./AssociationCheck.ts";
import type { ChangeAction } from "./Change.ts";
import type { DissociationCheck } from "./DissociationCheck.ts";
import type { IpamError } from "./IpamError.ts";
import type { Settlement } from "./Settlement.ts";
import type { Target } from "./Target.ts";

/** What a check of an action finds. */
export interface Checks {
  readonly dissociate: DissociationCheck;
  readonly associate: AssociationCheck;
}

/** A check that passed. */
export type Passed<A extends ChangeAction> = Extract<Checks[A], { readonly verdict: "ready" }>;

/** A target that was not checked, because the person cancelled. */
export interface NotChecked {
  readonly target: Target;
  /** Where its dry run stood then. One that nobody waits for any more is still followed: its answer may be an alarm. */
  readonly dryRun: "notSent" | "unanswered" | "answered";
}

/** What became of one target after the person confirmed. */
export type TargetEnd =
  | { readonly target: Target; readonly settlement: Settlement }
  /** It was sent, and the person stopped waiting. How it comes out follows as a step that is `late`. */
  | { readonly target: Target; readonly leftWaiting: true }
  /**
   * Not sent: an earlier change of the same association is not settled. `orphaned`: its window ended, and no other one
   * settles it.
   */
  | { readonly target: Target; readonly earlier: "underWay" | "orphaned" }
  /**
   * Nothing took effect, as nothing left, or the service refused all that did (`refusal`): the person cancelled, or another
   * window took the change over.
   */
  | { readonly target: Target; readonly notSent: "cancelled" | "takenOver"; readonly refusal?: IpamError | undefined };

/**
 * Where a target stands, told with every step:
 * - `checking`: dry run, live reading and impact; ends with `checked`
 * - `confirming`: the person is asked
 * - `waiting`: confirmed; its turn comes
 * - `sending`: journalled. Credentials are loaded, its turn among the requests comes, or a refused try waits for the next
 *   one. A cancel keeps it from being sent
 * - `sent`: a request that may take effect has left. A cancel only stops the waiting
 * - `verifying`: the outcome is read
 * - `ended`: how it came out
 * - `idle`: nothing is done with it any more
 */
export type ChangeStep<A extends ChangeAction = ChangeAction> =
  | { readonly phase: "checking" | "confirming" | "waiting" | "sending" | "sent" | "verifying" | "idle" }
  | { readonly phase: "checked"; readonly check: Checks[A]; readonly late?: boolean }
  | { readonly phase: "ended"; readonly end: TargetEnd; readonly late?: boolean };

/** The word for where a target stands. */
export type ChangePhase = ChangeStep["phase"];

/** One step of one target. */
export type ChangeEvent<A extends ChangeAction = ChangeAction> = {
  readonly [One in A]: { readonly action: One; readonly target: Target; readonly step: ChangeStep<One> };
}[A];
