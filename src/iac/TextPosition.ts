/** A place in a text: zero-based line, zero-based character in UTF-16 units. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}
