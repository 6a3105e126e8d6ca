import { limits } from "../limits.ts";
import type { Slices } from "../Slices.ts";
import type { Span } from "../Span.ts";
import type { HclBlock } from "./HclBlock.ts";

interface HclOutline {
  readonly blocks: readonly HclBlock[];
  /** What stands between blocks and is neither a setting nor a comment: the rest of a block that lost its head or foot. */
  readonly stray: readonly Span[];
}

const code = {
  newline: 10,
  quote: 34,
  hash: 35,
  dollar: 36,
  percent: 37,
  open: 40,
  close: 41,
  star: 42,
  slash: 47,
  less: 60,
  openSquare: 91,
  backslash: 92,
  closeSquare: 93,
  openBrace: 123,
  closeBrace: 125,
};

const header = /([A-Za-z_][\w-]*)((?:[ \t]+(?:"[^"\n\\]*"|[A-Za-z_][\w-]*))*)[ \t]*\{/y;
const label = /"([^"]*)"|([A-Za-z_][\w-]*)/g;
const blank = /[\s\uFEFF]+|#[^\n]*|\/\/[^\n]*/y;
const setting = /[A-Za-z_"][\w"-]*[ \t]*=/y;
const heredoc = /<<-?([A-Za-z_][\w-]*)[ \t\r]*\n/y;
// What starts a line in the first column and can only be a block of its own.
const unmistakable =
  /(?:(?:resource|data)[ \t]+"[^"\n]*"[ \t]+"[^"\n]*"|(?:variable|output|module|provider)[ \t]+"[^"\n]*"|locals|terraform|import|moved|removed)[ \t]*\{/y;

/**
 * The top-level blocks of a file, by one walk over its characters: the grammar is then asked about one block at a time,
 * so that an edit costs one block, and a fault stays in the block that has it.
 *
 * A block that does not end is taken to end where the next unmistakable one starts. That is only looked for once a block
 * was seen not to end, because in a sound file a line that looks so may stand inside of another block.
 */
export function outlineHcl(text: string, slices: Slices, signal?: AbortSignal): Promise<HclOutline> {
  return new Outliner(text).outline(slices, signal);
}

class Outliner {
  readonly #text: string;
  readonly #blocks: HclBlock[] = [];
  readonly #stray: Span[] = [];
  readonly #lastCommentEnd: number;
  #heredocs: { openings: Positions; terminators: Positions } | undefined;
  #recovering = false;
  #templatesSpanLines = true;

  constructor(text: string) {
    this.#text = text;
    this.#lastCommentEnd = text.lastIndexOf("*/");
  }

  async outline(slices: Slices, signal: AbortSignal | undefined): Promise<HclOutline> {
    let at = 0;
    while (at < this.#text.length) {
      if (slices.isOver) await slices.breathe(signal);
      const after = skip(blank, this.#text, at);
      at = after > at ? after : this.#next(at);
    }
    return { blocks: this.#blocks, stray: this.#stray };
  }

  #next(at: number): number {
    const text = this.#text;
    if (text.startsWith("/*", at)) return this.#comment(at);
    const afterName = skip(setting, text, at);
    if (afterName > at) return this.#body(afterName, "line").end;
    header.lastIndex = at;
    const match = header.exec(text);
    if (match) return this.#block(at, header.lastIndex, [match[1] ?? "", ...labels(match[2] ?? "")]);
    const end = lineEnd(text, at);
    this.#stray.push({ start: at, end });
    return end;
  }

  #block(start: number, headerEnd: number, words: readonly string[]): number {
    let body = this.#body(headerEnd, "block");
    if (!body.closed && !this.#recovering) {
      this.#recovering = true;
      body = this.#body(headerEnd, "block");
    }
    const { end, tooDeep } = body;
    this.#blocks.push({ words, start, headerEnd, end, broken: !body.closed || body.faulty, tooDeep });
    return end;
  }

  /** Walks to behind the bracket that closes a block, or to the end of the line that ends a setting. */
  #body(from: number, until: "block" | "line"): { end: number; closed: boolean; faulty: boolean; tooDeep: boolean } {
    const text = this.#text;
    let depth = until === "block" ? 1 : 0;
    let faulty = false;
    let tooDeep = false;
    let at = from;
    while (at < text.length) {
      switch (text.charCodeAt(at)) {
        case code.newline:
          if (depth === 0) return { end: at + 1, closed: true, faulty, tooDeep };
          at += 1;
          if (this.#recovering && skip(unmistakable, text, at) > at) return { end: at, closed: false, faulty, tooDeep };
          break;
        case code.quote: {
          const string = this.#string(at);
          faulty ||= !string.closed;
          at = string.end;
          break;
        }
        case code.hash:
          at = lineEnd(text, at);
          break;
        case code.slash:
          at = text.charCodeAt(at + 1) === code.slash ? lineEnd(text, at) : this.#comment(at);
          break;
        case code.less:
          at = this.#heredoc(at);
          break;
        case code.open:
        case code.openSquare:
        case code.openBrace:
          depth += 1;
          tooDeep ||= depth > limits.depth;
          at += 1;
          break;
        case code.close:
        case code.closeSquare:
        case code.closeBrace:
          depth -= 1;
          at += 1;
          if (depth === 0 && until === "block") return { end: at, closed: true, faulty, tooDeep };
          if (depth < 0) return { end: at, closed: true, faulty: true, tooDeep };
          break;
        default:
          at += 1;
      }
    }
    return { end: text.length, closed: until === "line" && depth === 0, faulty, tooDeep };
  }

  /** Behind a comment, or behind its opening when it never closes: it is being typed. */
  #comment(at: number): number {
    if (this.#text.charCodeAt(at + 1) !== code.star || this.#lastCommentEnd < at + 2) return at + 1;
    return this.#text.indexOf("*/", at + 2) + 2;
  }

  /** Behind a string. A template in it may span lines, until one was seen that does not end. */
  #string(at: number): { end: number; closed: boolean } {
    const string = stringEnd(this.#text, at, this.#templatesSpanLines);
    if (string.closed || !this.#templatesSpanLines) return string;
    this.#templatesSpanLines = false;
    return stringEnd(this.#text, at, false);
  }

  /**
   * Behind the terminator of a heredoc. One that has none, or that would swallow the opening of its like, is being
   * typed: then behind its opening.
   */
  #heredoc(at: number): number {
    if (this.#text.charCodeAt(at + 1) !== code.less) return at + 1;
    heredoc.lastIndex = at;
    const name = heredoc.exec(this.#text)?.[1];
    if (!name) return at + 2;
    const start = heredoc.lastIndex;
    this.#heredocs ??= {
      openings: positions(this.#text, /<<-?([A-Za-z_][\w-]*)[ \t\r]*$/gm),
      terminators: positions(this.#text, /^[ \t]*([A-Za-z_][\w-]*)[ \t\r]*$/gm),
    };
    const end = firstFrom(this.#heredocs.terminators.get(name), start);
    const next = firstFrom(this.#heredocs.openings.get(name), start);
    return end === undefined || (next !== undefined && next < end) ? start - 1 : lineEnd(this.#text, end);
  }
}

type Positions = ReadonlyMap<string, readonly number[]>;

/** Where the pattern matches, by the name it captures, ascending; no more of them than a file can sensibly have. */
function positions(text: string, pattern: RegExp): Positions {
  const found = new Map<string, number[]>();
  for (let count = 0; count < limits.heredocs; count += 1) {
    const match = pattern.exec(text);
    if (!match) break;
    const { 1: name = "", index } = match;
    const known = found.get(name);
    if (known) known.push(index);
    else found.set(name, [index]);
  }
  return found;
}

/** The first of the ascending numbers that is not below the bound. */
function firstFrom(numbers: readonly number[] = [], bound: number): number | undefined {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return numbers[low];
}

/** Behind the closing quote, past templates in it and strings in those; a line's end in it ends a string being typed. */
function stringEnd(text: string, from: number, templatesSpanLines: boolean): { end: number; closed: boolean } {
  // What is open, innermost last: 0 for a string, and for a template the number of its open braces.
  const open = [0];
  let at = from + 1;
  while (at < text.length && open.length <= limits.depth) {
    const unit = text.charCodeAt(at);
    const braces = open.at(-1) ?? 0;
    if (unit === code.newline && (braces === 0 || !templatesSpanLines)) return { end: at, closed: false };
    if (braces === 0) {
      if (unit === code.backslash) at += 1;
      else if (unit === code.quote) {
        open.pop();
        if (open.length === 0) return { end: at + 1, closed: true };
      } else if ((unit === code.dollar || unit === code.percent) && text.charCodeAt(at + 1) === code.openBrace) {
        // A doubled sign stands for the sign itself.
        if (text.charCodeAt(at - 1) !== unit) open.push(1);
        at += 1;
      }
    } else if (unit === code.openBrace) open[open.length - 1] = braces + 1;
    else if (unit === code.closeBrace && braces === 1) open.pop();
    else if (unit === code.closeBrace) open[open.length - 1] = braces - 1;
    else if (unit === code.quote) open.push(0);
    at += 1;
  }
  return { end: Math.min(lineEnd(text, from), text.length), closed: false };
}

function labels(text: string): readonly string[] {
  return [...text.matchAll(label)].map(([, quoted, bare]) => quoted ?? bare ?? "");
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}
