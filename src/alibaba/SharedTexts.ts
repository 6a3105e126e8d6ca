import type { Tag } from "../ipam/Tag.ts";

/**
 * Equal texts of the rows of a list, kept once: owners, times, regions and tags are the same in most rows, and every answer
 * brings copies of its own.
 */
export class SharedTexts {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();
  readonly #tags = new Map<string, readonly Tag[]>();

  text(text: string): string {
    return first(this.#texts, text, text);
  }

  list(texts: readonly string[]): readonly string[] {
    return first(this.#lists, JSON.stringify(texts), texts);
  }

  tags(tags: readonly Tag[]): readonly Tag[] {
    return first(this.#tags, JSON.stringify(tags), tags);
  }
}

/** The value that came first with a key. */
function first<T>(known: Map<string, T>, key: string, value: T): T {
  const earlier = known.get(key);
  if (earlier === undefined) known.set(key, value);
  return earlier ?? value;
}
