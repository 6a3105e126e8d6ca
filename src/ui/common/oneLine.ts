/**
 * A text from outside on one line: control characters and line ends become spaces; what cannot be seen goes, above all
 * marks that change the direction of what follows, and so do glyphs of private use and letters buried in accents.
 * @param most length in UTF-16 units, before which longer texts end with an ellipsis
 */
export function oneLine(text: string, most: number): string {
  const cleaned = text
    .slice(0, 4 * most)
    .replace(/[\p{Cf}\p{Co}\p{Cs}\p{DI}]|(?<=\p{M}{4})\p{M}/gu, "")
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  const isCut = cleaned.length > most || text.length > 4 * most;
  // Not within a character that takes two units.
  return isCut ? `${cleaned.slice(0, most - 1).replace(/\p{Cs}$/u, "")}…` : cleaned;
}
