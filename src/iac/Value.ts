import type { Span } from "./Span.ts";

/**
 * What a language gives to a property, reduced to what can be told without running anything. Spans count from where
 * the piece of text starts that was read.
 */
export type Value = LiteralValue | ListValue | ObjectValue | ReferenceValue | TemplateValue | UnknownValue;

interface LiteralValue {
  readonly kind: "literal";
  readonly value: string | number | boolean | null;
  readonly span: Span;
}

interface ListValue {
  readonly kind: "list";
  readonly items: readonly Value[];
  readonly span: Span;
}

interface ObjectValue {
  readonly kind: "object";
  readonly entries: readonly { readonly key: string; readonly keySpan: Span; readonly value: Value }[];
  readonly span: Span;
}

/** A path to something else: names as they are, indexes in brackets: `local`, `ids`, `["east"]`, `[0]`. */
interface ReferenceValue {
  readonly kind: "reference";
  readonly path: readonly string[];
  readonly span: Span;
}

/** A text with values in it. */
interface TemplateValue {
  readonly kind: "template";
  readonly parts: readonly Value[];
  readonly span: Span;
}

/** Something only a run would tell; the text is free of comments and spaces, so that a new format changes nothing. */
interface UnknownValue {
  readonly kind: "unknown";
  readonly text: string;
  readonly span: Span;
}
