import type { Region } from "./regions.ts";
import type { Tag } from "./Tag.ts";

/** An IP Address Manager instance, as ListIpams describes it. */
export interface Ipam {
  readonly ipamId: string;
  readonly name: string;
  readonly description: string;
  /** `Creating`, `Created`, `Deleting` or `Deleted`; unknown words are kept as they came. */
  readonly status: string;
  /** The hosted region: where it was created and where every call about it goes. */
  readonly region: Region;
  readonly operatingRegions: readonly string[];
  /** Account id, 16 digits. */
  readonly ownerId: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly resourceGroupId: string;
  readonly defaultDiscoveryId: string;
  readonly defaultAssociationId: string;
  /** How many associations the service counts; absent when it did not say. */
  readonly associationCount: number | undefined;
  readonly scopeCount: number | undefined;
  readonly tags: readonly Tag[];
}
