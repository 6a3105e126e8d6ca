import type { Span } from "../Span.ts";
import type { Value } from "../Value.ts";

/** One entry of a section of a template or project. */
export interface Entry {
  readonly key: string;
  readonly keySpan: Span;
  readonly whole: Span;
  readonly value: Value;
}
