import type { Node } from "web-tree-sitter";
import type { Span } from "../Span.ts";
import type { Value } from "../Value.ts";

/** Functions that keep the values they are given. */
const transparent = new Set(["toset", "tolist", "tomap", "tostring", "distinct", "sort", "nonsensitive"]);

/** What an expression gives, as far as its text tells. */
export function hclValue(node: Node): Value {
  const named = children(node);
  const [only] = named;
  switch (node.type) {
    case "expression":
    case "literal_value":
    case "template_expr":
    case "collection_value":
      return only && named.length === 1 ? hclValue(only) : (pathValue(node, named) ?? unknown(node));
    case "variable_expr":
      return { kind: "reference", path: [node.text], span: span(node) };
    case "string_lit":
      return { kind: "literal", value: unescaped(only ? textOf(named, "template_literal") : ""), span: span(node) };
    case "numeric_lit":
      return { kind: "literal", value: Number(node.text), span: span(node) };
    case "bool_lit":
      return { kind: "literal", value: node.text === "true", span: span(node) };
    case "null_lit":
      return { kind: "literal", value: null, span: span(node) };
    case "quoted_template":
    case "heredoc_template":
      return templateValue(node, named);
    case "tuple":
      return { kind: "list", items: named.filter(isExpression).map(hclValue), span: span(node) };
    case "object":
      return objectValue(node, named);
    case "function_call":
      return callValue(node, named);
    default:
      return unknown(node);
  }
}

function span(node: Node): Span {
  return { start: node.startIndex, end: node.endIndex };
}

function children(node: Node): readonly Node[] {
  return node.namedChildren.filter((child) => child !== null && child.type !== "comment");
}

function isExpression(node: Node): boolean {
  return node.type === "expression";
}

/** `a.b["k"].c`: a variable followed by nothing but attributes and indexes. */
function pathValue(node: Node, [first, ...steps]: readonly Node[]): Value | undefined {
  if (first?.type !== "variable_expr") return undefined;
  const path = [first.text];
  for (const step of steps) {
    const named = pathStep(step);
    if (named === undefined) return undefined;
    path.push(named);
  }
  return { kind: "reference", path, span: span(node) };
}

function pathStep(step: Node): string | undefined {
  if (step.type === "get_attr") return step.text.slice(1).trim();
  const [index] = children(step);
  if (step.type !== "index" || !index) return undefined;
  if (index.type === "legacy_index") return `[${index.text.slice(1)}]`;
  const [expression] = children(index);
  if (!expression) return undefined;
  const value = hclValue(expression);
  if (value.kind === "literal") return `[${JSON.stringify(value.value)}]`;
  return value.kind === "reference" ? `[${value.path.join(".")}]` : undefined;
}

function templateValue(node: Node, named: readonly Node[]): Value {
  const parts: Value[] = [];
  for (const child of named) {
    if (child.type === "template_literal") {
      parts.push({ kind: "literal", value: unescaped(child.text), span: span(child) });
    } else if (child.type === "template_interpolation") {
      const expression = children(child).find(isExpression);
      if (!expression) return unknown(node);
      parts.push(hclValue(expression));
    } else if (child.type === "template_directive") return unknown(node);
  }
  const [only] = parts;
  // "${x}" is x itself.
  return only && parts.length === 1 ? { ...only, span: span(node) } : { kind: "template", parts, span: span(node) };
}

function objectValue(node: Node, named: readonly Node[]): Value {
  const entries = [];
  for (const element of named) {
    if (element.type !== "object_elem") continue;
    const key = element.childForFieldName("key");
    const value = element.childForFieldName("val");
    const name = key && keyName(hclValue(key));
    if (!key || !value || name === undefined) return unknown(node);
    entries.push({ key: name ?? "", keySpan: span(key), value: hclValue(value) });
  }
  return { kind: "object", entries, span: span(node) };
}

function keyName(key: Value): string | undefined {
  if (key.kind === "literal") return String(key.value);
  return key.kind === "reference" && key.path.length === 1 ? key.path[0] : undefined;
}

function callValue(node: Node, named: readonly Node[]): Value {
  const [name, ...rest] = named;
  const given = rest.flatMap((child) => children(child));
  const [only] = given;
  if (name && only && given.length === 1 && transparent.has(name.text)) return { ...hclValue(only), span: span(node) };
  return unknown(node);
}

function textOf(nodes: readonly Node[], type: string): string {
  return nodes.find((node) => node.type === type)?.text ?? "";
}

/** The tokens with one space between them. */
function unknown(node: Node): Value {
  const tokens: string[] = [];
  const walk = (part: Node): void => {
    if (part.type === "comment") return;
    if (part.childCount === 0 || part.type === "template_literal") tokens.push(part.text);
    else for (const child of part.children) if (child) walk(child);
  };
  walk(node);
  return { kind: "unknown", text: tokens.join(" "), span: span(node) };
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

function unescaped(text: string): string {
  if (!/[\\$%]/.test(text)) return text;
  return text
    .replaceAll(/\\(?:u([0-9a-fA-F]{4})|(.))/g, (_, unit: string | undefined, sign: string | undefined) =>
      unit ? String.fromCharCode(Number.parseInt(unit, 16)) : (escapes[sign ?? ""] ?? sign ?? ""),
    )
    .replaceAll(/([$%])\1\{/g, "$1{");
}
