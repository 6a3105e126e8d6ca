import type { AddressBlock } from "./AddressBlock.ts";
import { Cidr } from "./Cidr.ts";
import type { DiscoveredResource } from "./DiscoveredResource.ts";
import { findOverlaps, type OwnedCidr } from "./findOverlaps.ts";
import { groupBy } from "./groupBy.ts";

/** Longest list of a block's overlaps. */
const mostOverlaps = 100;

/**
 * What discoveries show, sorted by address: the same block of the same resource once, however many discoveries show it,
 * with the blocks of other VPCs that overlap it. A vSwitch in its own VPC overlaps nothing.
 */
export function addressBlocks(resources: readonly DiscoveredResource[]): readonly AddressBlock[] {
  const distinct = distinctBlocks(resources).sort(byAddress);
  const placed = distinct.map(({ resource, cidr }, place) => ({ vpcId: resource.vpcId, resource, cidr, place }));
  const known = placed.filter(isKnown);
  const vpcs = known.filter(({ resource }) => resource.type === "VPC");
  const found = findOverlaps(known, vpcs, mostOverlaps);
  const overlaps = new Map(known.map(({ place }, index) => [place, found[index] ?? []]));
  const byVpc = groupBy(vpcs, ({ vpcId }) => vpcId);
  return distinct.map(({ resource, cidr, discoveryIds }, place) => ({
    resource,
    cidr,
    discoveryIds: [...discoveryIds],
    used: shareOf(resource.ipUsage),
    overlaps: (overlaps.get(place) ?? []).flatMap((other) => vpcs[other]?.place ?? []),
    parent:
      resource.type === "VPC" || !cidr
        ? undefined
        : byVpc.get(resource.vpcId)?.find((vpc) => vpc.cidr.contains(cidr))?.place,
  }));
}

function distinctBlocks(resources: readonly DiscoveredResource[]) {
  const blocks = new Map<string, { resource: DiscoveredResource; cidr: Cidr | undefined; discoveryIds: Set<string> }>();
  for (const resource of resources) {
    const key = JSON.stringify([resource.type, resource.resourceId, resource.cidr]);
    const block = blocks.get(key);
    if (block) block.discoveryIds.add(resource.discoveryId);
    else {
      blocks.set(key, { resource, cidr: Cidr.parse(resource.cidr), discoveryIds: new Set([resource.discoveryId]) });
    }
  }
  return [...blocks.values()];
}

/** What has no CIDR block stands last. */
function byAddress(one: Pick<AddressBlock, "cidr" | "resource">, other: Pick<AddressBlock, "cidr" | "resource">) {
  const order = one.cidr && other.cidr ? one.cidr.compare(other.cidr) : Number(!one.cidr) - Number(!other.cidr);
  return order || rank(one.resource) - rank(other.resource) || compareText(one.resource, other.resource);
}

/** A vSwitch as large as its VPC stands below it. */
function rank({ type }: DiscoveredResource): number {
  return type === "VPC" ? 0 : 1;
}

function compareText(one: DiscoveredResource, other: DiscoveredResource): number {
  return one.resourceId < other.resourceId ? -1 : Number(one.resourceId > other.resourceId);
}

function isKnown<T extends { readonly cidr: Cidr | undefined }>(block: T): block is T & OwnedCidr {
  return block.cidr !== undefined;
}

function shareOf(ipUsage: string): number | undefined {
  const share = ipUsage.trim() === "" ? Number.NaN : Number(ipUsage);
  return Number.isFinite(share) && share >= 0 ? Math.min(share, 1) : undefined;
}
