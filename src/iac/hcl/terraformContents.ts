import { addressText } from "../addressText.ts";
import type { Contents } from "../Contents.ts";
import { contentsOf } from "../contentsOf.ts";
import type { Declaration, Property } from "../Declaration.ts";
import { objectEntry } from "../objectEntry.ts";
import type { Span } from "../Span.ts";
import type { Value } from "../Value.ts";
import { valueText } from "../valueText.ts";
import { terraformDataTypes, terraformTypes } from "./terraformTypes.ts";

/** A block in either of Terraform's syntaxes: nested blocks are entries that hold an object or a list of objects. */
interface TerraformBlock {
  /** Its type and labels. */
  readonly words: readonly string[];
  readonly body: Value;
  readonly header: Span;
  readonly whole: Span;
}

/** Whether a block of that type and those labels can say anything that matters. */
export function isRelevantBlock([type = "", label = ""]: readonly string[]): boolean {
  if (type === "resource") return Object.hasOwn(terraformTypes, label);
  if (type === "data") return Object.hasOwn(terraformDataTypes, label);
  return ["provider", "locals", "variable", "import", "moved", "removed"].includes(type);
}

/** What a block says. */
export function terraformContents(block: TerraformBlock): Contents {
  const { words, body } = block;
  const [type, label = ""] = words;
  switch (type) {
    case "resource":
    case "data":
      return contentsOf({ declarations: declarations(block) });
    case "provider":
      return contentsOf({ providers: [provider(label, body)] });
    case "locals":
      return contentsOf({ definitions: new Map(entries(body).map(({ key, value }) => [`local.${key}`, value])) });
    case "variable": {
      const value = objectEntry(body, "default");
      return contentsOf({ definitions: new Map(value ? [[`var.${label}`, value]] : []) });
    }
    case "import":
      return contentsOf({ imports: imports(body) });
    case "moved": {
      const [from, to] = [address(objectEntry(body, "from")), address(objectEntry(body, "to"))];
      return contentsOf({ moves: from && to ? [{ from, to }] : [] });
    }
    case "removed": {
      const from = address(objectEntry(body, "from"));
      const destroy = literal(objectEntry(nested(body, "lifecycle"), "destroy")) !== false;
      return contentsOf({ removals: from ? [{ from, destroy }] : [] });
    }
    default:
      return contentsOf();
  }
}

function declarations({ words, body, header, whole }: TerraformBlock): readonly Declaration[] {
  const [mode, type = "", name = ""] = words;
  const types = mode === "data" ? terraformDataTypes : terraformTypes;
  const known = Object.hasOwn(types, type) ? types[type] : undefined;
  if (!known) return [];
  const properties = new Map<Property, Value>();
  for (const { key, value } of entries(body)) {
    const property = Object.hasOwn(known.properties, key) ? known.properties[key] : undefined;
    if (property) properties.set(property, value);
  }
  const provider = address(objectEntry(body, "provider"));
  const forEach = objectEntry(body, "for_each");
  const count = objectEntry(body, "count");
  return [
    {
      kind: known.kind,
      address: `${mode === "data" ? "data." : ""}${type}.${name}`,
      header,
      whole,
      properties,
      ...(provider && { provider }),
      ...(forEach && { forEach }),
      ...(count && { count }),
      prevented: literal(objectEntry(nested(body, "lifecycle"), "prevent_destroy")) === true,
      retained: false,
      formerAddresses: [],
    },
  ];
}

function provider(type: string, body: Value) {
  const alias = literal(objectEntry(body, "alias"));
  const region = objectEntry(body, "region");
  const identity = entries(body)
    .filter(({ key }) => key !== "alias" && key !== "region")
    .map(({ key, value }) => `${key}=${valueText(value)}`)
    .sort()
    .join("\n");
  return { key: typeof alias === "string" ? `${type}.${alias}` : type, ...(region && { region }), identity };
}

function imports(body: Value): Contents["imports"] {
  const to = address(objectEntry(body, "to"));
  const id = objectEntry(body, "id");
  const forEach = objectEntry(body, "for_each");
  return to && id ? [{ to, id, ...(forEach && { forEach }) }] : [];
}

function entries(body: Value) {
  return body.kind === "object" ? body.entries : [];
}

/** The first nested block of that type. */
function nested(body: Value, type: string): Value | undefined {
  const value = objectEntry(body, type);
  return value?.kind === "list" ? value.items[0] : value;
}

/** An address, which the JSON syntax gives as a text. */
function address(value: Value | undefined): string | undefined {
  if (value?.kind === "reference") return addressText(value.path);
  return value?.kind === "literal" && typeof value.value === "string" ? value.value : undefined;
}

function literal(value: Value | undefined): unknown {
  return value?.kind === "literal" ? value.value : undefined;
}
