import { commonRegions } from "./commonRegions.ts";
import { type Moment, parseMoment } from "./Moment.ts";
import type { JoinedAssociation, RegionContents } from "./RegionInventory.ts";

/** An association as it was at the last look; all of it ids and names, so that it may be kept. */
export interface SeenAssociation {
  readonly ipamId: string;
  readonly discoveryId: string;
  readonly ipamName: string;
  readonly discoveryName: string;
  /** Where the IPAM saw what the discovery shows. */
  readonly operatingRegions: readonly string[];
  /** When a reading began that showed it. Absent where an older version kept it. */
  readonly seen?: Moment | undefined;
}

/**
 * The associations of a region that a person could lose: not the own default ones, which go with their IPAM.
 * @param since when the reading began
 */
export function seenIn(contents: RegionContents, since: Moment): readonly SeenAssociation[] {
  return rowsOf(contents)
    .filter(({ removability }) => removability !== "ownDefault")
    .map((association) => seen(association, since));
}

/** Whether a reading shows every association. What else it lacks, such as names, says nothing of them. */
export function showsAllAssociations({ gaps }: RegionContents): boolean {
  return gaps.every(({ detail: { action } }) => action !== undefined && action !== listOfAssociations);
}

const listOfAssociations = "ListIpamResourceDiscoveryAssociations";

/** Those that are there no more. One that turned out to be an own default one is still there. */
export function lostSince(before: readonly SeenAssociation[], now: RegionContents): readonly SeenAssociation[] {
  const left = new Set(rowsOf(now).map(key));
  return before.filter((one) => !left.has(key(one)));
}

function rowsOf({ ipams, ownerSide }: RegionContents): readonly JoinedAssociation[] {
  return [...ipams.flatMap(({ associations }) => associations), ...ownerSide];
}

/** Reads what was kept. Undefined when it is damaged. */
export function parseSeen(value: unknown): readonly SeenAssociation[] | undefined {
  return Array.isArray(value) && value.every(isSeen) ? value : undefined;
}

function isSeen(value: unknown): value is SeenAssociation {
  if (typeof value !== "object" || value === null) return false;
  const fields: Partial<Record<keyof SeenAssociation, unknown>> = value;
  const texts = [fields.ipamId, fields.discoveryId, fields.ipamName, fields.discoveryName];
  const regions = fields.operatingRegions;
  const isWhole = [...texts, ...(Array.isArray(regions) ? regions : [undefined])].every(
    (one) => typeof one === "string",
  );
  return isWhole && (fields.seen === undefined || parseMoment(fields.seen) !== undefined);
}

function seen({ ipamId, discoveryId, ipam, discovery }: JoinedAssociation, since: Moment): SeenAssociation {
  return {
    ...{ ipamId, discoveryId, ipamName: ipam?.name ?? "", discoveryName: discovery?.name ?? "" },
    operatingRegions: commonRegions(ipam, discovery) ?? [],
    seen: since,
  };
}

function key({ ipamId, discoveryId }: Pick<SeenAssociation, "ipamId" | "discoveryId">): string {
  return `${ipamId}/${discoveryId}`;
}
