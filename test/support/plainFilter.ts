import type { JoinedAssociation, JoinedIpam, RegionContents } from "../../src/ipam/RegionInventory.ts";
import type { Region } from "../../src/ipam/regions.ts";
import type { Tag } from "../../src/ipam/Tag.ts";

/**
 * What ContentsFilter leaves in sight, worked out anew from every text, row by row: slow, and so plain that it can be
 * compared with.
 */
export function plainFilter(
  text: string,
  regionName: (region: Region) => string,
  contents: RegionContents,
): RegionContents {
  const words = lower(text.trim()).split(/\s+/).filter(Boolean);
  if (words.length === 0) return contents;
  const matches = (texts: readonly string[]) => {
    const all = lower(texts.join("\n"));
    return words.every((word) => all.includes(word));
  };
  const rowTexts = ({ discoveryId, discoveryOwnerId, region, discovery }: JoinedAssociation) => {
    const known = discovery ? [discovery.name, discovery.description, ...discovery.tags.map(tagText)] : [];
    return [discoveryId, discoveryOwnerId, region, regionName(region), ...known];
  };
  const ipams = contents.ipams.flatMap((joined): readonly JoinedIpam[] => {
    const { ipamId, name, description, ownerId, region, operatingRegions, tags } = joined.ipam;
    const places = [region, regionName(region), ...operatingRegions];
    const above = [ipamId, name, description, ownerId, ...places, ...tags.map(tagText)];
    if (matches(above)) return [joined];
    const associations = joined.associations.filter((row) => matches([...above, ...rowTexts(row)]));
    return associations.length > 0 ? [{ ...joined, associations }] : [];
  });
  const ownerSide = contents.ownerSide.filter((row) => matches([...rowTexts(row), row.ipamId]));
  const rows = [...contents.ipams.flatMap(({ associations }) => associations), ...contents.ownerSide];
  const discoveries = contents.discoveries.filter(
    ({ discoveryId, ownerId, region, name, description, tags }) =>
      rows.every((row) => row.discoveryId !== discoveryId) &&
      matches([discoveryId, ownerId, region, regionName(region), name, description, ...tags.map(tagText)]),
  );
  return { ...contents, ipams, ownerSide, discoveries };
}

function tagText({ key, value }: Tag): string {
  return `${key}=${value}`;
}

function lower(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
