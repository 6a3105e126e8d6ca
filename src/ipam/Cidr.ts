/** A block of IPv4 or IPv6 addresses. */
export class Cidr {
  /** Length of an address. */
  readonly bits: 32 | 128;
  /** The lowest address. */
  readonly first: bigint;
  readonly prefix: number;

  /** Bits of `first` behind the prefix are cleared. */
  constructor(bits: 32 | 128, first: bigint, prefix: number) {
    const rest = BigInt(bits - prefix);
    this.bits = bits;
    this.first = (first >> rest) << rest;
    this.prefix = prefix;
  }

  /** Undefined where the text is no CIDR block, such as `10.0.0.0/16` or `2001:db8::/32`. */
  static parse(text: string): Cidr | undefined {
    const [, address = "", length] = /^([\da-f:.]{2,39})\/(\d{1,3})$/i.exec(text.trim()) ?? [];
    const parsed = Cidr.parseAddress(address);
    const prefix = Number(length);
    return parsed && prefix <= parsed.bits ? new Cidr(parsed.bits, parsed.first, prefix) : undefined;
  }

  /** The block of one address; undefined where the text is no whole address. */
  static parseAddress(text: string): Cidr | undefined {
    const four = /^\d{1,3}(\.\d{1,3}){3}$/.test(text) ? text.split(".").map(Number) : undefined;
    if (four) return four.every((octet) => octet < 256) ? new Cidr(32, joined(four, 8n), 32) : undefined;
    const six = groupsOf(text);
    return six && new Cidr(128, joined(six, 16n), 128);
  }

  /** How many addresses. */
  get size(): bigint {
    return 1n << BigInt(this.bits - this.prefix);
  }

  /** The highest address. */
  get last(): bigint {
    return this.first + this.size - 1n;
  }

  /** Whether all of another block lies in this one. */
  contains(other: Cidr): boolean {
    return (
      this.bits === other.bits && this.prefix <= other.prefix && this.first <= other.first && other.last <= this.last
    );
  }

  /** Whether they have an address in common; one of them then contains the other. */
  overlaps(other: Cidr): boolean {
    return this.contains(other) || other.contains(this);
  }

  /** The block of that prefix around the start of this one. */
  supernet(prefix: number): Cidr {
    return new Cidr(this.bits, this.first, prefix);
  }

  /** For sorting: IPv4 first, then by address, and what contains before what it contains. */
  compare(other: Cidr): number {
    if (this.bits !== other.bits) return this.bits - other.bits;
    if (this.first !== other.first) return this.first < other.first ? -1 : 1;
    return this.prefix - other.prefix;
  }

  toString(): string {
    return `${Cidr.addressText(this.bits, this.first)}/${this.prefix}`;
  }

  /** An address as a person writes it; IPv6 by RFC 5952. */
  static addressText(bits: 32 | 128, address: bigint): string {
    if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 0xffn).join(".");
    const groups = Array.from({ length: 8 }, (_, index) => (address >> BigInt(112 - 16 * index)) & 0xffffn);
    const text = groups.map((group) => group.toString(16)).join(":");
    const runs = [...text.matchAll(/\b0(?::0)+\b/g)].sort(([one], [other]) => other.length - one.length);
    const [longest] = runs;
    if (!longest) return text;
    const after = text.slice(longest.index + longest[0].length).replace(/^:/, "");
    return `${text.slice(0, longest.index).replace(/:$/, "")}::${after}`;
  }
}

function joined(parts: readonly number[], width: bigint): bigint {
  return parts.reduce((sum, part) => (sum << width) | BigInt(part), 0n);
}

/** The eight groups of an IPv6 address. */
function groupsOf(text: string): readonly number[] | undefined {
  const sides = text.split("::");
  if (!/^[\da-f:]+$/i.test(text) || sides.length > 2) return undefined;
  const [before = [], after = []] = sides.map((side) => (side === "" ? [] : side.split(":")));
  const missing = 8 - before.length - after.length;
  if (sides.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...before, ...Array<string>(missing).fill("0"), ...after];
  return groups.every((group) => /^[\da-f]{1,4}$/i.test(group))
    ? groups.map((group) => Number.parseInt(group, 16))
    : undefined;
}
