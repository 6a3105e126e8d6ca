import type { FoldedRows } from "./FoldedRows.ts";
import { foldContents } from "./foldContents.ts";
import { foldText } from "./foldText.ts";
import type { JoinedIpam, RegionContents } from "./RegionInventory.ts";
import type { Region } from "./regions.ts";

/**
 * What a person wants to see of an inventory: all words of a text, each anywhere in names, ids, descriptions, tags,
 * owners or regions, upper and lower case being the same. An IPAM that matches shows all it has; another one shows the
 * associations that match together with what is above them. Of the discoveries by
 * themselves, those are left that match and that no association is about.
 */
export class ContentsFilter {
  readonly text: string;
  readonly #words: readonly string[];
  readonly #regionName: (region: Region) => string;
  /** The words that a region's id and name leave to be found elsewhere. */
  readonly #left = new Map<Region, readonly string[]>();
  /** A tree is painted more often than it is filtered. */
  readonly #applied = new WeakMap<RegionContents, RegionContents>();

  /** @param regionName what the person calls a region */
  constructor(text: string, regionName: (region: Region) => string) {
    this.text = text.trim();
    this.#words = foldText(this.text).split(/\s+/).filter(Boolean);
    this.#regionName = regionName;
  }

  /** False for a text without a word, which leaves everything in sight. */
  get isOn(): boolean {
    return this.#words.length > 0;
  }

  apply(contents: RegionContents): RegionContents {
    if (!this.isOn) return contents;
    const applied = this.#applied.get(contents) ?? this.#filtered(contents);
    this.#applied.set(contents, applied);
    return applied;
  }

  #filtered(contents: RegionContents): RegionContents {
    const folded = foldContents(contents);
    const ipams = contents.ipams.flatMap((joined, index): readonly JoinedIpam[] => {
      const { text = "", associations: rows } = folded.ipams[index] ?? {};
      const words = this.#without(joined.ipam.region).filter((word) => !text.includes(word));
      if (words.length === 0) return [joined];
      const associations = select(joined.associations, rows?.having(words));
      return associations.length > 0 ? [{ ...joined, associations }] : [];
    });
    const ownerSide = this.#select(contents.ownerSide, folded.ownerSide);
    const discoveries = this.#select(folded.unwatched, folded.unwatchedTexts);
    return { ...contents, ipams, ownerSide, discoveries };
  }

  #select<Row extends { readonly region: Region }>(rows: readonly Row[], folded: FoldedRows): readonly Row[] {
    const [first] = rows;
    const words = first ? this.#without(first.region) : [];
    return words.length === 0 ? rows : select(rows, folded.having(words));
  }

  /** The words that are not in a region's id or name, which are texts of all that the region holds. */
  #without(region: Region): readonly string[] {
    const known = this.#left.get(region);
    if (known) return known;
    const texts = foldText(`${region}\n${this.#regionName(region)}`);
    const left = this.#words.filter((word) => !texts.includes(word));
    this.#left.set(region, left);
    return left;
  }
}

function select<Row>(rows: readonly Row[], places: readonly number[] = []): readonly Row[] {
  const selected: Row[] = [];
  for (const place of places) {
    const row = rows[place];
    if (row) selected.push(row);
  }
  return selected;
}
