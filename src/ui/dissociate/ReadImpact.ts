import type { DiscoveredResource } from "../../ipam/DiscoveredResource.ts";
import type { IpamError } from "../../ipam/IpamError.ts";

/** All that a discovery shows an IPAM, as read on demand. */
export interface ReadImpact {
  /** A sentence that names both ends. */
  readonly title: string;
  readonly account: string;
  /** Milliseconds since 1970. */
  readonly readAt: number;
  /** Whether these are all regions where the IPAM sees what the discovery shows. False where its operating regions are unknown. */
  readonly allRegions: boolean;
  readonly regions: readonly {
    readonly region: string;
    /** By type, then by address. Absent where they could not be read; with an error next to them, some are missing. */
    readonly resources?: readonly DiscoveredResource[];
    readonly error?: IpamError;
  }[];
}
