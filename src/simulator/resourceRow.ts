import type { StoredDiscovery, StoredResource } from "./Organisation.ts";

/** A resource as ListIpamDiscoveredResource gives it: account ids are numbers, counts and usage are strings. */
export function resourceRow(resource: StoredResource, discovery: StoredDiscovery): Readonly<Record<string, unknown>> {
  const { total, used } = resource;
  return {
    IpamResourceDiscoveryId: discovery.id,
    AliUid: Number(discovery.owner),
    ResourceId: resource.id,
    ResourceName: resource.name,
    ResourceType: resource.type,
    ResourceRegionId: resource.region,
    ResourceOwnerId: Number(discovery.owner),
    VpcId: resource.vpcId,
    Cidr: resource.cidr,
    SourceCidr: resource.sourceCidr,
    IpUsage: String(Math.round((used / total) * 10_000) / 10_000),
    IpCountDetail: { FreeIpCount: String(total - used), TotalIpCount: String(total), UsedIpCount: String(used) },
    DiscoveryTime: resource.discoveredAt,
  };
}
