import { commonRegions } from "./commonRegions.ts";
import type { JoinedAssociation, RegionContents } from "./RegionInventory.ts";

/** An association as it was at the last look; all of it ids and names, so that it may be kept. */
export interface SeenAssociation {
  readonly ipamId: string;
  readonly discoveryId: string;
  readonly ipamName: string;
  readonly discoveryName: string;
  /** Where the IPAM saw what the discovery shows. */
  readonly operatingRegions: readonly string[];
}

/** The associations of a region that a person could lose: not the own default ones, which go with their IPAM. */
export function seenIn(contents: RegionContents): readonly SeenAssociation[] {
  return rowsOf(contents)
    .filter(({ removability }) => removability !== "ownDefault")
    .map(seen);
}

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
  return [...texts, ...(Array.isArray(regions) ? regions : [undefined])].every((one) => typeof one === "string");
}

function seen({ ipamId, discoveryId, ipam, discovery }: JoinedAssociation): SeenAssociation {
  return {
    ...{ ipamId, discoveryId, ipamName: ipam?.name ?? "", discoveryName: discovery?.name ?? "" },
    operatingRegions: commonRegions(ipam, discovery) ?? [],
  };
}

function key({ ipamId, discoveryId }: Pick<SeenAssociation, "ipamId" | "discoveryId">): string {
  return `${ipamId}/${discoveryId}`;
}
