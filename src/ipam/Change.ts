import type { Target } from "./Target.ts";

/** What can be done to an association. */
export type ChangeAction = "dissociate" | "associate";

/** One change that a person confirmed, before it is journalled and sent. */
export interface Change {
  readonly action: ChangeAction;
  readonly target: Target;
  /** RequestId of the dry run that passed before. */
  readonly dryRunRequestId: string | undefined;
  readonly note?: ChangeNote | undefined;
  /** The endpoint template it goes to; empty for the public endpoints. */
  readonly endpoint?: string | undefined;
}

/** What a person may want to read beside a change later: names as they were then, and why it was made. */
export interface ChangeNote {
  readonly ipamName?: string | undefined;
  readonly discoveryName?: string | undefined;
  /** As the person typed it. */
  readonly reason?: string | undefined;
}
