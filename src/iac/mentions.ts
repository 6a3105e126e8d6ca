/** What stands in every document that this room could say anything about, in any of its languages. */
const words = /ipam|resource_?share|shared_?(?:resource|target)/i;

/** As much of a document as is searched: a millisecond per megabyte, so never more than a few. */
const searched = 4_000_000;

/**
 * Whether a document names an IPAM or a resource share at all; when it does not, nothing of this room need be loaded
 * for it. A module is to be read as a whole as soon as one of its files does: its providers, locals and variables may
 * stand in files that do not.
 */
export function mentions(text: string): boolean {
  return words.test(text.length > searched ? text.slice(0, searched) : text);
}
