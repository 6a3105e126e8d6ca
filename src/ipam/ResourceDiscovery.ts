import type { Region } from "./regions.ts";
import type { Tag } from "./Tag.ts";

/** A resource discovery, as ListIpamResourceDiscoveries describes it. */
export interface ResourceDiscovery {
  readonly discoveryId: string;
  readonly name: string;
  readonly description: string;
  /** `Creating`, `Created`, `Modifying`, `Deleting` or `Deleted`. */
  readonly status: string;
  /** `system` for the default discovery of an IPAM, `custom` otherwise. Never a reason for or against removal. */
  readonly type: string;
  /** Empty, `Shared` (another account shares it with the caller) or `Sharing` (the caller shares it out). */
  readonly shareType: string;
  readonly ownerId: string;
  readonly region: Region;
  readonly operatingRegions: readonly string[];
  readonly createdAt: string;
  readonly resourceGroupId: string;
  readonly tags: readonly Tag[];
}
