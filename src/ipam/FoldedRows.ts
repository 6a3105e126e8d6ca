import { foldText } from "./foldText.ts";

/**
 * The texts of some rows, folded once. Each is kept once, whichever rows have it, and all in one long text, which is searched
 * much faster than many short ones. A word is found within a text, never across the seam of two.
 */
export class FoldedRows {
  readonly #count: number;
  readonly #text: string;
  /** Where each text begins; one more for the end. */
  readonly #starts: Numbers;
  /** The rows of the first text, then those of the second, and so on. */
  readonly #rows: Numbers;
  /** Where in `#rows` those of each text begin; one more for the end. */
  readonly #rowsFrom: Numbers;

  /** @param rows the texts of each row */
  constructor(rows: readonly (readonly string[])[]) {
    const rowsOf = new Map<string, Set<number>>();
    for (const [row, texts] of rows.entries()) {
      for (const text of texts) if (text !== "") rowsOf.set(text, (rowsOf.get(text) ?? new Set()).add(row));
    }
    const folded = [...rowsOf.keys()].map((text) => `${foldText(text)}\n`);
    this.#count = rows.length;
    this.#text = folded.join("");
    this.#starts = sums(folded.map(({ length }) => length));
    this.#rows = numbers([...rowsOf.values()].flatMap((some) => [...some]));
    this.#rowsFrom = sums([...rowsOf.values()].map(({ size }) => size));
  }

  /**
   * The places of the rows that have every word, in their order.
   * @param words folded, without white space
   */
  having(words: readonly string[]): readonly number[] {
    // How many of the words each row is known to have; whoever lacks one is left behind.
    const known = new Array<number>(this.#count).fill(0);
    for (const [index, word] of words.entries()) {
      for (const row of this.#rowsWith(word)) if (known[row] === index) known[row] = index + 1;
    }
    const places: number[] = [];
    for (let row = 0; row < this.#count; row += 1) if (known[row] === words.length) places.push(row);
    return places;
  }

  /** Rows that have a word, some of them more than once. */
  #rowsWith(word: string): readonly number[] {
    const found: number[] = [];
    let text = 0;
    for (let at = this.#text.indexOf(word); at >= 0; at = this.#text.indexOf(word, this.#starts[text])) {
      while ((this.#starts[text + 1] ?? at) < at + 1) text += 1;
      for (let from = this.#rowsFrom[text] ?? 0; from < (this.#rowsFrom[text + 1] ?? 0); from += 1) {
        found.push(this.#rows[from] ?? 0);
      }
      text += 1;
    }
    return found;
  }
}

type Numbers = Uint16Array | Uint32Array;

/** Whole numbers from 0, in as little memory as they need. */
function numbers(values: readonly number[]): Numbers {
  return values.every((value) => value < 2 ** 16) ? Uint16Array.from(values) : Uint32Array.from(values);
}

/** 0, the first, the first and the second, and so on to the sum of all. */
function sums(values: readonly number[]): Numbers {
  let sum = 0;
  const all = [sum];
  for (const value of values) {
    sum += value;
    all.push(sum);
  }
  return numbers(all);
}
