import type { Cidr } from "./Cidr.ts";

/** What is looked at: a CIDR block, and the VPC whose it is. */
export interface OwnedCidr {
  readonly vpcId: string;
  readonly cidr: Cidr;
}

/**
 * For each block, the places in `others` of other VPCs' blocks that have addresses in common with it.
 * @param most length of a list: where thousands of VPCs have the same default block, nobody reads them all
 */
export function findOverlaps(
  blocks: readonly OwnedCidr[],
  others: readonly OwnedCidr[],
  most: number,
): readonly (readonly number[])[] {
  const groups = groupsOf(others);
  return blocks.map(({ vpcId, cidr }) => {
    const found: number[] = [];
    for (const group of around(groups, cidr)) {
      for (const [vpc, place] of group.byVpc) {
        if (found.length === most) return found;
        if (vpc !== vpcId) found.push(place);
      }
    }
    return found;
  });
}

/** Equal blocks, with the first one of each VPC. */
interface Group {
  readonly cidr: Cidr;
  readonly byVpc: Map<string, number>;
  /** The smallest group that contains this one. */
  readonly above: Group | undefined;
}

/** Sorted; what contains stands before what it contains. */
function groupsOf(blocks: readonly OwnedCidr[]): readonly Group[] {
  const sorted = blocks.map((block, place) => ({ ...block, place })).sort((a, b) => a.cidr.compare(b.cidr));
  const groups: Group[] = [];
  for (const { vpcId, cidr, place } of sorted) {
    let above = groups.at(-1);
    if (above?.cidr.compare(cidr) !== 0) {
      while (above && !above.cidr.contains(cidr)) above = above.above;
      groups.push({ cidr, byVpc: new Map(), above });
    }
    const { byVpc } = groups.at(-1) ?? { byVpc: new Map<string, number>() };
    if (!byVpc.has(vpcId)) byVpc.set(vpcId, place);
  }
  return groups;
}

/** The groups that contain a block or lie in it: two CIDR blocks never cross. */
function* around(groups: readonly Group[], cidr: Cidr): Iterable<Group> {
  let [low, high] = [0, groups.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const group = groups[middle];
    if (group && group.cidr.compare(cidr) < 0) low = middle + 1;
    else high = middle;
  }
  for (let above = groups[low - 1]; above; above = above.above) if (above.cidr.contains(cidr)) yield above;
  for (let place = low; place < groups.length; place += 1) {
    const group = groups[place];
    if (!group || !cidr.contains(group.cidr)) return;
    yield group;
  }
}
