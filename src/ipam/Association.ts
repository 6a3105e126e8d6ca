import type { Region } from "./regions.ts";

/**
 * One row of ListIpamResourceDiscoveryAssociations: an IPAM watches through a resource discovery.
 *
 * The service gives an association neither an id nor a name; the two ids together identify it in its region.
 */
export interface Association {
  readonly region: Region;
  readonly ipamId: string;
  readonly discoveryId: string;
  readonly discoveryOwnerId: string;
  /** `system` or `custom`. */
  readonly discoveryType: string;
  readonly discoveryStatus: string;
  /** `Created` or `Deleted`; unknown words are kept as they came. */
  readonly status: string;
}
