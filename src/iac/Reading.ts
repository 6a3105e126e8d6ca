import type { Piece } from "./Piece.ts";
import type { Skipped } from "./Skipped.ts";
import type { Span } from "./Span.ts";

export interface SkippedPart {
  readonly span: Span;
  readonly reason: Skipped;
  /** Declarations may stand in it that are missed now. */
  readonly hides: boolean;
}

/** What a language's reader makes of a text. */
export interface Reading {
  readonly pieces: readonly Piece[];
  /** Where the text is not what its language expects, as while it is being typed. */
  readonly faults: readonly Span[];
  /** The parts that were not read, and why. */
  readonly skipped: readonly SkippedPart[];
}
