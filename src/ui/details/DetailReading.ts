import type { DiscoveredResource } from "../../ipam/DiscoveredResource.ts";
import type { IpamError } from "../../ipam/IpamError.ts";
import type { KnownSubject } from "./DetailSubject.ts";

/** What was read for a detail view, as far as it has answered. */
export interface DetailReading {
  readonly subject: KnownSubject;
  /** Account whose credentials read it. */
  readonly account: string;
  /** Lists that are asked for: one for each discovery and operating region. */
  readonly asked: number;
  readonly answers: readonly DetailAnswer[];
  /** Why associations of the IPAM may be missing. */
  readonly gaps: readonly IpamError[];
  /** Of the last answer, ms since 1970. */
  readonly readAt: number;
}

/** What a discovery shows in one region, or why that is not known. */
export interface DetailAnswer {
  readonly discoveryId: string;
  readonly region: string;
  readonly resources: readonly DiscoveredResource[];
  readonly error?: IpamError;
}
