import type { ChangeNote } from "./Change.ts";
import type { NotChecked, TargetEnd } from "./ChangeStep.ts";
import type { DissociationCheck } from "./DissociationCheck.ts";
import type { Impact } from "./Impact.ts";
import type { Target } from "./Target.ts";

/** A target of a run over several, with what was known of it at the start: once it is dissociated no list shows it. */
export interface BulkSubject {
  readonly target: Target;
  readonly names: ChangeNote;
  /** Account of the discovery; undefined where no list told it. */
  readonly ownerId: string | undefined;
}

/** Where a target of a run stands. */
export type BulkState =
  /** For its check, or `confirmed` for its change. */
  | { readonly kind: "waiting"; readonly confirmed: boolean }
  | { readonly kind: "underWay"; readonly phase: "checking" | "sending" | "sent" | "verifying" }
  | { readonly kind: "checked"; readonly check: DissociationCheck }
  | { readonly kind: "ended"; readonly end: TargetEnd }
  /** Nothing was sent, as one before it was not dissociated, or the person cancelled. */
  | { readonly kind: "notTried"; readonly cancelled: boolean }
  /** Its check was cancelled, or not begun. */
  | { readonly kind: "notRun"; readonly dryRun: NotChecked["dryRun"] };

/** One row of the table of results. */
export interface BulkRow extends BulkSubject {
  readonly state: BulkState;
  /** What the IPAM would stop seeing, or stopped seeing, as the last check counted it. */
  readonly impact: Impact | undefined;
}
