import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import type { AssociationNode } from "./ExplorerNode.ts";

/** The row of an association below another row. */
export function associationNode(
  association: JoinedAssociation,
  profile: string,
  parentId: string,
  isBelowDiscovery = false,
): AssociationNode {
  // An owner-side row has no IPAM row above it, so its own id names both ends.
  const id = `${parentId}/${association.region}/${association.ipamId}/${association.discoveryId}`;
  return { kind: "association", id, profile, isBelowDiscovery, association };
}
