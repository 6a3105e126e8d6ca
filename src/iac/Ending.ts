import type { JoinedAssociation } from "../ipam/RegionInventory.ts";

/** An association that a change would end. */
export interface Ending {
  readonly association: JoinedAssociation;
  /** False where something decides that is not known here, such as whose the other account's IPAM is. */
  readonly certain: boolean;
}
