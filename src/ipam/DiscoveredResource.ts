/** A VPC or vSwitch that a resource discovery found, as ListIpamDiscoveredResource describes it. */
export interface DiscoveredResource {
  readonly discoveryId: string;
  readonly resourceId: string;
  readonly name: string;
  /** `VPC` or `VSwitch`. */
  readonly type: string;
  readonly region: string;
  readonly ownerId: string;
  readonly vpcId: string;
  readonly cidr: string;
  /** Used share of the addresses, 0 to 1 as the service prints it, or empty. */
  readonly ipUsage: string;
  readonly discoveredAt: string;
}
