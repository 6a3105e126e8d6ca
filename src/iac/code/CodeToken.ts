import type { Span } from "../Span.ts";

/** A token of a program: only as much as it takes to find a constructor and its arguments. */
export interface CodeToken extends Span {
  /** `text` is a string that stands for itself; `template` one with values in it. */
  readonly kind: "word" | "number" | "text" | "template" | "sign";
  /** A text without its quotes and escapes; anything else as it is written. */
  readonly value: string;
  readonly startsLine: boolean;
}
