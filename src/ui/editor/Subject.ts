import type { Ipam } from "../../ipam/Ipam.ts";
import type { IpamError } from "../../ipam/IpamError.ts";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import type { ResourceDiscovery } from "../../ipam/ResourceDiscovery.ts";
import type { Region } from "../../ipam/regions.ts";

/** An IPAM or a discovery that a document names, found in what was read of the account. */
export interface Subject {
  readonly kind: "ipam" | "discovery";
  readonly id: string;
  readonly region: Region;
  readonly ipam: Ipam | undefined;
  /** Absent when no list describes it. */
  readonly discovery: ResourceDiscovery | undefined;
  /** The associations it has, as far as the account sees them. */
  readonly rows: readonly JoinedAssociation[];
  /** When its region was read, ms since 1970; absent while its associations are still being read. */
  readonly readAt: number | undefined;
}

/** What is known of what a place in a document names, from what was read before and nothing else. */
export type Knowledge =
  /** No account is open. */
  | { readonly known: "closed" }
  /** The regions it may be in are not read yet. */
  | { readonly known: "reading" }
  | { readonly known: "failed"; readonly region: Region; readonly error: IpamError }
  /** Its region is not among those that are read. */
  | { readonly known: "outside"; readonly region: Region }
  /** Neither an id nor a name says which one it is, or several have that name. */
  | { readonly known: "unnamed" }
  /** `certain`: every list that would name it was read. */
  | { readonly known: "missing"; readonly readAt: number; readonly certain: boolean }
  /** The active account does not have it; an account that is shown beside it does. */
  | { readonly known: "beside"; readonly account: string }
  | { readonly known: "found"; readonly subjects: readonly Subject[] };
