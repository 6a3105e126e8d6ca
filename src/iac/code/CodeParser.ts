import { limits } from "../limits.ts";
import type { Value } from "../Value.ts";
import type { CodeToken } from "./CodeToken.ts";

/** The arguments of a call: those by position, and those by name, which only Python has. */
export interface CodeArguments {
  readonly positional: readonly Value[];
  readonly named: Value;
  /** Behind the closing parenthesis. */
  readonly end: number;
  readonly closed: boolean;
}

const closers = new Set([")", "]", "}"]);

/** Reads values out of a program's tokens; what is more than a value in its own right is kept as unknown text. */
export class CodeParser {
  readonly #tokens: readonly CodeToken[];
  #at: number;
  readonly #stop: number;

  /** `most` tokens are looked at, from the one at that index on. */
  constructor(tokens: readonly CodeToken[], at: number, most: number = limits.tokens) {
    this.#tokens = tokens;
    this.#at = at;
    this.#stop = Math.min(tokens.length, at + most);
  }

  /** Stands on the opening parenthesis. */
  arguments(depth = 0): CodeArguments {
    const positional: Value[] = [];
    const entries = [];
    const start = this.#token?.start ?? 0;
    this.#at += 1;
    while (this.#token && this.#token.value !== ")") {
      const before = this.#at;
      const name = this.#token;
      if (name.kind === "word" && this.#peek(1) === "=" && this.#peek(2) !== "=") {
        this.#at += 2;
        entries.push({ key: name.value, keySpan: name, value: this.value(depth + 1) });
      } else positional.push(this.value(depth + 1));
      this.#takeComma();
      if (this.#at === before) this.#at += 1;
    }
    const end = this.#token?.end ?? this.#tokens[this.#stop - 1]?.end ?? start;
    const closed = this.#token !== undefined;
    this.#at += 1;
    return { positional, named: { kind: "object", entries, span: { start, end } }, end, closed };
  }

  /** Up to the comma or bracket that ends it, or to the end of its statement. */
  value(depth = 0): Value {
    const from = this.#at;
    const start = this.#token?.start ?? 0;
    const value = depth < limits.depth ? this.#primary(depth) : undefined;
    if (value && this.#isEnd()) return value;
    this.#skip();
    const taken = this.#tokens.slice(from, this.#at);
    const end = taken.at(-1)?.end ?? start;
    return { kind: "unknown", text: taken.map((token) => token.value).join(" "), span: { start, end } };
  }

  get #token(): CodeToken | undefined {
    return this.#at < this.#stop ? this.#tokens[this.#at] : undefined;
  }

  #peek(distance: number): string | undefined {
    const token = this.#tokens[this.#at + distance];
    return token?.kind === "sign" ? token.value : undefined;
  }

  #isEnd(): boolean {
    const token = this.#token;
    if (!token || token.startsLine) return true;
    return token.kind === "sign" && (token.value === "," || token.value === ";" || closers.has(token.value));
  }

  #takeComma(): void {
    if (this.#token?.value === ",") this.#at += 1;
  }

  /** Past the rest of an expression, whatever brackets it has. */
  #skip(): void {
    let depth = 0;
    for (; this.#token; this.#at += 1) {
      const { kind, value } = this.#token;
      if (kind !== "sign") continue;
      if (depth === 0 && (value === "," || value === ";" || closers.has(value))) return;
      if (value === "(" || value === "[" || value === "{") depth += 1;
      else if (closers.has(value)) depth -= 1;
    }
  }

  #primary(depth: number): Value | undefined {
    const token = this.#token;
    if (!token) return undefined;
    const span = { start: token.start, end: token.end };
    switch (token.kind) {
      case "text":
        this.#at += 1;
        return { kind: "literal", value: token.value, span };
      case "number":
        this.#at += 1;
        return { kind: "literal", value: Number(token.value), span };
      case "template":
        this.#at += 1;
        return { kind: "unknown", text: token.value, span };
      case "word":
        return this.#path(token, depth);
      default:
        if (token.value === "[") return this.#list(depth);
        return token.value === "{" ? this.#object(depth) : undefined;
    }
  }

  #list(depth: number): Value {
    const start = this.#token?.start ?? 0;
    const items: Value[] = [];
    this.#at += 1;
    while (this.#token && this.#token.value !== "]") {
      const before = this.#at;
      items.push(this.value(depth + 1));
      this.#takeComma();
      if (this.#at === before) break;
    }
    return { kind: "list", items, span: { start, end: this.#close(start) } };
  }

  #object(depth: number): Value {
    const start = this.#token?.start ?? 0;
    const entries = [];
    this.#at += 1;
    while (this.#token && this.#token.value !== "}") {
      const before = this.#at;
      const key = this.#token;
      if ((key.kind === "word" || key.kind === "text") && this.#peek(1) === ":") {
        this.#at += 2;
        entries.push({ key: key.value, keySpan: key, value: this.value(depth + 1) });
      } else {
        // A name alone stands for the variable of that name; a spread is not followed.
        const value = this.value(depth + 1);
        if (key.kind === "word" && value.kind === "reference") entries.push({ key: key.value, keySpan: key, value });
      }
      this.#takeComma();
      if (this.#at === before) break;
    }
    return { kind: "object", entries, span: { start, end: this.#close(start) } };
  }

  #close(start: number): number {
    const end = this.#token?.end ?? start;
    this.#at += 1;
    return end;
  }

  /** `true`, `hub.id`, `regions["east"]`, or a call, which is an object when it has nothing but named arguments. */
  #path(first: CodeToken, depth: number): Value {
    if (first.value === "new") {
      this.#at += 1;
      return this.#token?.kind === "word" ? this.#path(this.#token, depth) : unknownOf(first);
    }
    const path = [first.value];
    let end = first.end;
    this.#at += 1;
    for (;;) {
      const following = this.#tokens[this.#at + 1];
      if (this.#peek(0) === "." && following?.kind === "word") {
        path.push(following.value);
        end = following.end;
        this.#at += 2;
      } else if (this.#peek(0) === "[" && following && this.#peek(2) === "]") {
        path.push(`[${following.kind === "text" ? JSON.stringify(following.value) : following.value}]`);
        end = this.#tokens[this.#at + 2]?.end ?? end;
        this.#at += 3;
      } else break;
    }
    const span = { start: first.start, end };
    if (this.#peek(0) === "(") {
      const { named, positional, end: callEnd } = this.arguments(depth + 1);
      const whole = { start: first.start, end: callEnd };
      if (positional.length === 0) return { ...named, span: whole };
      const [only] = positional;
      if (positional.length === 1 && only?.kind === "object") return { ...only, span: whole };
      return { kind: "unknown", text: path.join("."), span: whole };
    }
    const [word] = path;
    if (path.length === 1 && (word === "true" || word === "True")) return { kind: "literal", value: true, span };
    if (path.length === 1 && (word === "false" || word === "False")) return { kind: "literal", value: false, span };
    return { kind: "reference", path, span };
  }
}

function unknownOf({ value, start, end }: CodeToken): Value {
  return { kind: "unknown", text: value, span: { start, end } };
}
