import { addressText } from "./addressText.ts";
import type { Contents } from "./Contents.ts";
import { contentsOf } from "./contentsOf.ts";
import type { Property } from "./Declaration.ts";
import { objectEntry } from "./objectEntry.ts";
import { pulumiProperties, pulumiTypes } from "./pulumiTypes.ts";
import type { Span } from "./Span.ts";
import type { Value } from "./Value.ts";
import { valueText } from "./valueText.ts";

interface PulumiDeclaration {
  /** A class of `pulumiTypes`, or `Provider`. */
  readonly type: string;
  readonly name: string;
  readonly variable?: string;
  readonly header: Span;
  readonly whole: Span;
  readonly properties: Value | undefined;
  readonly options: Value | undefined;
}

/** What a resource of Pulumi says, whichever language declares it. Keys are in camel case. */
export function pulumiDeclaration(declared: PulumiDeclaration): Contents {
  const { type, name, variable, header, whole, properties: given, options } = declared;
  const givenEntries = given?.kind === "object" ? given.entries : [];
  if (type === "Provider") {
    const region = objectEntry(given, "region");
    const identity = givenEntries
      .filter(({ key }) => key !== "region")
      .map(({ key, value }) => `${key}=${valueText(value)}`)
      .sort()
      .join("\n");
    const key = flag(options, "defaultProvider") ? "alicloud" : (variable ?? name);
    return contentsOf({ providers: [{ key, ...(region && { region }), identity }] });
  }
  const known = Object.hasOwn(pulumiTypes, type) ? pulumiTypes[type] : undefined;
  if (!known) return contentsOf();
  // As the URN ends: resources of different types may share a name.
  const addressOf = (own: string) =>
    `alicloud:${known.module}/${type.slice(0, 1).toLowerCase()}${type.slice(1)}:${type}::${own}`;
  const properties = new Map<Property, Value>();
  for (const { key, value } of givenEntries) {
    const property = Object.hasOwn(pulumiProperties, key) ? pulumiProperties[key] : undefined;
    if (property) properties.set(property, value);
  }
  const provider = objectEntry(options, "provider");
  const importId = objectEntry(options, "import");
  const declaration = {
    kind: known.kind,
    address: addressOf(name),
    ...(variable !== undefined && { variable }),
    header,
    whole,
    properties,
    ...(provider?.kind === "reference" && { provider: addressText(provider.path) }),
    ...(importId && { importId }),
    prevented: flag(options, "protect"),
    retained: flag(options, "retainOnDelete"),
    formerAddresses: formerNames(objectEntry(options, "aliases")).map(addressOf),
  };
  return contentsOf({ declarations: [declaration] });
}

function flag(options: Value | undefined, key: string): boolean {
  const value = objectEntry(options, key);
  return value?.kind === "literal" && value.value === true;
}

/** An alias is a name, or the last part of a URN, alone or in an object. */
function formerNames(aliases: Value | undefined): readonly string[] {
  if (aliases?.kind !== "list") return [];
  return aliases.items.flatMap((alias) => {
    const named = alias.kind === "object" ? (objectEntry(alias, "name") ?? objectEntry(alias, "urn")) : alias;
    return named?.kind === "literal" ? [String(named.value).split("::").at(-1) ?? ""] : [];
  });
}
