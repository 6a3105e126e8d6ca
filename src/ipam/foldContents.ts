import { FoldedRows } from "./FoldedRows.ts";
import { foldText } from "./foldText.ts";
import type { JoinedAssociation, JoinedIpam, RegionContents } from "./RegionInventory.ts";
import type { Tag } from "./Tag.ts";

/** What a region holds as it is searched: the texts of IPAMs and of associations, in the order of the contents. */
export interface FoldedContents {
  readonly ipams: readonly { readonly text: string; readonly associations: FoldedRows }[];
  readonly ownerSide: FoldedRows;
}

const known = new WeakMap<RegionContents, FoldedContents>();

/** The texts to search, folded once for all searches of the same contents. The region is none of them. */
export function foldContents(contents: RegionContents): FoldedContents {
  const folded = known.get(contents) ?? {
    ipams: contents.ipams.map((joined) => ({
      text: foldText(ipamTexts(joined).join("\n")),
      associations: new FoldedRows(joined.associations.map(associationTexts)),
    })),
    ownerSide: new FoldedRows(contents.ownerSide.map((row) => [...associationTexts(row), row.ipamId])),
  };
  known.set(contents, folded);
  return folded;
}

function ipamTexts({ ipam }: JoinedIpam): readonly string[] {
  const { ipamId, name, description, ownerId, operatingRegions, tags } = ipam;
  return [ipamId, name, description, ownerId, ...operatingRegions, ...tags.map(tagText)];
}

function associationTexts({ discoveryId, discoveryOwnerId, discovery }: JoinedAssociation): readonly string[] {
  const described = discovery ? [discovery.name, discovery.description, ...discovery.tags.map(tagText)] : [];
  return [discoveryId, discoveryOwnerId, ...described];
}

function tagText({ key, value }: Tag): string {
  return `${key}=${value}`;
}
