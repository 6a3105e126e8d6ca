import type { Format } from "./formatOf.ts";
import type { LineIndex } from "./LineIndex.ts";
import type { Reading } from "./Reading.ts";

/** One document, read. */
export interface FileReading extends Reading {
  /** The path, or address, it was given by. */
  readonly path: string;
  readonly format: Format;
  readonly text: string;
  readonly lines: LineIndex;
}
