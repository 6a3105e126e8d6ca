import type { PageLine } from "./PageTable.ts";
import { plainText } from "./plainText.ts";

/** A name from the cloud, if there is one. */
export function name(text: string | undefined): readonly PageLine[] {
  const plain = plainText(text ?? "");
  return plain ? [{ text: plain, style: "name", foreign: true }] : [];
}

/** An id from the cloud. */
export function id(text: string): PageLine {
  return { text: plainText(text), style: "id", foreign: true };
}

/** Words of less weight. */
export function muted(text: string): PageLine {
  return { text, style: "muted" };
}
