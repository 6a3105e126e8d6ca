import { idKind } from "../ipam/ids.ts";
import { limits } from "./limits.ts";
import type { Span } from "./Span.ts";

interface LiteralId {
  readonly kind: "ipam" | "discovery" | "association";
  readonly id: string;
  readonly span: Span;
}

const pattern = /(?<![\w-])ipam-(?:res-disco-(?:assoc-)?)?([a-z0-9]{10,64})(?![\w-])/g;

/** AWS begins its ids with the same words, and goes on with a 0 and 16 hexadecimal digits. */
const ofAws = /^0[0-9a-f]{16}$/;

/**
 * The ids that stand in a text, ascending. A suffix has letters and digits; without a digit it has to be as long as the
 * shortest one ever seen, 14, or it is a word like any other: `ipam-production`.
 */
export function literalIds(text: string): readonly LiteralId[] {
  const found: LiteralId[] = [];
  if (!text.includes("ipam-")) return found;
  for (const { 0: id, 1: suffix = "", index } of text.matchAll(pattern)) {
    if (ofAws.test(suffix) || (suffix.length < 14 && !/\d/.test(suffix))) continue;
    const kind = idKind(id);
    if (kind === "ipam" || kind === "discovery" || kind === "association") {
      if (found.length >= limits.declarations) break;
      found.push({ kind, id, span: { start: index, end: index + id.length } });
    }
  }
  return found;
}
