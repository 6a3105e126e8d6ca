import type { Association } from "./Association.ts";
import type { DiscoveredResource } from "./DiscoveredResource.ts";
import type { Ipam } from "./Ipam.ts";
import type { IpamError } from "./IpamError.ts";
import type { ResourceDiscovery } from "./ResourceDiscovery.ts";
import type { Region } from "./regions.ts";
import type { AssociationEnds } from "./Target.ts";

/** Options every call takes. */
export interface CallOptions {
  /** Ends the call; it then throws an IpamError with reason `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Lets requests that somebody waits for go first. The accounts' own background requests take turns, account by account. */
  readonly background?: boolean;
}

/** Options of a list. */
export interface ListOptions extends CallOptions {
  /**
   * Called when the service counts other rows than it shows, also when asked again; the list then resolves with the rows
   * that it shows, or that it showed in any of its readings where each shows others. Without it such a list throws: what is absent from it may be there all the same.
   */
  readonly onGap?: ((gap: IpamError) => void) | undefined;
}

/**
 * How the caller of a change or a dry run follows its request, try by try. The signal of such a call never breaks off a
 * request that has left: it only keeps every further one from leaving.
 */
export interface SendingOptions extends CallOptions {
  /**
   * Asked right before each try leaves, when its credentials are loaded and its turn has come. When it rejects, neither
   * this try nor a later one leaves, and the call throws what it rejected with.
   */
  readonly beforeSend?: (() => Promise<void>) | undefined;
  /** Called when a try leaves: a connection stands, and from now on it may take effect. */
  readonly onLeft?: (() => void) | undefined;
  /**
   * Called when a try failed and another one is to follow. An abort keeps that one from leaving, from here on as before: the
   * call then ends as cancelled, and only this tells how the try came out.
   */
  readonly onHeldBack?: ((error: IpamError) => void) | undefined;
}

/** A change to an association. One token per confirmed action; every retry of it sends the same one. */
export interface ChangeRequest extends AssociationEnds {
  readonly clientToken: string;
}

/** An answer that carries nothing but the id of its request: from the body, else from the header `x-acs-request-id`. */
export interface Receipt {
  /** Absent where the answer had none. */
  readonly requestId: string | undefined;
}

/**
 * Outcome of a request with `DryRun=true`.
 *
 * `passed`: the service answered DryRunOperation. `changed`: the answer was 2xx, which it never should be: the change
 * may have been made. `unreadable` says what was wrong with that answer, where no one can say that the service gave it;
 * there may be no RequestId then.
 */
export type DryRunAnswer = Receipt &
  ({ readonly outcome: "passed" } | { readonly outcome: "changed"; readonly unreadable?: IpamError | undefined });

/** VPCs and vSwitches in one operating region. */
export interface ResourceTally {
  readonly vpcs: number;
  readonly vSwitches: number;
  /** Whether there may be fewer VPCs than that. */
  readonly atMost: boolean;
}

/** The account behind a set of credentials, as STS GetCallerIdentity tells it. */
export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
  readonly identityType: string;
}

/**
 * VPC IPAM as the domain needs it. One instance acts with one set of credentials.
 *
 * Every method throws IpamError, and nothing else, when the call fails or is cancelled. Lists are complete, all
 * pages, unless their caller takes gaps.
 */
export interface IpamApi {
  listIpams(
    region: Region,
    filter?: { readonly ipamIds?: readonly string[] },
    options?: ListOptions,
  ): Promise<readonly Ipam[]>;
  /** The caller's own discoveries. */
  listOwnDiscoveries(region: Region, options?: ListOptions): Promise<readonly ResourceDiscovery[]>;
  /** Discoveries that other accounts share with the caller. */
  listSharedDiscoveries(region: Region, options?: ListOptions): Promise<readonly ResourceDiscovery[]>;
  /** With both ids, of which the last reading decides: an association that an earlier one showed may have ended since. */
  listAssociations(
    region: Region,
    filter?: { readonly ipamId?: string; readonly discoveryId?: string },
    options?: ListOptions,
  ): Promise<readonly Association[]>;
  /** Resources that a discovery found in one of its operating regions. */
  listDiscoveredResources(
    query: {
      readonly region: Region;
      readonly discoveryId: string;
      readonly resourceRegion: string;
      readonly type?: "VPC" | "VSwitch";
    },
    options?: ListOptions,
  ): Promise<readonly DiscoveredResource[]>;
  /**
   * How many VPCs and vSwitches they are, without reading them all. Undefined when the service does not say, or says what
   * its own rows contradict.
   *
   * Up to a hundred rows are told apart by their ids. Of more, the service's own count is taken, which has a VPC once for
   * each of its CIDR blocks: then they are that many at most.
   */
  countDiscoveredResources(
    query: { readonly region: Region; readonly discoveryId: string; readonly resourceRegion: string },
    options?: CallOptions,
  ): Promise<ResourceTally | undefined>;
  isServiceOpened(region: Region, options?: CallOptions): Promise<boolean>;
  dryRunDissociate(request: ChangeRequest, options?: SendingOptions): Promise<DryRunAnswer>;
  dissociate(request: ChangeRequest, options?: SendingOptions): Promise<Receipt>;
  dryRunAssociate(request: ChangeRequest, options?: SendingOptions): Promise<DryRunAnswer>;
  associate(request: ChangeRequest, options?: SendingOptions): Promise<Receipt>;
}
