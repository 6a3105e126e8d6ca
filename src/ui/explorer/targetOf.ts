import type { Target } from "../../ipam/Target.ts";
import type { AssociationNode } from "./ExplorerNode.ts";

/** The target an association's row stands for. */
export function targetOf({ profile, association }: AssociationNode): Target {
  const { region, ipamId, discoveryId } = association;
  return { profile, region, ipamId, discoveryId };
}
