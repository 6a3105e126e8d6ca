import type { AddressBlock } from "./AddressBlock.ts";
import { Cidr } from "./Cidr.ts";

/** What blocks can be sorted by; each is a column of their table. */
export const blockColumns = ["cidr", "name", "type", "id", "vpc", "region", "owner", "used", "overlaps"] as const;

export type BlockColumn = (typeof blockColumns)[number];

/** What a person wants to see of blocks, and in which order. */
export interface BlockArrangement {
  /** Words, each anywhere in name, id, CIDR, owner or region; a whole address finds what contains it. */
  readonly search: string;
  readonly column: BlockColumn;
  readonly descending: boolean;
}

/**
 * Places of the blocks that match, in the order that is wanted; what has no value there stands last either way.
 * @param blocks sorted by address, which decides between equal ones
 * @param textOf further words of a block, such as what a person calls its region
 */
export function arrangeBlocks(
  blocks: readonly AddressBlock[],
  { search, column, descending }: BlockArrangement,
  textOf: (block: AddressBlock) => string = () => "",
): readonly number[] {
  const words = lower(search).split(/\s+/).filter(Boolean).map(wordMatcher);
  const places = blocks.flatMap((block, place) => (words.every((word) => word(block, textOf)) ? place : []));
  const key = keyOf[column];
  const keys = blocks.map((block, place) => key(block, blocks, place));
  const direction = descending ? -1 : 1;
  return places.sort((one, other) => direction * compare(keys[one], keys[other], direction) || one - other);
}

const collator = new Intl.Collator("en", { numeric: true });

type Key = string | number | undefined;

const keyOf: Readonly<Record<BlockColumn, (block: AddressBlock, all: readonly AddressBlock[], place: number) => Key>> =
  {
    cidr: ({ cidr }, _, place) => (cidr ? place : undefined),
    name: ({ resource }) => resource.name || undefined,
    type: ({ resource }) => resource.type || undefined,
    id: ({ resource }) => resource.resourceId,
    vpc: ({ resource, parent }, all) => all[parent ?? -1]?.resource.name || resource.vpcId || undefined,
    region: ({ resource }) => resource.region,
    owner: ({ resource }) => resource.ownerId,
    used: ({ used }) => used,
    overlaps: ({ overlaps }) => overlaps.length,
  };

function compare(one: Key, other: Key, direction: number): number {
  if (one === undefined || other === undefined)
    return direction * (Number(one === undefined) - Number(other === undefined));
  if (typeof one === "number" && typeof other === "number") return one - other;
  return collator.compare(String(one), String(other));
}

type Matcher = (block: AddressBlock, textOf: (block: AddressBlock) => string) => boolean;

function wordMatcher(word: string): Matcher {
  const addresses = Cidr.parseAddress(word) ?? Cidr.parse(word);
  if (addresses) return ({ cidr, resource }) => cidr?.overlaps(addresses) ?? resource.cidr.includes(word);
  return (block, textOf) => {
    const { name, resourceId, cidr, ownerId, region, vpcId, type } = block.resource;
    return lower([name, resourceId, cidr, ownerId, region, vpcId, type, textOf(block)].join("\n")).includes(word);
  };
}

function lower(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
