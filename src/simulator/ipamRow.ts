import { idSuffix } from "./idSuffix.ts";
import type { StoredIpam } from "./Organisation.ts";

/** An IPAM as ListIpams gives it. OwnerId is a number there. */
export function ipamRow(ipam: StoredIpam, associationCount: number): Readonly<Record<string, unknown>> {
  return {
    IpamId: ipam.id,
    IpamName: ipam.name,
    IpamDescription: ipam.description,
    IpamStatus: ipam.status,
    RegionId: ipam.region,
    OperatingRegionList: ipam.operatingRegions,
    OwnerId: Number(ipam.owner),
    CreateTime: ipam.createdAt,
    ResourceGroupId: ipam.resourceGroup,
    DefaultResourceDiscoveryId: ipam.defaultDiscovery,
    DefaultResourceDiscoveryAssociationId: `ipam-res-disco-assoc-${idSuffix(`${ipam.id}/default`, 18)}`,
    ResourceDiscoveryAssociationCount: associationCount,
    PrivateDefaultScopeId: `ipam-scope-${idSuffix(`${ipam.id}/private`, 18)}`,
    PublicDefaultScopeId: `ipam-scope-${idSuffix(`${ipam.id}/public`, 18)}`,
    ScopeCount: 2,
    Tags: ipam.tags,
  };
}
