import type { IpamError } from "../../ipam/IpamError.ts";
import type { JoinedAssociation, JoinedIpam } from "../../ipam/RegionInventory.ts";
import type { ResourceDiscovery } from "../../ipam/ResourceDiscovery.ts";
import type { Region } from "../../ipam/regions.ts";
import type { ShownProfile } from "./ShownAccount.ts";

/** A row of the tree. It is a picture of a snapshot and never calls the cloud. */
export type ExplorerNode =
  | AccountNode
  | RegionNode
  | DiscoveryNode
  | IpamNode
  | AssociationNode
  | OwnerSideNode
  | LoadingNode
  | FailureNode
  | FailureDetailNode
  | NoticeNode;

/** One account of several, or of one, where rows are grouped by account. */
export interface AccountNode {
  readonly kind: "account";
  readonly id: string;
  readonly profile: ShownProfile;
  readonly state: "reading" | "read" | "incomplete";
  readonly ipams: number;
  readonly associations: number;
  readonly isOpen: boolean;
  readonly children: readonly ExplorerNode[];
}

/** One region, where rows are grouped by region. */
export interface RegionNode {
  readonly kind: "region";
  readonly id: string;
  readonly region: Region;
  readonly rows: { readonly of: "ipams" | "discoveries"; readonly count: number };
  readonly isOpen: boolean;
  readonly children: () => readonly ExplorerNode[];
}

/** A resource discovery with the IPAMs that watch through it, where rows are grouped by discovery. */
export interface DiscoveryNode {
  readonly kind: "discovery";
  readonly id: string;
  readonly profile: string;
  readonly region: Region;
  readonly discoveryId: string;
  readonly ownerId: string;
  /** Absent when no list that could be read describes it. */
  readonly discovery: ResourceDiscovery | undefined;
  /** One for each IPAM, with the profile in whose lists the row was found. */
  readonly watchers: readonly { readonly profile: string; readonly association: JoinedAssociation }[];
}

export interface IpamNode {
  readonly kind: "ipam";
  readonly id: string;
  readonly profile: string;
  /** The profile's name, where it cannot be seen from what stands above the row. */
  readonly account: string | undefined;
  readonly joined: JoinedIpam;
  /** Why part of the region's lists is missing. */
  readonly gaps: readonly IpamError[];
  readonly refreshing: boolean;
  readonly isOpen: boolean;
  /** When the region was read, ms since 1970; absent before the first reading. */
  readonly readAt: number | undefined;
}

export interface AssociationNode {
  readonly kind: "association";
  readonly id: string;
  readonly profile: string;
  /** The row stands below its discovery and is named by the IPAM. */
  readonly isBelowDiscovery: boolean;
  readonly association: JoinedAssociation;
}

/** Associations that only the side of the discovery's owner shows. */
export interface OwnerSideNode {
  readonly kind: "ownerSide";
  readonly id: string;
  readonly children: readonly AssociationNode[];
}

/** Regions that have not answered yet, those of each account by themselves. */
export interface LoadingNode {
  readonly kind: "loading";
  readonly id: string;
  readonly regions: readonly Region[];
  readonly of: number;
}

/** Regions, or lists, that could not be read, for one and the same cause. */
export interface FailureNode {
  readonly kind: "failure";
  readonly id: string;
  /** The first of the failures; the others differ only in region and RequestId. */
  readonly error: IpamError;
  readonly failures: readonly { readonly region: Region; readonly error: IpamError }[];
  readonly profile: string;
  /** The profile's name, where it cannot be seen from what stands above the row. */
  readonly account: string | undefined;
  /** Whether the regions' IPAMs are unknown, or only part of what they hold. */
  readonly extent: "region" | "list";
}

/** A line below a failure: its cause, where it happened, or what can be done. */
export interface FailureDetailNode {
  readonly kind: "failureDetail";
  readonly id: string;
  readonly parent: FailureNode;
  readonly detail:
    | { readonly what: "cause" | "advice" | "retry" | "showLog" | "copyRamPolicy" | "signIn" }
    | { readonly what: "region"; readonly region: Region; readonly error: IpamError };
}

/** There is nothing to list, and why. */
export interface NoticeNode {
  readonly kind: "notice";
  readonly id: string;
  readonly notice: "empty" | "serviceNotOpened" | "noMatch";
}
