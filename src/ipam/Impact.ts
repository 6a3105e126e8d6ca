import type { ResourceTally } from "./IpamApi.ts";
import type { IpamError } from "./IpamError.ts";

/** What a discovery shows of one operating region. */
export interface RegionImpact {
  readonly region: string;
  /** Absent where it is not known. */
  readonly tally?: ResourceTally;
  /** Why it is not, where the service said so. */
  readonly error?: IpamError;
}

/** What an IPAM stops seeing once a discovery is dissociated from it. */
export interface Impact {
  /** Milliseconds since 1970. */
  readonly readAt: number;
  /** The operating regions that the IPAM and the discovery have in common. */
  readonly regions: readonly RegionImpact[];
}
