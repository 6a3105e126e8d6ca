import { isAlias, isMap, isScalar, isSeq, type Node } from "yaml";
import type { Span } from "../Span.ts";
import type { Value } from "../Value.ts";

/** A node of a YAML document as a value. An alias is a reference to `*name`: it is never unfolded. */
export function yamlValue(node: unknown, fallback: Span): Value {
  if (isAlias(node)) return { kind: "reference", path: [`*${node.source}`], span: spanOf(node, fallback) };
  if (isScalar(node)) return scalarValue(node.value, node.tag, spanOf(node, fallback));
  if (isSeq(node)) {
    const span = spanOf(node, fallback);
    const items = node.items.map((item) => yamlValue(item, span));
    return tagged(node.tag, { kind: "list", items, span });
  }
  if (isMap(node)) {
    const span = spanOf(node, fallback);
    const entries = node.items.flatMap(({ key, value }) =>
      isScalar(key)
        ? [{ key: String(key.value), keySpan: spanOf(key, span), value: yamlValue(value, spanOf(key, span)) }]
        : [],
    );
    return tagged(node.tag, { kind: "object", entries, span });
  }
  return { kind: "literal", value: null, span: fallback };
}

function spanOf({ range }: Node, fallback: Span): Span {
  return range ? { start: range[0], end: range[1] } : fallback;
}

function scalarValue(value: unknown, tag: string | undefined, span: Span): Value {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
    return tagged(tag, { kind: "literal", value, span });
  }
  return { kind: "literal", value: null, span };
}

/** ROS's short tags stand for an object with one entry: `!Ref X` for `{Ref: X}`, `!GetAtt X.Y` for `{Fn::GetAtt: X.Y}`. */
function tagged(tag: string | undefined, value: Value): Value {
  if (!tag?.startsWith("!") || tag === "!") return value;
  const name = tag.slice(1);
  const key = name === "Ref" ? name : `Fn::${name}`;
  return { kind: "object", entries: [{ key, keySpan: value.span, value }], span: value.span };
}
