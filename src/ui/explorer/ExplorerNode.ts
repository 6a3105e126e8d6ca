import type { IpamError } from "../../ipam/IpamError.ts";
import type { JoinedAssociation, JoinedIpam } from "../../ipam/RegionInventory.ts";
import type { Region } from "../../ipam/regions.ts";

/** A row of the tree. It is a picture of a snapshot and never calls the cloud. */
export type ExplorerNode =
  | IpamNode
  | AssociationNode
  | OwnerSideNode
  | LoadingNode
  | FailureNode
  | FailureDetailNode
  | NoticeNode;

export interface IpamNode {
  readonly kind: "ipam";
  readonly id: string;
  readonly profile: string;
  readonly joined: JoinedIpam;
  /** Why part of the region's lists is missing. */
  readonly gaps: readonly IpamError[];
  readonly refreshing: boolean;
  /** When the region was read, ms since 1970; absent before the first reading. */
  readonly readAt: number | undefined;
}

export interface AssociationNode {
  readonly kind: "association";
  readonly id: string;
  readonly profile: string;
  readonly association: JoinedAssociation;
}

/** Associations that only the side of the discovery's owner shows. */
export interface OwnerSideNode {
  readonly kind: "ownerSide";
  readonly id: string;
  readonly children: readonly AssociationNode[];
}

/** Regions that have not answered yet. */
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
