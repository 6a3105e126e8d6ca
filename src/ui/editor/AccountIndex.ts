import type { NamedThing, Reference } from "../../iac/Reference.ts";
import type { JoinedAssociation, RegionInventory } from "../../ipam/RegionInventory.ts";
import type { Region } from "../../ipam/regions.ts";
import type { Knowledge, Subject } from "./Subject.ts";

/** What is read of the open account, in the order in which documents ask for it: by id and by name. */
export class AccountIndex {
  readonly #snapshots: ReadonlyMap<Region, RegionInventory>;
  readonly #byId = new Map<string, Subject>();
  readonly #byName = new Map<string, Subject[]>();

  constructor(snapshots: readonly RegionInventory[]) {
    this.#snapshots = new Map(snapshots.map((snapshot) => [snapshot.region, snapshot]));
    for (const snapshot of snapshots) this.#add(snapshot);
  }

  /** What is known of what a reference names: its IPAM or discovery, or the discoveries that a share gives away. */
  knowledge(reference: Reference): Knowledge {
    const wanted = wantedBy(reference);
    const found = wanted.flatMap((thing) => this.#find(thing, reference.region) ?? []);
    const subjects = [...new Map(found.map((subject) => [subject.id, subject])).values()];
    if (subjects.length > 0) return this.#unlistedAssociations(subjects) ?? { known: "found", subjects };
    if (!wanted.some(({ id, name }) => id !== undefined || name !== undefined)) return { known: "unnamed" };
    if (wanted.every((thing) => thing.id === undefined && this.#named(thing, reference.region).length > 1)) {
      return { known: "unnamed" };
    }
    return this.#absence(reference);
  }

  /** Without an association, a list of them that is not complete says nothing of what it names. */
  #unlistedAssociations(subjects: readonly Subject[]): Knowledge | undefined {
    if (subjects.some(({ rows }) => rows.some(({ removability }) => removability !== "ownDefault"))) return undefined;
    const snapshots = subjects.flatMap(({ region }) => this.#snapshots.get(region) ?? []);
    return snapshots.flatMap((snapshot) => gapIn(snapshot, "ListIpamResourceDiscoveryAssociations") ?? []).at(0);
  }

  #find(thing: Wanted, region: Region | undefined): Subject | undefined {
    const found = this.#one(thing, region);
    if (!thing.defaultOf || !found) return found;
    return found.ipam && this.#byId.get(found.ipam.defaultDiscoveryId);
  }

  #one(thing: Wanted, region: Region | undefined): Subject | undefined {
    if (thing.id !== undefined) return this.#byId.get(thing.id);
    const [first, second] = this.#named(thing, region);
    return second ? undefined : first;
  }

  #named({ kind, name }: Wanted, region: Region | undefined): readonly Subject[] {
    const named = name ? (this.#byName.get(`${kind} ${name}`) ?? []) : [];
    return region ? named.filter((subject) => subject.region === region) : named;
  }

  /** Why nothing was found: an id tells no region, so without one all that are read count. */
  #absence({ region, kind }: Reference): Knowledge {
    const snapshots = region ? [this.#snapshots.get(region)] : [...this.#snapshots.values()];
    let readAt = Number.POSITIVE_INFINITY;
    let certain = true;
    for (const snapshot of snapshots) {
      if (!snapshot) return { known: "outside", region: region as Region };
      if (snapshot.readAt === undefined) {
        if (snapshot.state !== "failed") return { known: "reading" };
        return { known: "failed", region: snapshot.region, error: snapshot.error };
      }
      const gap = kind === "ipam" ? "ListIpams" : "ListIpamResourceDiscoveryAssociations";
      const unlisted = gapIn(snapshot, gap);
      if (unlisted) return unlisted;
      readAt = Math.min(readAt, snapshot.readAt);
      certain &&= kind === "ipam" || (snapshot.contents?.allDiscoveries ?? false);
    }
    return { known: "missing", readAt, certain };
  }

  #add({ region, contents, readAt }: RegionInventory): void {
    if (!contents) return;
    const byDiscovery = new Map<string, JoinedAssociation[]>();
    for (const row of [...contents.ipams.flatMap(({ associations }) => associations), ...contents.ownerSide]) {
      const rows = byDiscovery.get(row.discoveryId);
      if (rows) rows.push(row);
      else byDiscovery.set(row.discoveryId, [row]);
    }
    const described = new Map(contents.discoveries.map((discovery) => [discovery.discoveryId, discovery]));
    for (const { ipam, associations } of contents.ipams) {
      const subject = { kind: "ipam", id: ipam.ipamId, region, ipam, discovery: undefined, readAt } as const;
      this.#keep({ ...subject, rows: associations }, ipam.name);
    }
    for (const id of new Set([...described.keys(), ...byDiscovery.keys()])) {
      const discovery = described.get(id);
      const rows = byDiscovery.get(id) ?? [];
      this.#keep({ kind: "discovery", id, region, ipam: undefined, discovery, rows, readAt }, discovery?.name);
    }
    for (const ipamId of new Set(contents.ownerSide.map((row) => row.ipamId))) {
      const rows = contents.ownerSide.filter((row) => row.ipamId === ipamId);
      this.#keep({ kind: "ipam", id: ipamId, region, ipam: undefined, discovery: undefined, rows, readAt });
    }
  }

  #keep(subject: Subject, name = ""): void {
    this.#byId.set(subject.id, subject);
    if (name === "") return;
    const key = `${subject.kind} ${name}`;
    const named = this.#byName.get(key);
    if (named) named.push(subject);
    else this.#byName.set(key, [subject]);
  }
}

/** Whether a list of a region is not complete. */
function gapIn({ region, contents }: RegionInventory, action: string): Knowledge | undefined {
  const error = contents?.gaps.find(({ detail }) => detail.action === action);
  return error && { known: "failed", region, error };
}

/** One thing that is looked for. */
interface Wanted extends NamedThing {
  readonly kind: "ipam" | "discovery";
  /** Not the IPAM itself, but its default discovery. */
  readonly defaultOf?: boolean;
}

function wantedBy({ kind, id, name, instances, discoveries, defaultOf }: Reference): readonly Wanted[] {
  if (defaultOf) return [{ ...defaultOf, kind: "ipam", defaultOf: true }];
  if (discoveries) return discoveries.map((thing) => ({ ...thing, kind: "discovery" }));
  if (kind !== "ipam" && kind !== "discovery") return [];
  const own = { ...(id !== undefined && { id }), ...(name !== undefined && { name }) };
  return (instances ?? [own]).map((thing) => ({ ...thing, kind }));
}
