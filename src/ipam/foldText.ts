/** A text as it is searched: upper and lower case are the same in it, and so are full-width and other forms of a letter. */
export function foldText(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
