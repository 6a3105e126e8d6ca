/**
 * The same text with memory of its own. A slice of a text keeps all of that text alive: a few lines kept from each of a
 * document's versions would keep every version.
 */
export function detached(text: string): string {
  return Buffer.from(text, "utf16le").toString("utf16le");
}
