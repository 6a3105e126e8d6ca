import type { JoinedAssociation, RegionContents } from "../../ipam/RegionInventory.ts";
import type { ResourceDiscovery } from "../../ipam/ResourceDiscovery.ts";
import { type Region, regions } from "../../ipam/regions.ts";
import type { AccountRows } from "./AccountRows.ts";
import type { DiscoveryNode, RegionNode } from "./ExplorerNode.ts";

/** More discoveries than these stand below their regions, which are closed until someone opens them. */
const mostTopDiscoveries = 500;

/** What the accounts tell of one discovery. */
interface Seen {
  readonly profile: string;
  readonly ownerId: string;
  discovery: ResourceDiscovery | undefined;
  /** One for each IPAM, which may be in the lists of several accounts. */
  readonly watchers: { readonly profile: string; readonly association: JoinedAssociation }[];
}

/** The discoveries of all accounts, associated or not, each with the IPAMs that watch through it: by region, then by name. */
export function discoveryNodes(accounts: readonly AccountRows[]): readonly (DiscoveryNode | RegionNode)[] {
  const byRegion = new Map<Region, Map<string, Seen>>(regions.map((region) => [region, new Map()]));
  let count = 0;
  for (const { profile, snapshots } of accounts) {
    for (const { region, contents } of snapshots) {
      if (!contents) continue;
      const seen = byRegion.get(region) ?? new Map<string, Seen>();
      // A region that the person added stands below those of the list.
      byRegion.set(region, seen);
      see(seen, contents, profile.id);
    }
  }
  for (const seen of byRegion.values()) count += seen.size;
  const filled = [...byRegion].filter(([, seen]) => seen.size > 0);
  if (count <= mostTopDiscoveries) return filled.flatMap(([region, seen]) => nodesOf(region, seen));
  return filled.map(([region, seen]) => ({
    kind: "region",
    id: `discoveries/${region}`,
    region,
    rows: { of: "discoveries", count: seen.size },
    isOpen: false,
    children: () => nodesOf(region, seen),
  }));
}

function see(seen: Map<string, Seen>, { discoveries, ipams, ownerSide }: RegionContents, profile: string): void {
  for (const discovery of discoveries)
    known(seen, discovery.discoveryId, discovery.ownerId, profile).discovery ??= discovery;
  for (const { associations } of ipams) for (const association of associations) watch(seen, association, profile);
  for (const association of ownerSide) watch(seen, association, profile);
}

function watch(seen: Map<string, Seen>, association: JoinedAssociation, profile: string): void {
  const { discoveryId, discoveryOwnerId, discovery, ipam, ipamId } = association;
  const one = known(seen, discoveryId, discoveryOwnerId, profile);
  one.discovery ??= discovery;
  const before = one.watchers.findIndex((watcher) => watcher.association.ipamId === ipamId);
  if (before < 0) one.watchers.push({ profile, association });
  // The account of the IPAM tells more of it than that of the discovery.
  else if (ipam) one.watchers[before] = { profile, association };
}

function known(seen: Map<string, Seen>, discoveryId: string, ownerId: string, profile: string): Seen {
  const before = seen.get(discoveryId);
  if (before) return before;
  const added: Seen = { profile, ownerId, discovery: undefined, watchers: [] };
  seen.set(discoveryId, added);
  return added;
}

const { compare } = new Intl.Collator("en", { numeric: true });

function nodesOf(region: Region, seen: ReadonlyMap<string, Seen>): readonly DiscoveryNode[] {
  return [...seen]
    .map(([discoveryId, one]) => ({ discoveryId, one, name: one.discovery?.name ?? "" }))
    .sort((a, b) => Number(a.name === "") - Number(b.name === "") || compare(a.name, b.name))
    .map(({ discoveryId, one }) => ({
      ...one,
      kind: "discovery",
      id: `discovery/${region}/${discoveryId}`,
      region,
      discoveryId,
    }));
}
