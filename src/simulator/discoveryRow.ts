import type { StoredDiscovery } from "./Organisation.ts";

/** A discovery as ListIpamResourceDiscoveries gives it to one account. OwnerId is a number there. */
export function discoveryRow(discovery: StoredDiscovery, viewer: string): Readonly<Record<string, unknown>> {
  const ownShareType = discovery.sharedWith.size > 0 ? "Sharing" : "";
  return {
    IpamResourceDiscoveryId: discovery.id,
    IpamResourceDiscoveryName: discovery.name,
    IpamResourceDiscoveryDescription: discovery.description,
    IpamResourceDiscoveryStatus: discovery.status,
    Type: discovery.type,
    ShareType: discovery.owner === viewer ? ownShareType : "Shared",
    OwnerId: Number(discovery.owner),
    RegionId: discovery.region,
    OperatingRegionList: discovery.operatingRegions,
    CreateTime: discovery.createdAt,
    ResourceGroupId: discovery.resourceGroup,
    Tags: discovery.tags,
  };
}
