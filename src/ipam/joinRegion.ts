import type { Association } from "./Association.ts";
import type { Ipam } from "./Ipam.ts";
import type { IpamError } from "./IpamError.ts";
import type { JoinedAssociation, JoinedIpam, Provenance, RegionContents, Removability } from "./RegionInventory.ts";
import type { ResourceDiscovery } from "./ResourceDiscovery.ts";

/**
 * The lists of one region, joined by id: association rows carry no names of their own.
 * @param allDiscoveries whether both lists of discoveries were read
 */
export function joinRegion(
  ipams: readonly Ipam[],
  associations: readonly Association[],
  discoveries: readonly ResourceDiscovery[],
  gaps: readonly IpamError[] = [],
  allDiscoveries = false,
): RegionContents {
  const ipamById = new Map(ipams.map((ipam) => [ipam.ipamId, ipam]));
  const discoveryById = new Map(discoveries.map((discovery) => [discovery.discoveryId, discovery]));
  // A row with status Deleted is an association that has ended; whether the service ever lists one is not documented.
  const joined = associations
    .filter((association) => association.status !== "Deleted")
    .map((association) => joinAssociation(association, ipamById, discoveryById));
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
  ipamById: ReadonlyMap<string, Ipam>,
  discoveryById: ReadonlyMap<string, ResourceDiscovery>,
): JoinedAssociation {
  const ipam = ipamById.get(association.ipamId);
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
    removability: removability(association, ipam),
  };
}

function provenance(association: Association, ipam: Ipam | undefined): Provenance {
  if (!ipam) return "own";
  if (association.discoveryId === ipam.defaultDiscoveryId) return "default";
  return association.discoveryOwnerId === ipam.ownerId ? "own" : "shared";
}

/**
 * The service refuses exactly one association: the one with the IPAM's own default discovery. Type `system` alone is
 * no reason: another account's default discovery can be shared, and is removable. Where the IPAM is not the account's,
 * its default discovery is not the account's either, so the row is a removable one.
 */
function removability(association: Association, ipam: Ipam | undefined): Removability {
  return association.discoveryId === ipam?.defaultDiscoveryId ? "ownDefault" : "removable";
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
