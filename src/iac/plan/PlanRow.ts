import type { RegionInventory } from "../../ipam/RegionInventory.ts";
import type { Region } from "../../ipam/regions.ts";
import type { Ending } from "../Ending.ts";
import type { NamedThing } from "../Reference.ts";
import type { PlannedChange } from "./PlannedChange.ts";

/** One association that a plan would end; or what it would take away, where no association of it is known. */
export type PlanRow = {
  /** The same for the same thing, whatever else changes. */
  readonly key: string;
  /** The changes that end it, in the order of the plan. */
  readonly changes: readonly PlannedChange[];
  readonly region?: Region;
} & (
  | ({ readonly kind: "association" } & Ending)
  | {
      readonly kind: "unmatched";
      readonly thing: NamedThing & { readonly kind: "ipam" | "discovery" };
      /** The accounts that lose sight of a discovery, where the plan tells them. */
      readonly targets: readonly string[];
      /** The state of the region, or of all regions together; undefined when no account is open. */
      readonly state: RegionInventory["state"] | undefined;
    }
);
