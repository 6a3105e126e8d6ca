import type { Association } from "./Association.ts";
import type { Ipam } from "./Ipam.ts";
import type { IpamError } from "./IpamError.ts";
import type { ResourceDiscovery } from "./ResourceDiscovery.ts";
import type { Region } from "./regions.ts";

/**
 * Whether an association can be taken apart: the one with the IPAM's own default discovery cannot. `unknown`: the lists do
 * not say which discovery is the IPAM's default one, and it may be this one.
 */
export type Removability = "removable" | "ownDefault" | "unknown";

/** What a discovery is to the IPAM that watches through it. */
export type Provenance = "default" | "own" | "shared";

/** An association joined with what the other lists say about its two ends. */
export interface JoinedAssociation extends Association {
  readonly provenance: Provenance;
  readonly removability: Removability;
  /** Absent when no list that could be read describes the discovery. */
  readonly discovery: ResourceDiscovery | undefined;
  /** Absent when the IPAM belongs to another account. */
  readonly ipam: Ipam | undefined;
}

/** An IPAM of the account with its associations, own default first, then by name. */
export interface JoinedIpam {
  readonly ipam: Ipam;
  readonly associations: readonly JoinedAssociation[];
}

/** What one region holds, as one reading of the lists told it. */
export interface RegionContents {
  readonly ipams: readonly JoinedIpam[];
  /** Associations of the account's discoveries with IPAMs of other accounts. */
  readonly ownerSide: readonly JoinedAssociation[];
  /** The discoveries that the lists describe, associated or not. */
  readonly discoveries: readonly ResourceDiscovery[];
  /** Whether both lists of discoveries were read: where not, a discovery that none describes may still be there. */
  readonly allDiscoveries: boolean;
  /**
   * Lists that could not be read although ListIpams could, and lists that show fewer rows than the service counts: what
   * they would have told is missing above.
   */
  readonly gaps: readonly IpamError[];
}

/**
 * The state of one region in an inventory.
 *
 * `loading` and `failed` keep the contents last read, if any, with the time (ms since 1970) of that reading. Contents
 * without a time are the IPAMs of a first reading that is under way; their associations are still to come.
 */
export type RegionInventory = { readonly region: Region } & (
  | {
      readonly state: "loading";
      readonly contents?: RegionContents;
      readonly readAt?: number;
      /** Set when a reading that has begun before shows its first part. */
      readonly isFirstPart?: true;
    }
  | { readonly state: "loaded"; readonly contents: RegionContents; readonly readAt: number }
  | {
      readonly state: "failed";
      readonly error: IpamError;
      readonly contents?: RegionContents;
      readonly readAt?: number;
    }
);
