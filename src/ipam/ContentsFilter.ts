import type { JoinedAssociation, JoinedIpam, RegionContents } from "./RegionInventory.ts";
import type { ResourceDiscovery } from "./ResourceDiscovery.ts";
import type { Region } from "./regions.ts";
import type { Tag } from "./Tag.ts";

/**
 * What a person wants to see of an inventory: all words of a text, each anywhere in names, ids, descriptions, tags,
 * owners or regions, upper and lower case being the same. An IPAM that matches shows all it has; another one shows the
 * associations that match together with what is above them. Discoveries stay that match, or have an association that does.
 */
export class ContentsFilter {
  readonly text: string;
  readonly #words: readonly string[];
  readonly #regionName: (region: Region) => string;

  /** @param regionName what the person calls a region */
  constructor(text: string, regionName: (region: Region) => string) {
    this.text = text.trim();
    this.#words = lower(this.text).split(/\s+/).filter(Boolean);
    this.#regionName = regionName;
  }

  /** False for a text without a word, which leaves everything in sight. */
  get isOn(): boolean {
    return this.#words.length > 0;
  }

  apply(contents: RegionContents): RegionContents {
    if (!this.isOn) return contents;
    const ipams = contents.ipams.flatMap((joined): readonly JoinedIpam[] => {
      const above = this.#ipamTexts(joined);
      if (this.#matches(above)) return [joined];
      const associations = joined.associations.filter((row) => this.#matches([...above, ...this.#texts(row)]));
      return associations.length > 0 ? [{ ...joined, associations }] : [];
    });
    const ownerSide = contents.ownerSide.filter((row) => this.#matches([...this.#texts(row), row.ipamId]));
    const shown = new Set(
      [...ipams.flatMap(({ associations }) => associations), ...ownerSide].map((row) => row.discoveryId),
    );
    const discoveries = contents.discoveries.filter(
      (discovery) => shown.has(discovery.discoveryId) || this.#matches(this.#discoveryTexts(discovery)),
    );
    return { ...contents, ipams, ownerSide, discoveries };
  }

  #matches(texts: readonly string[]): boolean {
    // A word matches within one text, never across the seam of two.
    const all = lower(texts.join("\n"));
    return this.#words.every((word) => all.includes(word));
  }

  #ipamTexts({ ipam }: JoinedIpam): readonly string[] {
    const { ipamId, name, description, ownerId, region, operatingRegions, tags } = ipam;
    const places = [region, this.#regionName(region), ...operatingRegions];
    return [ipamId, name, description, ownerId, ...places, ...tags.map(tagText)];
  }

  #texts({ discoveryId, discoveryOwnerId, region, discovery }: JoinedAssociation): readonly string[] {
    const known = discovery ? [discovery.name, discovery.description, ...discovery.tags.map(tagText)] : [];
    return [discoveryId, discoveryOwnerId, region, this.#regionName(region), ...known];
  }

  #discoveryTexts({ discoveryId, ownerId, region, name, description, tags }: ResourceDiscovery): readonly string[] {
    return [discoveryId, ownerId, region, this.#regionName(region), name, description, ...tags.map(tagText)];
  }
}

function tagText({ key, value }: Tag): string {
  return `${key}=${value}`;
}

function lower(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
