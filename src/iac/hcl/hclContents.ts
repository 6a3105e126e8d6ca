import type { Node, Tree } from "web-tree-sitter";
import type { Contents } from "../Contents.ts";
import { contentsOf } from "../contentsOf.ts";
import type { Span } from "../Span.ts";
import type { Value } from "../Value.ts";
import { hclValue } from "./hclValue.ts";
import { terraformContents } from "./terraformContents.ts";

/** What the tree of one top-level block says. `words` and `header` are those its outline found. */
export function hclContents(tree: Tree, words: readonly string[], header: Span, whole: Span): Contents {
  const block = firstOfType(firstOfType(tree.rootNode, "body"), "block");
  const broken = tree.rootNode.hasError;
  if (!block) return contentsOf({ broken });
  const body = bodyValue(firstOfType(block, "body"), { start: block.startIndex, end: block.endIndex });
  return { ...terraformContents({ words, body, header, whole }), broken };
}

function firstOfType(node: Node | null | undefined, type: string): Node | undefined {
  return node?.namedChildren.find((child) => child?.type === type) ?? undefined;
}

/** A body as an object: a nested block is an entry with a list of objects, one for each block of its type. */
function bodyValue(body: Node | undefined, span: Span): Value {
  const entries: { key: string; keySpan: Span; value: Value }[] = [];
  const lists = new Map<string, Value[]>();
  for (const child of body?.namedChildren ?? []) {
    const name = firstOfType(child, "identifier");
    if (!child || !name) continue;
    const keySpan = { start: name.startIndex, end: name.endIndex };
    if (child.type === "attribute") {
      const expression = firstOfType(child, "expression");
      if (expression) entries.push({ key: name.text, keySpan, value: hclValue(expression) });
    } else if (child.type === "block") {
      const whole = { start: child.startIndex, end: child.endIndex };
      const items = lists.get(name.text) ?? [];
      items.push(bodyValue(firstOfType(child, "body"), whole));
      if (items.length === 1) entries.push({ key: name.text, keySpan, value: { kind: "list", items, span: whole } });
      lists.set(name.text, items);
    }
  }
  return { kind: "object", entries, span };
}
