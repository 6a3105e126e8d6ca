import type { Span } from "../Span.ts";
import type { CodeToken } from "./CodeToken.ts";

const wordPattern = /[A-Za-z_$\u00aa-\uffff][\w$\u00aa-\uffff]*/y;
const numberPattern = /\d[\w.]*/y;
const regexPattern = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

/**
 * The tokens of a program in TypeScript, JavaScript or Python, comments left out, one after the other; returns the
 * strings that do not end, which are being typed. Walks every character once.
 */
export function* codeTokens(text: string, language: "typescript" | "python"): Generator<CodeToken, readonly Span[]> {
  const faults: Span[] = [];
  // A mark that was once found not to close is not looked for again, or many of them would be searched for in vain.
  const unclosed = new Set<string>();
  let startsLine = true;
  let before: CodeToken | undefined;
  let at = 0;

  const closing = (mark: string, from: number): number => {
    if (unclosed.has(mark)) return -1;
    const end = closingMark(text, mark, from);
    if (end < 0) unclosed.add(mark);
    return end;
  };

  while (at < text.length) {
    const sign = text[at] ?? "";
    if (sign === "\n") {
      startsLine = true;
      at += 1;
      continue;
    }
    if (sign === " " || sign === "\t" || sign === "\r") {
      at += 1;
      continue;
    }
    if ((language === "python" && sign === "#") || (language === "typescript" && text.startsWith("//", at))) {
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length : end;
      continue;
    }
    if (language === "typescript" && text.startsWith("/*", at)) {
      const end = unclosed.has("*/") ? -1 : text.indexOf("*/", at + 2);
      if (end < 0) unclosed.add("*/");
      at = end < 0 ? at + 2 : end + 2;
      continue;
    }
    const token = next(text, at, language, closing, before);
    if (token.faulty) faults.push({ start: token.start, end: token.end });
    const { start, end, kind, value } = token;
    before = { start, end, kind, value, startsLine };
    yield before;
    startsLine = false;
    at = end;
  }
  return faults;
}

type Closing = (mark: string, from: number) => number;

interface Draft extends Span {
  readonly kind: CodeToken["kind"];
  readonly value: string;
  readonly faulty?: boolean;
}

function next(
  text: string,
  at: number,
  language: "typescript" | "python",
  closing: Closing,
  before: CodeToken | undefined,
): Draft {
  const sign = text[at] ?? "";
  if (sign === '"' || sign === "'") return string(text, at, at, language, closing, false);
  if (sign === "`" && language === "typescript") return longString(text, at, at, "`", closing, true);
  wordPattern.lastIndex = at;
  if (wordPattern.test(text)) {
    const end = wordPattern.lastIndex;
    const value = text.slice(at, end);
    const quote = text[end];
    // Python's prefixes: of them only f has values in it.
    if (language === "python" && value.length <= 2 && (quote === '"' || quote === "'") && /^[rbuf]+$/i.test(value)) {
      return string(text, at, end, language, closing, /f/i.test(value));
    }
    return { kind: "word", value, start: at, end };
  }
  numberPattern.lastIndex = at;
  if (numberPattern.test(text)) return { kind: "number", ...slice(text, at, numberPattern.lastIndex) };
  if (sign === "/" && language === "typescript" && mayStartRegex(before)) {
    regexPattern.lastIndex = at;
    if (regexPattern.test(text)) return { kind: "template", ...slice(text, at, regexPattern.lastIndex) };
  }
  return { kind: "sign", ...slice(text, at, at + (text.startsWith("=>", at) ? 2 : 1)) };
}

function slice(text: string, start: number, end: number) {
  return { value: text.slice(start, end), start, end };
}

function mayStartRegex(before: CodeToken | undefined): boolean {
  if (!before) return true;
  if (before.kind === "word") return before.value === "return";
  return before.kind === "sign" && "(,=:[!&|?{};=>".includes(before.value);
}

function string(
  text: string,
  start: number,
  open: number,
  language: "typescript" | "python",
  closing: Closing,
  template: boolean,
): Draft {
  const quote = text[open] ?? "";
  const triple = quote.repeat(3);
  if (language === "python" && text.startsWith(triple, open)) {
    return longString(text, start, open, triple, closing, template);
  }
  let at = open + 1;
  while (at < text.length) {
    const unit = text[at];
    if (unit === "\n") break;
    if (unit === quote)
      return { kind: template ? "template" : "text", value: plainText(text, open + 1, at), start, end: at + 1 };
    at += unit === "\\" ? 2 : 1;
  }
  return { kind: "template", value: quote, start, end: Math.min(at, text.length), faulty: true };
}

function longString(
  text: string,
  start: number,
  open: number,
  mark: string,
  closing: Closing,
  template: boolean,
): Draft {
  const from = open + mark.length;
  const end = closing(mark, from);
  if (end < 0) return { kind: "sign", value: mark, start, end: from, faulty: true };
  const value = plainText(text, from, end);
  const hasValues = template && (mark === "`" ? value.includes("${") : value.includes("{"));
  return { kind: hasValues ? "template" : "text", value, start, end: end + mark.length };
}

/** Where the mark stands that closes; a backslash takes the next character with it, and `${…}` may hold more strings. */
function closingMark(text: string, mark: string, from: number): number {
  let braces = 0;
  let at = from;
  while (at < text.length) {
    const unit = text[at];
    if (unit === "\\") at += 1;
    else if (mark === "`" && unit === "$" && text[at + 1] === "{") {
      braces += 1;
      at += 1;
    } else if (braces > 0 && unit === "}") braces -= 1;
    else if (braces === 0 && text.startsWith(mark, at)) return at;
    at += 1;
  }
  return -1;
}

function plainText(text: string, start: number, end: number): string {
  const inner = text.slice(start, end);
  return inner.includes("\\") ? inner.replaceAll(/\\(.)/gs, "$1") : inner;
}
