/** What an id names. The prefixes overlap, so the longest one decides. */
export type IdKind = "ipam" | "discovery" | "association" | "scope" | "pool" | "allocation";

const prefixes: readonly (readonly [prefix: string, kind: IdKind])[] = [
  ["ipam-res-disco-assoc-", "association"],
  ["ipam-res-disco-", "discovery"],
  ["ipam-pool-alloc-", "allocation"],
  ["ipam-scope-", "scope"],
  ["ipam-alloc-", "allocation"],
  ["ipam-pool-", "pool"],
  ["ipam-", "ipam"],
];

/**
 * The kind of an id by its prefix, longest first, or `undefined`.
 *
 * The suffix is lower-case letters and digits; its length is not documented, so it is not checked.
 */
export function idKind(id: string): IdKind | undefined {
  const match = prefixes.find(([prefix]) => id.startsWith(prefix));
  return match && /^[a-z0-9]+$/.test(id.slice(match[0].length)) ? match[1] : undefined;
}
