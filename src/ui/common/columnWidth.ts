/** Scripts whose characters take two columns where letters take one. */
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60]/gu;

/** Columns that a text takes where every letter is as wide as any other, as in an editor. */
export function columnWidth(text: string): number {
  return text.length + (text.match(wide)?.filter((character) => character.length === 1).length ?? 0);
}
