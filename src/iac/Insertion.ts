import type { TextPosition } from "./TextPosition.ts";

/** A text to be put into a document. */
export interface Insertion {
  readonly path: string;
  /** The file is not there any more: it is to be made, with the text in it. */
  readonly isNewFile: boolean;
  readonly at: TextPosition;
  readonly text: string;
}
