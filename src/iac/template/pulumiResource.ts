import type { Contents } from "../Contents.ts";
import { contentsOf } from "../contentsOf.ts";
import { interpolated } from "../interpolated.ts";
import { mapValue } from "../mapValue.ts";
import { objectEntry } from "../objectEntry.ts";
import { pulumiDeclaration } from "../pulumiDeclaration.ts";
import { pulumiTypes } from "../pulumiTypes.ts";
import type { Value } from "../Value.ts";
import type { Entry } from "./Entry.ts";

/** A resource of a Pulumi project in YAML, when it is one that matters. */
export function pulumiResource({ key, keySpan, whole, value }: Entry): Contents {
  const type = className(text(objectEntry(value, "type")) ?? "");
  if (!type) return contentsOf();
  const resolved = mapValue(value, interpolated);
  const options = withDefaultProvider(objectEntry(resolved, "options"), objectEntry(resolved, "defaultProvider"));
  return pulumiDeclaration({
    type,
    name: text(objectEntry(value, "name")) ?? key,
    variable: key,
    header: keySpan,
    whole,
    properties: objectEntry(resolved, "properties"),
    options,
  });
}

/** `alicloud:vpc:IpamIpam`, or in full `alicloud:vpc/ipamIpam:IpamIpam`: the class, when its module is the right one. */
function className(type: string): string | undefined {
  if (type === "pulumi:providers:alicloud") return "Provider";
  const [, module = "", name = ""] = /^alicloud:(\w+)(?:\/\w+)?:(\w+)$/.exec(type) ?? [];
  return Object.hasOwn(pulumiTypes, name) && pulumiTypes[name]?.module === module ? name : undefined;
}

/** It stands beside the options of a provider; for a program it is one of them. */
function withDefaultProvider(options: Value | undefined, flag: Value | undefined): Value | undefined {
  if (!flag) return options;
  const entry = { key: "defaultProvider", keySpan: flag.span, value: flag };
  return { kind: "object", entries: [...(options?.kind === "object" ? options.entries : []), entry], span: flag.span };
}

function text(value: Value | undefined): string | undefined {
  return value?.kind === "literal" ? String(value.value) : undefined;
}
