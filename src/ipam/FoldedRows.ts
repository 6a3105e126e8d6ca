import { foldText } from "./foldText.ts";

/**
 * The texts of some rows, folded once and kept as one long text, which is searched much faster than many short ones. A word
 * is found within one text of a row, never across the seam of two.
 */
export class FoldedRows {
  readonly #text: string;
  /** Where each row begins; one more for the end. */
  readonly #starts: Uint32Array;

  /** @param rows the texts of each row */
  constructor(rows: readonly (readonly string[])[]) {
    this.#starts = new Uint32Array(rows.length + 1);
    const folded = rows.map((texts) => `${foldText(texts.join("\n"))}\n`);
    let end = 0;
    for (const [row, text] of folded.entries()) {
      end += text.length;
      this.#starts[row + 1] = end;
    }
    this.#text = folded.join("");
  }

  /**
   * The places of the rows that hold every word, in their order.
   * @param words folded, without white space, at least one
   */
  having(words: readonly string[]): readonly number[] {
    // The longest is the rarest, as a rule.
    const [rarest = "", ...others] = words.toSorted((a, b) => b.length - a.length);
    const found: number[] = [];
    let row = 0;
    for (let at = this.#text.indexOf(rarest); at >= 0; at = this.#text.indexOf(rarest, this.#startOf(row))) {
      while (this.#startOf(row + 1) <= at) row += 1;
      if (this.#holds(row, others)) found.push(row);
      row += 1;
    }
    return found;
  }

  #holds(row: number, words: readonly string[]): boolean {
    if (words.length === 0) return true;
    const text = this.#text.slice(this.#startOf(row), this.#startOf(row + 1));
    return words.every((word) => text.includes(word));
  }

  #startOf(row: number): number {
    return this.#starts[row] ?? this.#text.length;
  }
}
