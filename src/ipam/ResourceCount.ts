/** How much of a network an IPAM sees through one association. */
export interface ResourceCount {
  readonly vpcs: number;
  readonly vSwitches: number;
  /** There may be fewer: the IPAM's operating regions are not known, or VPCs were counted once for each CIDR block. */
  readonly atMost: boolean;
  /** Milliseconds since 1970. */
  readonly countedAt: number;
}
