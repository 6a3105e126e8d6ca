import type { NamedThing } from "../Reference.ts";
import type { Skipped } from "../Skipped.ts";
import type { PlannedChange } from "./PlannedChange.ts";

/** A plan or a state, as `terraform show -json` or `tofu show -json` writes it; a state may be the file itself. */
export interface PlanReading {
  readonly kind: "plan" | "state" | "neither";
  /** What a plan would end. */
  readonly changes: readonly PlannedChange[];
  /** IPAMs and discoveries that exist, by address. */
  readonly ids: ReadonlyMap<string, string>;
  readonly things: readonly (NamedThing & { readonly kind: "ipam" | "discovery" })[];
  /** Why the rest was not read. */
  readonly skipped?: Skipped;
}
