import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import type { ResourceDiscovery } from "../../ipam/ResourceDiscovery.ts";
import { type Region, regions } from "../../ipam/regions.ts";
import type { AccountRows } from "./AccountRows.ts";
import { associationNode } from "./associationNode.ts";
import type { DiscoveryNode } from "./ExplorerNode.ts";

/** What the accounts tell of one discovery. */
interface Seen {
  readonly profile: string;
  readonly region: Region;
  readonly discoveryId: string;
  readonly ownerId: string;
  discovery: ResourceDiscovery | undefined;
  /** By IPAM, which may be in the lists of several accounts. */
  readonly associations: Map<string, { readonly profile: string; readonly association: JoinedAssociation }>;
}

/** The discoveries of all accounts, associated or not, each with the IPAMs that watch through it: by region, then by name. */
export function discoveryNodes(accounts: readonly AccountRows[]): readonly DiscoveryNode[] {
  const seen = new Map<string, Seen>();
  const see = (profile: string, region: Region, discoveryId: string, ownerId: string): Seen => {
    const key = `${region}/${discoveryId}`;
    const known = seen.get(key) ?? {
      profile,
      region,
      discoveryId,
      ownerId,
      discovery: undefined,
      associations: new Map(),
    };
    seen.set(key, known);
    return known;
  };
  for (const { profile, snapshots } of accounts) {
    for (const { region, contents } of snapshots) {
      if (!contents) continue;
      for (const discovery of contents.discoveries) {
        see(profile.id, region, discovery.discoveryId, discovery.ownerId).discovery ??= discovery;
      }
      for (const association of [...contents.ipams.flatMap((joined) => joined.associations), ...contents.ownerSide]) {
        const { discoveryId, discoveryOwnerId, ipamId } = association;
        const { associations } = see(profile.id, region, discoveryId, discoveryOwnerId);
        // The account of the IPAM tells more of it than that of the discovery.
        if (association.ipam || !associations.has(ipamId))
          associations.set(ipamId, { profile: profile.id, association });
      }
    }
  }
  const rank = new Map(regions.map((region, position) => [region, position]));
  return [...seen.values()]
    .sort(
      (one, other) =>
        (rank.get(one.region) ?? 0) - (rank.get(other.region) ?? 0) || nameOf(one).localeCompare(nameOf(other), "en"),
    )
    .map(({ associations, ...known }) => {
      const id = `discovery/${known.region}/${known.discoveryId}`;
      const children = [...associations.values()].map(({ profile, association }) =>
        associationNode(association, profile, id, true),
      );
      return { ...known, kind: "discovery", id, children };
    });
}

/** Those without a name come last. */
function nameOf({ discovery, discoveryId }: Seen): string {
  return discovery?.name || `\uffff${discoveryId}`;
}
