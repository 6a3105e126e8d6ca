/** An object inside of a large JSON document. */
export interface JsonElement {
  /** The keys that lead to it, from the outside; lists have none. */
  readonly path: readonly string[];
  readonly text: string;
}
