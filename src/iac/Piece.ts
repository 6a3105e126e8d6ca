import type { Contents } from "./Contents.ts";

/** A part of a document that is read for itself, so that an edit elsewhere leaves it as it is. */
export interface Piece {
  /** Where it starts in its document, and where it ends. */
  readonly start: number;
  readonly end: number;
  readonly contents: Contents;
  /** The contents are those of an earlier, sound reading. */
  readonly carried?: boolean;
}
