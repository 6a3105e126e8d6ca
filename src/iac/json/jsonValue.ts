import type { Node } from "jsonc-parser";
import type { Value } from "../Value.ts";

/** A node of a JSON document as a value, its spans counted from `start`. Its depth has been looked at before. */
export function jsonValue(node: Node, start: number): Value {
  const span = { start: node.offset - start, end: node.offset + node.length - start };
  if (node.type === "array") {
    return { kind: "list", items: (node.children ?? []).map((child) => jsonValue(child, start)), span };
  }
  if (node.type === "object") {
    const entries = (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
      key && value
        ? [
            {
              key: String(key.value),
              keySpan: { start: key.offset - start, end: key.offset + key.length - start },
              value: jsonValue(value, start),
            },
          ]
        : [],
    );
    return { kind: "object", entries, span };
  }
  return { kind: "literal", value: node.value ?? null, span };
}
