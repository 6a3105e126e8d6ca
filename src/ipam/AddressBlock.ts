import type { Cidr } from "./Cidr.ts";
import type { DiscoveredResource } from "./DiscoveredResource.ts";

/** A CIDR block of a VPC, or a vSwitch, that one or more discoveries show. */
export interface AddressBlock {
  readonly resource: DiscoveredResource;
  /** Undefined where the service gave a text that is no CIDR block. */
  readonly cidr: Cidr | undefined;
  /** Ids of all discoveries that show it. */
  readonly discoveryIds: readonly string[];
  /** Used share of its addresses, 0 to 1; undefined where the service did not say. */
  readonly used: number | undefined;
  /** Places, in the list of all blocks, of other VPCs' blocks that have addresses in common with it; bounded. */
  readonly overlaps: readonly number[];
  /** Place of the block of its own VPC that a vSwitch lies in. */
  readonly parent: number | undefined;
}
