import type { AddressBlock } from "./AddressBlock.ts";
import type { AddressMap, AddressSpace, MapPiece, MapRow, MapSection, Span } from "./AddressMap.ts";
import { Cidr } from "./Cidr.ts";
import { groupBy } from "./groupBy.ts";

/** Where blocks stand when nothing is zoomed into. A block belongs to the first that contains it. */
const spaces: readonly (readonly [string, AddressSpace])[] = [
  ["10.0.0.0/8", "private"],
  ["172.16.0.0/12", "private"],
  ["192.168.0.0/16", "private"],
  ["100.64.0.0/10", "shared"],
  ["0.0.0.0/0", "other"],
  ["fc00::/7", "uniqueLocal"],
  ["::/0", "other"],
];

/** A row is so many times as large as the block of middling size: eight of those have room for a name each. */
const rowBits = 3;
const mostRows = 24;
/** Overlapping blocks above that number share the last lane. */
const mostLanes = 4;
/** What is narrower than this many halvings of its row is drawn together with its neighbours. */
const smallBits = 6;
/** vSwitches narrower than this are left to a closer look. */
const innerBits = 9;

/** vSwitches by the place of the block that they lie in. */
type Inner = ReadonlyMap<number | undefined, readonly Placed[]>;

interface Placed {
  readonly place: number;
  readonly block: AddressBlock;
  readonly cidr: Cidr;
}

/**
 * The map of blocks: a section for each supernet that holds something, its rows as large as suits what is in them.
 * @param blocks all of them, sorted by address
 * @param zoom the one block of addresses to show; all when undefined
 */
export function layOutAddresses(blocks: readonly AddressBlock[], zoom?: Cidr): AddressMap {
  const placed = blocks.flatMap((block, place): readonly Placed[] => {
    const { cidr } = block;
    return cidr && (!zoom || cidr.overlaps(zoom)) ? [{ place, block, cidr }] : [];
  });
  const windows = zoom ? [zoom] : spaces.flatMap(([text]) => Cidr.parse(text) ?? []);
  const bySpace = groupBy(placed, ({ cidr }) => zoom ?? windows.find((space) => space.contains(cidr)));
  const sections = windows.flatMap((window) => {
    const members = bySpace.get(window);
    return members ? [section(window, members, blocks)] : [];
  });
  return { sections };
}

function section(window: Cidr, members: readonly Placed[], all: readonly AddressBlock[]): MapSection {
  const vpcs = members.filter(({ block }) => block.resource.type === "VPC");
  // Where a discovery shows a vSwitch and not its VPC, it stands for itself.
  const outer = members.filter(({ block }) => block.resource.type === "VPC" || block.parent === undefined);
  const inner = groupBy(
    members.filter(({ block }) => block.parent !== undefined),
    ({ block }) => block.parent,
  );
  const ranges = merged(outer.map(({ cidr }) => clipped(cidr, window)));
  const [, space = "other"] = spaces.find(([text]) => Cidr.parse(text)?.contains(window)) ?? [];
  return {
    cidr: String(window),
    space,
    vpcBlocks: vpcs.length,
    allocated: filled(ranges, window),
    overview: overview(ranges, window),
    rows: rows(window, rowPrefix(window, outer, [...inner.values()].flat(), ranges), ranges, outer, inner, all),
  };
}

interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/** The part of a block that lies in a window. */
function clipped(cidr: Cidr, window: Cidr): Range {
  return cidr.prefix < window.prefix ? window : cidr;
}

/** Sorted, without what lies in another; neighbours are one. */
function merged(ranges: readonly Range[]): readonly Range[] {
  const result: { first: bigint; last: bigint }[] = [];
  for (const { first, last } of [...ranges].sort((a, b) => (a.first < b.first ? -1 : Number(a.first > b.first)))) {
    const previous = result.at(-1);
    if (!previous || first > previous.last + 1n) result.push({ first, last });
    else if (last > previous.last) previous.last = last;
  }
  return result;
}

/** Share of a window that ranges in it cover. */
function filled(ranges: readonly Range[], window: Cidr): number {
  return merged(ranges).reduce((sum, { first, last }) => sum + share(last - first + 1n, window.size), 0);
}

/** Rows fit the blocks of middling size, and are so large that they are not too many. */
function rowPrefix(window: Cidr, outer: readonly Placed[], inner: readonly Placed[], ranges: readonly Range[]): number {
  const inside = (ones: readonly Placed[]) =>
    ones.map(({ cidr }) => cidr.prefix).filter((prefix) => prefix > window.prefix);
  const vpcs = inside(outer);
  const sizes = (vpcs.length > 0 ? vpcs : inside(inner)).sort((a, b) => a - b);
  const middle = sizes[sizes.length >> 1] ?? window.prefix;
  let prefix = Math.max(window.prefix, middle - rowBits);
  while (prefix > window.prefix && rowCount(ranges, window.bits - prefix) > mostRows) prefix -= 1;
  return prefix;
}

function rowCount(ranges: readonly Range[], shift: number): number {
  let [count, lastRow] = [0n, -1n];
  for (const { first, last } of ranges) {
    const [from, to] = [first >> BigInt(shift), last >> BigInt(shift)];
    count += to - from + (from === lastRow ? 0n : 1n);
    lastRow = to;
  }
  return Number(count);
}

function rows(
  window: Cidr,
  prefix: number,
  ranges: readonly Range[],
  outer: readonly Placed[],
  inner: Inner,
  all: readonly AddressBlock[],
): readonly MapRow[] {
  const { bits } = window;
  const size = 1n << BigInt(bits - prefix);
  const result: MapRow[] = [];
  let next: bigint | undefined;
  for (const { first, last } of ranges) {
    for (let start = (first / size) * size; start <= last; start += size) {
      if (next !== undefined && start < next) continue;
      if (next !== undefined && start > next) {
        const text = (address: bigint) => Cidr.addressText(bits, address);
        result.push({ kind: "gap", first: text(next), last: text(start - 1n) });
      }
      result.push(row(new Cidr(bits, start, prefix), outer, inner, all));
      next = start + size;
    }
  }
  return result;
}

function row(cidr: Cidr, outer: readonly Placed[], inner: Inner, all: readonly AddressBlock[]): MapRow {
  const members = outer.filter((one) => one.cidr.overlaps(cidr));
  const small = members.filter((one) => one.cidr.prefix > cidr.prefix + smallBits);
  const bins = groupBy(small, (one) => String(one.cidr.supernet(cidr.prefix + smallBits)));
  const alone = new Set([...bins.values()].flatMap((bin) => (bin.length === 1 ? bin : [])));
  const drawn = members.filter((one) => one.cidr.prefix <= cidr.prefix + smallBits || alone.has(one));
  const pieces: MapPiece[] = [];
  const lanes: bigint[] = [];
  const crowded: Placed[] = [];
  for (const one of drawn) {
    const range = clipped(one.cidr, cidr);
    const free = lanes.findIndex((end) => end < range.first);
    const lane = free < 0 ? lanes.length : free;
    if (lane < mostLanes) {
      lanes[lane] = range.last;
      pieces.push({ kind: "block", lane, ...blockPiece(one, cidr, range, inner, all) });
    } else crowded.push(one);
  }
  const left = groupBy(crowded, (one) => String(one.cidr.prefix < cidr.prefix ? cidr : one.cidr));
  for (const [key, bin] of bins) if (bin.length > 1) pieces.push(cluster(key, bin, cidr, 0));
  for (const [key, rest] of left) pieces.push(cluster(key, rest, cidr, mostLanes));
  pieces.sort((a, b) => a.lane - b.lane || a.at - b.at);
  return {
    kind: "used",
    cidr: String(cidr),
    ticks: ticks(cidr),
    lanes: Math.max(1, lanes.length) + (left.size > 0 ? 1 : 0),
    pieces,
  };
}

function blockPiece(
  { place, block, cidr }: Placed,
  row: Cidr,
  range: Range,
  inner: Inner,
  all: readonly AddressBlock[],
) {
  const others = block.overlaps.flatMap((other) => {
    const found = all[other]?.cidr;
    return found?.overlaps(row) ? [clipped(clippedTo(found, cidr), row)] : [];
  });
  return {
    block: place,
    ...span(range, row),
    overlaps: merged(others).map((one) => span(one, row)),
    inner: (inner.get(place) ?? [])
      .filter((one) => one.cidr.overlaps(row) && one.cidr.prefix <= row.prefix + innerBits)
      .map((one) => ({ block: one.place, ...span(clipped(one.cidr, row), row) })),
  };
}

/** The smaller one of two blocks that overlap. */
function clippedTo(one: Cidr, other: Cidr): Cidr {
  return one.prefix < other.prefix ? other : one;
}

function cluster(key: string, blocks: readonly Placed[], row: Cidr, lane: number): MapPiece {
  const cidr = Cidr.parse(key) ?? row;
  const places = blocks.map(({ place }) => place);
  const ranges = blocks.map((one) => clipped(one.cidr, cidr));
  return { kind: "cluster", lane, cidr: key, blocks: places, filled: filled(ranges, cidr), ...span(cidr, row) };
}

/** Marks at the start of each part of a row, with as much of the address as changes. */
function ticks(row: Cidr): readonly { readonly at: number; readonly label: string }[] {
  const parts = Math.min(row.bits === 32 ? rowBits : 1, row.bits - row.prefix);
  const prefix = row.prefix + parts;
  const size = 1n << BigInt(row.bits - prefix);
  return Array.from({ length: 2 ** parts }, (_, index) => {
    const text = Cidr.addressText(row.bits, row.first + BigInt(index) * size);
    const label =
      row.bits === 32
        ? text
            .split(".")
            .slice(0, Math.max(1, Math.ceil(prefix / 8)))
            .join(".")
        : text;
    return { at: index / 2 ** parts, label };
  });
}

/** What is nearer together than can be seen is one. */
function overview(ranges: readonly Range[], window: Cidr): readonly Span[] {
  const steps = 400;
  const spans: { at: number; width: number }[] = [];
  for (const range of ranges) {
    const { at, width } = span(range, window);
    const previous = spans.at(-1);
    if (previous && at - (previous.at + previous.width) < 1 / steps) previous.width = at + width - previous.at;
    else spans.push({ at, width: Math.max(width, 1 / steps) });
  }
  return spans;
}

function span({ first, last }: Range, within: Cidr): Span {
  return { at: share(first - within.first, within.size), width: share(last - first + 1n, within.size) };
}

/** A part of a whole, 0 to 1, exact to a billionth however large both are. */
function share(part: bigint, whole: bigint): number {
  return Number((part * 1_000_000_000n) / whole) / 1_000_000_000;
}
