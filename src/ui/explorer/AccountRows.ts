import type { ContentsFilter } from "../../ipam/ContentsFilter.ts";
import type { RegionInventory } from "../../ipam/RegionInventory.ts";
import type { ShownAccount, ShownProfile } from "./ShownAccount.ts";

/** One account as it is to be painted. */
export interface AccountRows {
  readonly profile: ShownProfile;
  /** As read. */
  readonly all: readonly RegionInventory[];
  /** As the filter leaves it. */
  readonly snapshots: readonly RegionInventory[];
  /** False when the account has not opened VPC IPAM; undefined while nothing made it worth asking. */
  readonly serviceOpened: boolean | undefined;
  /** The account's name, where rows of several accounts stand side by side. */
  readonly label: string | undefined;
}

/** Reads what an account holds, and leaves of it what the filter shows. */
export function accountRows(
  { profile, inventory }: ShownAccount,
  filter: ContentsFilter | undefined,
  isOneOfSeveral: boolean,
): AccountRows {
  const all = inventory.snapshots();
  return {
    profile,
    all,
    snapshots: filter ? all.map((snapshot) => filtered(snapshot, filter)) : all,
    serviceOpened: inventory.serviceOpened,
    label: isOneOfSeveral ? profile.name : undefined,
  };
}

function filtered(snapshot: RegionInventory, filter: ContentsFilter): RegionInventory {
  return snapshot.contents ? { ...snapshot, contents: filter.apply(snapshot.contents) } : snapshot;
}
