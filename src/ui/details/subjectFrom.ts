import { knownRegion } from "../common/knownRegion.ts";
import { targetsFromArguments } from "../dissociate/targetsFromArguments.ts";
import type { ExplorerNode } from "../explorer/ExplorerNode.ts";
import type { DetailSubject } from "./DetailSubject.ts";

/**
 * The subject that a command was called with: a row of the tree, or a plain target as keybindings and tests give it.
 * @returns undefined when it is neither
 */
export function subjectFrom(clicked: unknown, activeProfile: string): DetailSubject | undefined {
  if (isNode(clicked) && clicked.kind === "ipam") {
    const { ipamId } = clicked.joined.ipam;
    const region = knownRegion(clicked.joined.ipam.region);
    return region && { profile: clicked.profile, region, ipamId, discoveryId: undefined };
  }
  try {
    return targetsFromArguments(clicked, undefined, activeProfile)?.[0];
  } catch {
    return undefined;
  }
}

function isNode(value: unknown): value is ExplorerNode {
  return typeof value === "object" && value !== null && "kind" in value;
}
