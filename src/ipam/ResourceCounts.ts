import type { Association } from "./Association.ts";
import { commonRegions } from "./commonRegions.ts";
import { Emitter } from "./Emitter.ts";
import type { Impact } from "./Impact.ts";
import type { CallOptions, IpamApi, ResourceTally } from "./IpamApi.ts";
import { measureImpact } from "./measureImpact.ts";
import type { JoinedAssociation } from "./RegionInventory.ts";
import type { ResourceCount } from "./ResourceCount.ts";
import { type Target, targetKey } from "./Target.ts";

/** What IPAMs were counted to see through their associations, by profile. Nothing is counted unless it is asked for. */
export class ResourceCounts {
  readonly #now: () => number;
  readonly #counts = new Map<string, ResourceCount>();
  readonly #changed = new Emitter<Pick<Association, "region" | "ipamId" | "discoveryId">>();
  readonly onDidChange = this.#changed.event;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The last count, or undefined when there was none. */
  get(profile: string, association: Pick<Association, "region" | "ipamId" | "discoveryId">): ResourceCount | undefined {
    return this.#counts.get(targetKey({ profile, ...ends(association) }));
  }

  /**
   * Counts the VPCs and vSwitches of an association's discovery, in the operating regions that its IPAM has too: it
   * sees no others (guide on multi-account IPAM).
   * @returns undefined when the operating regions are not known, or something could not be counted
   * @throws IpamError only with reason `cancelled`
   */
  async count(
    profile: string,
    api: IpamApi,
    association: JoinedAssociation,
    { signal }: CallOptions = {},
  ): Promise<ResourceCount | undefined> {
    const { region, discoveryId, discovery, ipam } = association;
    const operatingRegions = discovery && commonRegions(ipam, discovery);
    if (!operatingRegions) return undefined;
    const impact = await measureImpact({ region, discoveryId, operatingRegions }, api, this.#now, signal);
    return this.keep({ profile, ...ends(association) }, impact, ipam === undefined);
  }

  /**
   * Takes in what was counted elsewhere, as beside a dry run.
   * @param atMost whether the IPAM may see less than the discovery shows, because its operating regions are not known
   * @returns undefined when something of it is not known
   */
  keep(target: Target, { regions, readAt }: Impact, atMost: boolean): ResourceCount | undefined {
    const tallies = regions.flatMap(({ tally }) => tally ?? []);
    if (tallies.length < regions.length) return undefined;
    const sum = (of: (tally: ResourceTally) => number) => tallies.reduce((all, tally) => all + of(tally), 0);
    const count = {
      vpcs: sum(({ vpcs }) => vpcs),
      vSwitches: sum(({ vSwitches }) => vSwitches),
      atMost: atMost || tallies.some((tally) => tally.atMost),
      countedAt: readAt,
    };
    this.#counts.set(targetKey(target), count);
    this.#changed.fire(ends(target));
    return count;
  }
}

function ends({ region, ipamId, discoveryId }: Pick<Association, "region" | "ipamId" | "discoveryId">) {
  return { region, ipamId, discoveryId };
}
