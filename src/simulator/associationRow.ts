import type { ListedAssociation } from "./Organisation.ts";

/**
 * An association as ListIpamResourceDiscoveryAssociations gives it: six fields, no id, no name. The owner's id is a
 * string here, and a number in the other lists.
 */
export function associationRow({ ipam, discovery, ended }: ListedAssociation): Readonly<Record<string, unknown>> {
  return {
    IpamId: ipam.id,
    IpamResourceDiscoveryId: discovery.id,
    IpamResourceDiscoveryOwnerId: discovery.owner,
    IpamResourceDiscoveryType: discovery.type,
    IpamResourceDiscoveryStatus: discovery.status,
    Status: ended ? "Deleted" : "Created",
  };
}
