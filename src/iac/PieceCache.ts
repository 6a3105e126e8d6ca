import type { Contents } from "./Contents.ts";
import { detached } from "./detached.ts";

interface Kept {
  readonly text: string;
  readonly contents: Contents;
}

/** What the pieces of one document said, by their text, as of its last reading; nothing older is kept. */
export class PieceCache {
  #known = new Map<string, Kept>();
  #next = new Map<string, Kept>();

  /** Whether the document was read before. */
  get isWarm(): boolean {
    return this.#known.size > 0;
  }

  /** What a piece of that text says: as it was read before, or else as it is read now. */
  contents(text: string, read: () => Contents): Contents {
    const known = this.#next.get(text) ?? this.#known.get(text);
    if (known) {
      this.#next.set(known.text, known);
      return known.contents;
    }
    const own = detached(text);
    const contents = read();
    this.#next.set(own, { text: own, contents });
    return contents;
  }

  /** Forgets what the reading that ends here did not ask for. */
  settle(): void {
    this.#known = this.#next;
    this.#next = new Map();
  }
}
