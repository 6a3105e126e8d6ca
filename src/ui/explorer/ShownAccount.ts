import type { Inventory } from "../../ipam/Inventory.ts";

/** The account whose inventory is shown; its profile's id is part of every row's id. */
export interface ShownProfile {
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  /** What is started without a row of the tree is about this one. */
  readonly isActive: boolean;
  /** Simulated: there are no credentials of a person behind it. */
  readonly isDemo: boolean;
}

/** An account that the tree shows. */
export interface ShownAccount {
  readonly profile: ShownProfile;
  readonly inventory: Inventory;
}
