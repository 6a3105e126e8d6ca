import type { Value } from "./Value.ts";

const path = /^\s*[A-Za-z_][\w-]*(?:\.[\w-]+|\[(?:"[^"\]]*"|[\w.]+)\])*\s*$/;
const step = /[\w-]+|\[[^\]]*\]/g;

/** A text with `${…}` in it, as Terraform's JSON syntax and Pulumi YAML have it, as the value it stands for. */
export function interpolated(value: Value): Value {
  if (value.kind !== "literal" || typeof value.value !== "string" || !value.value.includes("${")) return value;
  const { span } = value;
  const parts: Value[] = [];
  let at = 0;
  while (at < value.value.length) {
    const open = value.value.indexOf("${", at);
    const end = open < 0 ? value.value.length : open;
    if (end > at) parts.push({ kind: "literal", value: value.value.slice(at, end), span });
    if (open < 0) break;
    const close = value.value.indexOf("}", open);
    if (close < 0) return { kind: "unknown", text: value.value, span };
    parts.push(reference(value.value.slice(open + 2, close), span));
    at = close + 1;
  }
  const [only] = parts;
  return only && parts.length === 1 ? only : { kind: "template", parts, span };
}

function reference(text: string, span: Value["span"]): Value {
  if (!path.test(text)) return { kind: "unknown", text: text.trim(), span };
  return { kind: "reference", path: text.match(step) ?? [], span };
}
