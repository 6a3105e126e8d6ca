import type { Association } from "./Association.ts";
import { Emitter } from "./Emitter.ts";
import { foldContents } from "./foldContents.ts";
import type { Ipam } from "./Ipam.ts";
import type { IpamApi } from "./IpamApi.ts";
import { IpamError } from "./IpamError.ts";
import { joinRegion, unsettledIpams } from "./joinRegion.ts";
import { mergeDiscoveries } from "./mergeDiscoveries.ts";
import { notActivated } from "./notActivated.ts";
import type { RegionContents, RegionInventory } from "./RegionInventory.ts";
import type { ResourceDiscovery } from "./ResourceDiscovery.ts";
import type { Region } from "./regions.ts";
import { toIpamError } from "./toIpamError.ts";

/**
 * What one account holds, region by region, as last read.
 *
 * An inventory belongs to one profile: another profile has another inventory, so nothing read with one set of
 * credentials is ever shown under another.
 */
export class Inventory {
  #regions: readonly Region[];
  readonly #api: IpamApi;
  readonly #now: () => number;
  readonly #snapshots: Map<Region, RegionInventory>;
  /** The reading under way in a region; a newer one takes its place and cancels it. */
  readonly #readings = new Map<Region, AbortController>();
  readonly #changed = new Emitter<Region>();
  readonly #disposal = new AbortController();
  #serviceOpened: boolean | undefined;

  /** @param now milliseconds since 1970 */
  constructor(api: IpamApi, regions: readonly Region[], now: () => number) {
    this.#api = api;
    this.#now = now;
    this.#regions = regions;
    this.#snapshots = new Map(regions.map((region) => [region, { region, state: "loading" }]));
  }

  /** The regions that are read, in the order of the list. */
  get regions(): readonly Region[] {
    return this.#regions;
  }

  /** Fires with the region whose snapshot changed. */
  get onDidChange(): Emitter<Region>["event"] {
    return this.#changed.event;
  }

  /** The latest snapshot of a region. */
  region(region: Region): RegionInventory {
    return this.#snapshots.get(region) ?? { region, state: "loading" };
  }

  /** Snapshots of all regions, in the order of the list. */
  snapshots(): readonly RegionInventory[] {
    return this.regions.map((region) => this.region(region));
  }

  /** False when the account has not opened VPC IPAM; undefined while nothing made it worth asking. */
  get serviceOpened(): boolean | undefined {
    return this.#serviceOpened;
  }

  /**
   * Reads regions and publishes each as it answers. Never rejects: what failed stands in the snapshots.
   * @param chosen regions that somebody waits for; without them, all are read in the background
   */
  async load(chosen?: readonly Region[]): Promise<void> {
    const regions = chosen ?? this.regions;
    const readings = regions.map((region) => this.#startReading(region, chosen === undefined));
    // The order of the requests is the order in which they get a free connection: with all regions' IPAMs first, then
    // all associations, the names asked for next are never waited for by a region that has not been asked at all.
    const ipams = readings.map(({ region, options }) =>
      settled((onGap) => this.#api.listIpams(region, {}, { ...options, onGap })),
    );
    const associations = readings.map(({ region, options }) =>
      settled((onGap) => this.#api.listAssociations(region, {}, { ...options, onGap })),
    );
    await Promise.all(
      readings.map(async (reading, index) => {
        const [ipamsOfRegion, associationsOfRegion] = [ipams[index], associations[index]];
        if (!ipamsOfRegion || !associationsOfRegion) return;
        await this.#read(reading, ipamsOfRegion, associationsOfRegion);
      }),
    );
    await this.#askAboutService(regions);
  }

  /** Shows these regions and no others: those that were not shown are read, the others stay as they are. */
  async choose(regions: readonly Region[]): Promise<void> {
    const gone = this.#regions.filter((region) => !regions.includes(region));
    const added = regions.filter((region) => !this.#regions.includes(region));
    this.#regions = regions;
    for (const region of gone) {
      this.#readings.get(region)?.abort();
      this.#readings.delete(region);
      this.#snapshots.delete(region);
      this.#changed.fire(region);
    }
    if (added.length > 0) await this.load(added);
  }

  /** Resolves once no region is being read, or what is under way has ended, or the signal aborts. */
  async settled(signal?: AbortSignal): Promise<void> {
    const ended = AbortSignal.any(signal ? [signal, this.#disposal.signal] : [this.#disposal.signal]);
    while (!ended.aborted && this.snapshots().some(({ state }) => state === "loading")) {
      await new Promise<void>((resolve) => {
        const update = this.#changed.event(() => end());
        const end = () => {
          update.dispose();
          ended.removeEventListener("abort", end);
          resolve();
        };
        ended.addEventListener("abort", end, { once: true });
      });
    }
  }

  /** Ends what is under way; nothing is published any more. */
  dispose(): void {
    this.#disposal.abort();
    for (const reading of this.#readings.values()) reading.abort();
  }

  #startReading(region: Region, background: boolean): Reading {
    this.#readings.get(region)?.abort();
    const reading = new AbortController();
    this.#readings.set(region, reading);
    const { contents, readAt } = this.region(region);
    this.#publish({ region, state: "loading", ...(contents && { contents }), ...(readAt && { readAt }) });
    return { region, options: { signal: AbortSignal.any([reading.signal, this.#disposal.signal]), background } };
  }

  async #read(reading: Reading, ipams: Promise<Part<Ipam>>, associations: Promise<Part<Association>>): Promise<void> {
    const {
      region,
      options: { signal },
    } = reading;
    try {
      const contents = await this.#contents(reading, ipams, associations);
      // Now, while answers are waited for, and not all regions at once with the first letter that somebody types.
      foldContents(contents);
      if (!signal.aborted) this.#publish({ region, state: "loaded", contents, readAt: this.#now() });
    } catch (cause) {
      if (signal.aborted) return;
      const error = await this.#explain(region, toIpamError(cause), signal);
      if (signal.aborted) return;
      const { contents, readAt } = this.region(region);
      this.#publish({ region, state: "failed", error, ...(contents && { contents }), ...(readAt && { readAt }) });
    }
  }

  /** Joins the lists of a region. Discoveries are asked for only where something refers to them. */
  async #contents(
    reading: Reading,
    ipamsAsked: Promise<Part<Ipam>>,
    associationsAsked: Promise<Part<Association>>,
  ): Promise<RegionContents> {
    const { region, options } = reading;
    const own = Promise.race([
      nonEmpty(ipamsAsked),
      nonEmpty(associationsAsked),
      bothEmpty(ipamsAsked, associationsAsked),
    ]).then((wanted) =>
      wanted ? settled((onGap) => this.#api.listOwnDiscoveries(region, { ...options, onGap })) : nothing,
    );
    const listed = await ipamsAsked;
    if (listed.error) throw listed.error;
    if (!options.signal.aborted) this.#publishIpams(region, listed.values);
    const associations = await associationsAsked;
    const again = await this.#readAgain(reading, unsettledIpams(listed.values, associations.values));
    const ipams = [...new Map([...listed.values, ...again.values].map((ipam) => [ipam.ipamId, ipam])).values()];
    const shared = watchesAnotherAccount(ipams, associations.values)
      ? settled((onGap) => this.#api.listSharedDiscoveries(region, { ...options, onGap }))
      : nothing;
    const discoveries: readonly Part<ResourceDiscovery>[] = await Promise.all([own, shared]);
    return joinRegion(
      ipams,
      associations.values,
      mergeDiscoveries(discoveries[0]?.values ?? [], discoveries[1]?.values ?? []),
      [listed, associations, again, ...discoveries].flatMap(({ error, gap }) => error ?? gap ?? []),
      discoveries.every((part) => part !== nothing && !part.error && !part.gap),
      again.foreign,
    );
  }

  /** Reads IPAMs by id, once the associations are known: those that are not listed then are other accounts'. */
  async #readAgain(
    { region, options }: Reading,
    ids: readonly string[],
  ): Promise<Part<Ipam> & { foreign: Set<string> }> {
    const parts = await Promise.all(
      chunks(ids, mostIpamIds).map(async (ipamIds) => {
        const part = await settled((onGap) => this.#api.listIpams(region, { ipamIds }, { ...options, onGap }));
        const own = new Set(part.values.map(({ ipamId }) => ipamId));
        return { part, foreign: part.error || part.gap ? [] : ipamIds.filter((id) => !own.has(id)) };
      }),
    );
    const error = parts.find(({ part }) => part.error ?? part.gap)?.part;
    return {
      values: parts.flatMap(({ part }) => part.values.filter(({ ipamId }) => ids.includes(ipamId))),
      foreign: new Set(parts.flatMap(({ foreign }) => foreign)),
      ...(error && { error: error.error ?? error.gap }),
    };
  }

  /** What is known of a region for the first time: its IPAMs, before their associations. */
  #publishIpams(region: Region, ipams: readonly Ipam[]): void {
    if (ipams.length === 0 || this.region(region).contents) return;
    this.#publish({ region, state: "loading", contents: joinRegion(ipams, [], []), isFirstPart: true });
  }

  /** An error that no documented code explains may only mean that nobody activated the service: that can be asked. */
  async #explain(region: Region, error: IpamError, signal: AbortSignal): Promise<IpamError> {
    if (error.reason !== "undocumented" && error.reason !== "refused") return error;
    const opened = await this.#api.isServiceOpened(region, { signal }).catch(() => undefined);
    return opened === false ? serviceNotOpened(region, error) : error;
  }

  /** An account without any IPAM may not have opened the service: one request tells. */
  async #askAboutService(regions: readonly Region[]): Promise<void> {
    const empty = (region: Region) => {
      const { state, contents } = this.region(region);
      return state === "loaded" && contents.ipams.length + contents.ownerSide.length === 0;
    };
    const [first] = regions;
    if (!first || this.#disposal.signal.aborted || !this.regions.every(empty)) return;
    const signal = this.#disposal.signal;
    this.#serviceOpened = await this.#api.isServiceOpened(first, { signal }).catch(() => undefined);
    if (!signal.aborted) this.#changed.fire(first);
  }

  #publish(snapshot: RegionInventory): void {
    this.#snapshots.set(snapshot.region, snapshot);
    if (!this.#disposal.signal.aborted) this.#changed.fire(snapshot.region);
  }
}

/** A region that is being read, and how its lists are asked for. */
interface Reading {
  readonly region: Region;
  readonly options: { readonly signal: AbortSignal; readonly background: boolean };
}

/** A list, or why there is none. */
interface Part<T> {
  readonly values: readonly T[];
  readonly error?: IpamError | undefined;
  /** Why the list shows less than there is. */
  readonly gap?: IpamError | undefined;
}

const nothing: Part<never> = { values: [] };

/** How many IPAMs ListIpams reads by id at once. */
const mostIpamIds = 100;

function settled<T>(ask: (onGap: (gap: IpamError) => void) => Promise<readonly T[]>): Promise<Part<T>> {
  let gap: IpamError | undefined;
  const asked = ask((error) => {
    gap = error;
  });
  return asked.then(
    (values) => ({ values, gap }),
    (error: unknown) => ({ values: [], error: toIpamError(error) }),
  );
}

function chunks<T>(values: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}

/** Resolves with true once the list turns out to hold something, and never otherwise. */
function nonEmpty<T>(asked: Promise<Part<T>>): Promise<boolean> {
  return new Promise((resolve) => {
    void asked.then(({ values }) => values.length > 0 && resolve(true));
  });
}

async function bothEmpty(a: Promise<Part<unknown>>, b: Promise<Part<unknown>>): Promise<boolean> {
  const parts = await Promise.all([a, b]);
  return parts.some(({ values }) => values.length > 0);
}

/** Whether an IPAM of the account watches through a discovery of another account, which only the shared list names. */
function watchesAnotherAccount(ipams: readonly Ipam[], associations: readonly Association[]): boolean {
  const owners = new Map(ipams.map(({ ipamId, ownerId }) => [ipamId, ownerId]));
  return associations.some(({ ipamId, discoveryOwnerId }) => {
    const owner = owners.get(ipamId);
    return owner !== undefined && owner !== discoveryOwnerId;
  });
}

function serviceNotOpened(region: Region, cause: IpamError): IpamError {
  return new IpamError({ ...cause.detail, ...notActivated, region }, { cause });
}
