import type { JoinedAssociation, RegionInventory } from "../ipam/RegionInventory.ts";
import type { Ending } from "./Ending.ts";
import type { Finding } from "./Finding.ts";
import type { NamedThing } from "./Reference.ts";

/** What of a change decides which associations end. */
export type EndingChange = Pick<Finding, "kind" | "region" | "discoveries" | "ipams" | "targets"> &
  Partial<Pick<Finding, "certain">>;

type ByName = Map<string, JoinedAssociation[]>;

/** The associations that an account is known to see, found by what a file calls their ends. */
export class KnownAssociations {
  readonly #byDiscovery: ByName = new Map();
  readonly #byIpam: ByName = new Map();

  constructor(inventory: readonly RegionInventory[]) {
    for (const { contents } of inventory) {
      for (const { associations } of contents?.ipams ?? []) for (const one of associations) this.#add(one);
      for (const one of contents?.ownerSide ?? []) this.#add(one);
    }
  }

  /** Those that a change would end. */
  endingsOf(change: EndingChange): readonly Ending[] {
    const endings = new Map<JoinedAssociation, Ending>();
    for (const association of this.#named(change)) {
      const certain = fate(change, association);
      if (certain !== undefined) {
        endings.set(association, { association, certain: certain && change.certain !== false });
      }
    }
    return [...endings.values()];
  }

  #add(association: JoinedAssociation): void {
    const { region, discovery, discoveryId, ipam, ipamId } = association;
    append(this.#byDiscovery, discoveryId, association);
    append(this.#byIpam, ipamId, association);
    if (discovery?.name) append(this.#byDiscovery, nameKey(region, discovery.name), association);
    if (ipam?.name) append(this.#byIpam, nameKey(region, ipam.name), association);
  }

  #named({ kind, region, discoveries, ipams }: EndingChange): readonly JoinedAssociation[] {
    const [things, known] = kind === "ipamRemoved" ? [ipams, this.#byIpam] : [discoveries, this.#byDiscovery];
    return things
      .flatMap((thing) => known.get(keyOf(thing, region)) ?? [])
      .filter((association) => region === undefined || association.region === region);
  }
}

/** By id; by name only where the region is told, since a name may stand in every region for something else. */
function keyOf({ id, name }: NamedThing, region: string | undefined): string {
  if (id !== undefined) return id;
  return region !== undefined && name ? nameKey(region, name) : "";
}

function nameKey(region: string, name: string): string {
  return `${region}\n${name}`;
}

function append(map: ByName, key: string, association: JoinedAssociation): void {
  const known = map.get(key);
  if (known) known.push(association);
  else map.set(key, [association]);
}

/** Whether a change surely ends an association that it names an end of, or may; undefined when it does not. */
function fate({ kind, targets }: EndingChange, association: JoinedAssociation): boolean | undefined {
  switch (kind) {
    case "shareRemoved":
    case "sharedResourceRemoved":
    case "sharedResourceRetargeted":
    case "sharedTargetRemoved":
    case "sharedTargetRetargeted":
      return fateOfShared(targets, association);
    case "discoveryRemoved":
      // The service refuses it while the discovery is shared or a default one; when not, is not known here.
      return false;
    case "ipamRemoved":
      return true;
    case "operatingRegionsRemoved":
    case "discoveryBecomesDefault":
    case "preventDestroyRemoved":
      return undefined;
  }
}

/** A share gives a discovery to other accounts only, so its owner's own IPAM keeps it. */
function fateOfShared(targets: readonly string[], { ipam, discoveryOwnerId }: JoinedAssociation): boolean | undefined {
  if (ipam && ipam.ownerId === discoveryOwnerId) return undefined;
  // A target may also be a resource directory or a folder of one: any account.
  const accounts = targets.every((target) => /^\d+$/.test(target)) ? targets : [];
  if (accounts.length === 0) return true;
  if (!ipam) return false;
  return accounts.includes(ipam.ownerId) ? true : undefined;
}
