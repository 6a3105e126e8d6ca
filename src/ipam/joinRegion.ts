import type { Association } from "./Association.ts";
import type { Ipam } from "./Ipam.ts";
import type { IpamError } from "./IpamError.ts";
import type { JoinedAssociation, JoinedIpam, Provenance, RegionContents, Removability } from "./RegionInventory.ts";
import type { ResourceDiscovery } from "./ResourceDiscovery.ts";

/**
 * The lists of one region, joined by id: association rows carry no names of their own.
 * @param allDiscoveries whether both lists of discoveries were read
 * @param foreignIpams ids of IPAMs that are not the account's, as ListIpams said after the associations were read
 */
export function joinRegion(
  ipams: readonly Ipam[],
  associations: readonly Association[],
  discoveries: readonly ResourceDiscovery[],
  gaps: readonly IpamError[] = [],
  allDiscoveries = false,
  foreignIpams: ReadonlySet<string> = new Set(),
): RegionContents {
  const known = new KnownIpams(ipams, foreignIpams);
  const discoveryById = new Map(discoveries.map((discovery) => [discovery.discoveryId, discovery]));
  // A row with status Deleted is an association that has ended; whether the service ever lists one is not documented.
  const joined = associations
    .filter((association) => association.status !== "Deleted")
    .map((association) => joinAssociation(association, known, discoveryById));
  return {
    ipams: [...ipams].sort(byName).map((ipam) => joinIpam(ipam, joined)),
    ownerSide: joined.filter((association) => !association.ipam).sort(byDiscovery),
    discoveries,
    allDiscoveries,
    gaps,
  };
}

function joinIpam(ipam: Ipam, joined: readonly JoinedAssociation[]): JoinedIpam {
  return { ipam, associations: joined.filter((association) => association.ipamId === ipam.ipamId).sort(byDiscovery) };
}

function joinAssociation(
  association: Association,
  known: KnownIpams,
  discoveryById: ReadonlyMap<string, ResourceDiscovery>,
): JoinedAssociation {
  const ipam = known.byId.get(association.ipamId);
  const discovery = discoveryById.get(association.discoveryId);
  // Field by field, which takes less memory than a copy that grows, and with the texts that the two ends hold already:
  // there may be hundreds of thousands of these.
  return {
    region: association.region,
    ipamId: ipam?.ipamId ?? association.ipamId,
    discoveryId: discovery?.discoveryId ?? association.discoveryId,
    discoveryOwnerId:
      discovery?.ownerId === association.discoveryOwnerId ? discovery.ownerId : association.discoveryOwnerId,
    discoveryType: association.discoveryType,
    discoveryStatus: association.discoveryStatus,
    status: association.status,
    ipam,
    discovery,
    provenance: provenance(association, ipam),
    removability: known.removability(association),
  };
}

function provenance(association: Association, ipam: Ipam | undefined): Provenance {
  if (!ipam) return "own";
  if (association.discoveryId === ipam.defaultDiscoveryId) return "default";
  return association.discoveryOwnerId === ipam.ownerId ? "own" : "shared";
}

/**
 * The IPAMs of associations of which the lists do not say whether the discovery is the IPAM's own default one: an IPAM that
 * was created after ListIpams was read, or that had no default discovery then. Reading them again by id may tell.
 */
export function unsettledIpams(ipams: readonly Ipam[], associations: readonly Association[]): readonly string[] {
  const known = new KnownIpams(ipams, new Set());
  const unsettled = associations.filter(
    (association) => association.status !== "Deleted" && known.removability(association) === "unknown",
  );
  return [...new Set(unsettled.map(({ ipamId }) => ipamId))];
}

/** What the lists say of the IPAMs of one region. */
class KnownIpams {
  readonly byId: ReadonlyMap<string, Ipam>;
  readonly #foreign: ReadonlySet<string>;
  readonly #defaults: ReadonlySet<string>;
  readonly #owners: ReadonlySet<string>;

  constructor(ipams: readonly Ipam[], foreign: ReadonlySet<string>) {
    this.byId = new Map(ipams.map((ipam) => [ipam.ipamId, ipam]));
    this.#foreign = foreign;
    this.#defaults = new Set(ipams.map(({ defaultDiscoveryId }) => defaultDiscoveryId));
    this.#owners = new Set(ipams.map(({ ownerId }) => ownerId));
  }

  /**
   * The service refuses exactly one association: the one with the IPAM's own default discovery. Type `system` alone is no
   * reason: another account's default discovery can be shared, and is removable. Where the lists do not name the IPAM's
   * default discovery, it is of type `system` all the same, belongs to the IPAM's account, and is no other IPAM's default.
   */
  removability(association: Association): Removability {
    const { ipamId, discoveryId, discoveryType } = association;
    const ipam = this.byId.get(ipamId);
    if (ipam && ipam.defaultDiscoveryId !== "") {
      return ipam.defaultDiscoveryId === discoveryId ? "ownDefault" : "removable";
    }
    const isExcluded =
      discoveryType === "custom" ||
      this.#defaults.has(discoveryId) ||
      this.#foreign.has(ipamId) ||
      this.#isOfAnotherAccount(association, ipam);
    return isExcluded ? "removable" : "unknown";
  }

  /** An IPAM that the lists do not name can only be the account's where the discovery is another's, and the other way round. */
  #isOfAnotherAccount({ discoveryOwnerId }: Association, ipam: Ipam | undefined): boolean {
    if (discoveryOwnerId === "") return false;
    if (ipam) return ipam.ownerId !== "" && ipam.ownerId !== discoveryOwnerId;
    const owners = [...this.#owners].filter((owner) => owner !== "");
    return owners.length > 0 && !owners.includes(discoveryOwnerId);
  }
}

function byName(a: Ipam, b: Ipam): number {
  return compare(a.name || a.ipamId, b.name || b.ipamId) || compare(a.ipamId, b.ipamId);
}

function byDiscovery(a: JoinedAssociation, b: JoinedAssociation): number {
  const rank = Number(b.provenance === "default") - Number(a.provenance === "default");
  const name = (association: JoinedAssociation) => association.discovery?.name || association.discoveryId;
  return rank || compare(name(a), name(b)) || compare(a.discoveryId, b.discoveryId);
}

/** Code-unit order: fast, and the same on every machine. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
