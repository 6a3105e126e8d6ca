import { FoldedRows } from "./FoldedRows.ts";
import { foldText } from "./foldText.ts";
import type { JoinedAssociation, JoinedIpam, RegionContents } from "./RegionInventory.ts";
import type { ResourceDiscovery } from "./ResourceDiscovery.ts";
import type { Tag } from "./Tag.ts";

/** What a region holds as it is searched: the texts of IPAMs and of associations, in the order of the contents. */
export interface FoldedContents {
  readonly ipams: readonly { readonly text: string; readonly associations: FoldedRows }[];
  readonly ownerSide: FoldedRows;
  /** The discoveries that no association is about. */
  readonly unwatched: readonly ResourceDiscovery[];
  readonly unwatchedTexts: FoldedRows;
}

const known = new WeakMap<RegionContents, FoldedContents>();

/** The texts to search, folded once for all searches of the same contents. The region is none of them. */
export function foldContents(contents: RegionContents): FoldedContents {
  const folded = known.get(contents) ?? fold(contents);
  known.set(contents, folded);
  return folded;
}

function fold(contents: RegionContents): FoldedContents {
  const rows = [...contents.ipams.flatMap(({ associations }) => associations), ...contents.ownerSide];
  const watched = new Set(rows.map(({ discoveryId }) => discoveryId));
  const unwatched = contents.discoveries.filter(({ discoveryId }) => !watched.has(discoveryId));
  return {
    ipams: contents.ipams.map((joined) => ({
      text: foldText(ipamTexts(joined).join("\n")),
      associations: new FoldedRows(joined.associations.map(associationTexts)),
    })),
    ownerSide: new FoldedRows(contents.ownerSide.map((row) => [...associationTexts(row), row.ipamId])),
    unwatched,
    unwatchedTexts: new FoldedRows(
      unwatched.map((discovery) => [discovery.discoveryId, discovery.ownerId, ...discoveryTexts(discovery)]),
    ),
  };
}

function ipamTexts({ ipam }: JoinedIpam): readonly string[] {
  const { ipamId, name, description, ownerId, operatingRegions, tags } = ipam;
  return [ipamId, name, description, ownerId, ...operatingRegions, ...tags.map(tagText)];
}

function associationTexts({ discoveryId, discoveryOwnerId, discovery }: JoinedAssociation): readonly string[] {
  return [discoveryId, discoveryOwnerId, ...(discovery ? discoveryTexts(discovery) : [])];
}

function discoveryTexts({ name, description, tags }: ResourceDiscovery): readonly string[] {
  return [name, description, ...tags.map(tagText)];
}

function tagText({ key, value }: Tag): string {
  return `${key}=${value}`;
}
