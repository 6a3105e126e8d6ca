import type { PieceCache } from "./PieceCache.ts";
import type { Slices } from "./Slices.ts";

/** What a language's reader works with. */
export interface ReadingTools {
  readonly cache: PieceCache;
  readonly slices: Slices;
  /** Aborted when the reading is no longer wanted, because the text has changed. */
  readonly signal?: AbortSignal;
}
