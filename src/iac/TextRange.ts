import type { TextPosition } from "./TextPosition.ts";

/** A stretch of a text; the end is exclusive. */
export interface TextRange {
  readonly start: TextPosition;
  readonly end: TextPosition;
}
