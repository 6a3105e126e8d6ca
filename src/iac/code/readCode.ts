import type { Contents } from "../Contents.ts";
import { contentsOf } from "../contentsOf.ts";
import { limits } from "../limits.ts";
import { mapValue } from "../mapValue.ts";
import type { Piece } from "../Piece.ts";
import { pulumiDeclaration } from "../pulumiDeclaration.ts";
import { pulumiTypes } from "../pulumiTypes.ts";
import type { Reading } from "../Reading.ts";
import type { ReadingTools } from "../ReadingTools.ts";
import type { Span } from "../Span.ts";
import type { Value } from "../Value.ts";
import { type CodeArguments, CodeParser } from "./CodeParser.ts";
import type { CodeToken } from "./CodeToken.ts";
import { codeTokens } from "./codeTokens.ts";

const breatheEvery = 1_000;

/** Reads a program of Pulumi: the constructors of what matters, with the arguments that stand for themselves. */
export async function readCode(
  text: string,
  language: "typescript" | "python",
  { slices, signal }: ReadingTools,
): Promise<Reading> {
  const whole = { start: 0, end: text.length };
  if (text.length > limits.program)
    return { pieces: [], faults: [], skipped: [{ span: whole, reason: "tooLarge", hides: true }] };
  const tokens: CodeToken[] = [];
  const source = codeTokens(text, language);
  let step = source.next();
  while (!step.done) {
    tokens.push(step.value);
    if (tokens.length % breatheEvery === 0 && slices.isOver) await slices.breathe(signal);
    step = source.next();
  }
  const faults: Span[] = [...step.value];
  const names = importedNames(text.slice(0, limits.imports));
  const pieces: Piece[] = [{ start: 0, end: 0, contents: contentsOf({ definitions: definitions(tokens) }) }];
  for (const [index, token] of tokens.entries()) {
    const constructed = token.kind === "word" && constructorAt(tokens, index, names);
    if (!constructed || pieces.length > limits.declarations) continue;
    if (slices.isOver) await slices.breathe(signal);
    const { piece, closed } = read(tokens, index, constructed, language);
    if (!closed) faults.push({ start: piece.start, end: piece.end });
    pieces.push(piece);
  }
  return { pieces, faults, skipped: [] };
}

interface Constructor {
  /** A class of `pulumiTypes`, or `Provider`. */
  readonly type: string;
  /** Index of the first token of its name, where it is qualified. */
  readonly first: number;
}

/** The names by which a program knows the package, and what it takes out of it by name. */
function importedNames(text: string): ReadonlySet<string> {
  const names = new Set(["alicloud", "pulumi_alicloud"]);
  const patterns = [
    /\bimport\s+\*\s+as\s+([\w$]+)\s+from\s+["']@pulumi\/alicloud["']/g,
    /\bimport\s+pulumi_alicloud\s+as\s+(\w+)/g,
    /\b(?:const|let|var)\s+([\w$]+)\s*=\s*require\(\s*["']@pulumi\/alicloud["']/g,
    /\bimport\s*\{([^}]{0,300})\}\s*from\s*["']@pulumi\/alicloud(?:\/[\w/]+)?["']/g,
    /\bfrom\s+pulumi_alicloud(?:\.[\w.]+)?\s+import\s+\(?([\w\s,]{1,300})/g,
  ];
  for (const pattern of patterns) {
    for (const [, list = ""] of text.matchAll(pattern)) {
      for (const part of list.split(",")) names.add(part.trim().split(/\s+/).at(-1) ?? "");
    }
  }
  return names;
}

/** A class that matters, called: qualified by its module, or taken by name out of the package. AWS has a ResourceShare too. */
function constructorAt(
  tokens: readonly CodeToken[],
  index: number,
  names: ReadonlySet<string>,
): Constructor | undefined {
  const name = tokens[index]?.value ?? "";
  const isProvider = name === "Provider";
  const known = Object.hasOwn(pulumiTypes, name) ? pulumiTypes[name] : undefined;
  if ((!known && !isProvider) || tokens[index + 1]?.value !== "(") return undefined;
  let first = index;
  while (tokens[first - 1]?.value === "." && tokens[first - 2]?.kind === "word") first -= 2;
  const qualifiers = tokens.slice(first, index).flatMap(({ kind, value }) => (kind === "word" ? [value] : []));
  const isOurs = qualifiers.length === 0 ? names.has(name) : qualifiers.some((qualifier) => names.has(qualifier));
  if (isProvider) return isOurs ? { type: name, first } : undefined;
  if (!known || !(isOurs || qualifiers.at(-1) === known.module)) return undefined;
  return qualifiers.some((qualifier) => /aws/i.test(qualifier)) ? undefined : { type: name, first };
}

function read(
  tokens: readonly CodeToken[],
  index: number,
  { type, first }: Constructor,
  language: "typescript" | "python",
): { piece: Piece; closed: boolean } {
  const given = new CodeParser(tokens, index + 1).arguments();
  const isNew = tokens[first - 1]?.value === "new";
  const variable = variableBefore(tokens, isNew ? first - 1 : first);
  const start = tokens[first]?.start ?? 0;
  const { name, properties, options } = language === "python" ? pythonParts(given) : typescriptParts(given);
  const contents = pulumiDeclaration({
    type,
    name: name?.kind === "literal" ? String(name.value) : nameOf(name),
    ...(variable !== undefined && { variable }),
    header: { start, end: tokens[index]?.end ?? start },
    whole: { start, end: given.end },
    properties,
    options,
  });
  // Spans of a program count from its start: its tokens are read in one go.
  return { piece: { start: 0, end: 0, contents: { ...contents, broken: !given.closed } }, closed: given.closed };
}

/** A name that only a run would tell stands for itself. */
function nameOf(name: Value | undefined): string {
  return name?.kind === "unknown" ? name.text : "?";
}

/** `const hub = new …`, `const hub: vpc.IpamIpam = new …`, `this.hub = new …`, `hub = …`. */
function variableBefore(tokens: readonly CodeToken[], index: number): string | undefined {
  if (tokens[index - 1]?.value !== "=") return undefined;
  let last = index - 2;
  let first = chainStart(tokens, last);
  if (tokens[first - 1]?.value === ":") {
    last = first - 2;
    first = chainStart(tokens, last);
  }
  if (tokens[last]?.kind !== "word") return undefined;
  return tokens
    .slice(first, last + 1)
    .map(({ value }) => value)
    .join("");
}

function chainStart(tokens: readonly CodeToken[], last: number): number {
  let first = last;
  while (tokens[first - 1]?.value === "." && tokens[first - 2]?.kind === "word") first -= 2;
  return first;
}

interface Parts {
  readonly name: Value | undefined;
  readonly properties: Value | undefined;
  readonly options: Value | undefined;
}

function typescriptParts({ positional: [name, properties, options] }: CodeArguments): Parts {
  return { name, properties, options };
}

/** Python gives properties by name, in snake case, and options as `opts`. */
function pythonParts({ positional: [name, second], named }: CodeArguments): Parts {
  const camel = mapValue(named, inCamelCase);
  const entries = camel.kind === "object" ? camel.entries : [];
  const find = (key: string) => entries.find((entry) => entry.key === key)?.value;
  const options = find("opts") ?? (second && mapValue(second, inCamelCase));
  return { name: name ?? find("resourceName"), properties: camel, options };
}

function inCamelCase(value: Value): Value {
  if (value.kind !== "object") return value;
  return { ...value, entries: value.entries.map((entry) => ({ ...entry, key: camelCase(entry.key) })) };
}

function camelCase(key: string): string {
  return key.replace(/_+$/, "").replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Variables that are given a text, or a list, once and for all. */
function definitions(tokens: readonly CodeToken[]): Contents["definitions"] {
  const found = new Map<string, Value>();
  const twice = new Set<string>();
  let looks = 0;
  for (const [index, token] of tokens.entries()) {
    const following = tokens[index + 2];
    if (token.kind !== "word" || tokens[index + 1]?.value !== "=" || !following) continue;
    if (following.kind !== "text" && following.value !== "[") continue;
    const before = tokens[index - 1]?.value ?? "";
    if (!token.startsLine && !["const", "let", "var"].includes(before)) continue;
    looks += 1;
    if (looks > limits.declarations) break;
    if (found.has(token.value)) twice.add(token.value);
    found.set(token.value, new CodeParser(tokens, index + 2, limits.definition).value());
  }
  for (const name of twice) found.delete(name);
  return found;
}
