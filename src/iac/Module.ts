import { type Region, regionOf } from "../ipam/regions.ts";
import { addressText } from "./addressText.ts";
import type { Declaration, Property } from "./Declaration.ts";
import type { FileReading } from "./FileReading.ts";
import type { Instance } from "./Instance.ts";
import { limits } from "./limits.ts";
import { objectEntry } from "./objectEntry.ts";
import type { Provider } from "./Provider.ts";
import type { Resource } from "./Resource.ts";
import type { Value } from "./Value.ts";
import { valueText } from "./valueText.ts";

/** Where a value stands: names mean what they mean there. */
export interface Scope {
  readonly file: FileReading;
  readonly instance?: Instance;
}

/** How things are called where modules are compared. */
export interface Naming {
  /** The address that one which was moved has now. */
  settle(address: string): string;
  /** The address of what has that id. */
  addressOf(id: string): string | undefined;
}

/** What a reference leads to. */
interface Identified {
  readonly resource: Resource;
  /** The address of the instance, or of all where it is not said which. */
  readonly address: string;
  /** What follows it, in lower case and without underscores: `id`, `defaultresourcediscoveryid`. */
  readonly attributes: readonly string[];
}

/** Attributes that say which resource it is. */
const identifying = new Set(["id", "resourceshareid", "ipamid", "ipamresourcediscoveryid", "resourcediscoveryid"]);

/**
 * All files that are applied as one: names in them resolved, each declaration with its instances, region and ids. `known`
 * are ids by address from elsewhere, as from a state.
 */
export class Module {
  readonly files: readonly FileReading[];
  readonly resources: readonly Resource[];
  readonly #definitions = new Map<string, Value>();
  readonly #ownDefinitions = new Map<FileReading, Map<string, Value>>();
  readonly #providers = new Map<string, Provider[]>();
  readonly #names = new Map<string, Resource>();
  readonly #ownNames = new Map<FileReading, Map<string, Resource>>();
  readonly #ids: Map<string, string>;
  #addresses: Map<string, string> | undefined;

  constructor(files: readonly FileReading[], known: ReadonlyMap<string, string> = new Map()) {
    this.files = files;
    this.#ids = new Map(known);
    for (const file of files) this.#define(file);
    this.resources = files.flatMap((file) =>
      file.pieces.flatMap(({ start, contents }) =>
        contents.declarations.map((declaration) => this.#resource(file, start, declaration)),
      ),
    );
    for (const resource of this.resources) this.#name(resource);
    for (const file of files) this.#import(file);
  }

  /** The id of an instance, where the module, a state or a plan tells it. */
  idOf(address: string): string | undefined {
    return this.#ids.get(address);
  }

  /** The address of what has that id, where this module tells it. */
  addressOf(id: string): string | undefined {
    this.#addresses ??= new Map([...this.#ids].map(([address, known]) => [known, address]));
    return this.#addresses.get(id);
  }

  /** The value behind a name, a template or a list of such; what cannot be told stays as it is. */
  resolve(value: Value, scope: Scope, steps = 0): Value {
    if (steps > limits.steps) return value;
    if (value.kind === "reference") {
      const found = this.#lookUp(value.path, scope);
      return found ? { ...this.resolve(found, scope, steps + 1), span: value.span } : value;
    }
    if (value.kind === "list") {
      return { ...value, items: value.items.map((item) => this.resolve(item, scope, steps + 1)) };
    }
    if (value.kind !== "template") return value;
    const parts = value.parts.map((part) => this.resolve(part, scope, steps + 1));
    let text = "";
    for (const part of parts) {
      if (part.kind !== "literal") return { ...value, parts };
      text += String(part.value);
    }
    return { kind: "literal", value: text, span: value.span };
  }

  /** The text a property comes to, when it can be told. */
  text(resource: Resource, property: Property, instance?: Instance): string | undefined {
    const value = resource.declaration.properties.get(property);
    const resolved = value && this.resolve(value, scopeOf(resource, instance));
    return resolved?.kind === "literal" && resolved.value !== null ? String(resolved.value) : undefined;
  }

  /** The texts of a list, and whether these are all of them. `undefined` when there is no such list to be told. */
  texts(
    resource: Resource,
    property: Property,
  ): { readonly items: readonly string[]; readonly complete: boolean } | undefined {
    const value = resource.declaration.properties.get(property);
    const resolved = value && this.resolve(value, scopeOf(resource));
    if (resolved?.kind !== "list") return undefined;
    const literals = resolved.items.flatMap((item) => (item.kind === "literal" ? [String(item.value)] : []));
    return { items: literals, complete: literals.length === resolved.items.length };
  }

  /** What a reference leads to, when that is declared in this module. */
  identify(path: readonly string[], scope: Scope): Identified | undefined {
    for (let length = Math.min(3, path.length); length > 0; length -= 1) {
      const name = path.slice(0, length).join(".");
      const resource = this.#ownNames.get(scope.file)?.get(name) ?? this.#names.get(name);
      if (!resource) continue;
      const index = path[length];
      const bound = index?.startsWith("[") ? bindIndex(index, scope.instance) : "";
      const attributes = path.slice(bound ? length + 1 : length).map((part) => part.toLowerCase().replaceAll("_", ""));
      return { resource, address: resource.declaration.address + bound, attributes };
    }
    return undefined;
  }

  /**
   * A text that is equal for two values exactly when both name the same thing: `@` and an address, `=` and a literal, `?`
   * and what only a run would tell.
   */
  canonical(value: Value, scope: Scope, naming: Naming): string {
    const resolved = this.resolve(value, scope);
    if (resolved.kind === "literal") {
      const address = naming.addressOf(String(resolved.value));
      return address === undefined ? `=${resolved.value}` : `@${naming.settle(address)}`;
    }
    if (resolved.kind !== "reference") return `?${valueText(resolved)}`;
    const identified = this.identify(resolved.path, scope);
    if (!identified) return `?${addressText(resolved.path)}`;
    const rest = identified.attributes.filter((attribute) => !identifying.has(attribute));
    return [`@${naming.settle(identified.address)}`, ...rest].join("#");
  }

  #define(file: FileReading): void {
    const own = new Map<string, Value>();
    this.#ownDefinitions.set(file, own);
    const definitions = isTerraform(file) ? this.#definitions : own;
    for (const { contents } of file.pieces) {
      for (const [name, value] of contents.definitions) definitions.set(name, value);
      for (const provider of contents.providers) {
        const known = this.#providers.get(provider.key);
        if (known) known.push(provider);
        else this.#providers.set(provider.key, [provider]);
      }
    }
  }

  #resource(file: FileReading, offset: number, declaration: Declaration): Resource {
    const providers = this.#providers.get(declaration.provider ?? "alicloud") ?? [];
    const regions = new Set(providers.map(({ region }) => region && this.#regionOf(region, { file })));
    const [region] = regions;
    return {
      file,
      offset,
      declaration,
      instances: this.#instances(declaration, file),
      // Two stacks of one project may have a region each: then it cannot be told.
      region: regions.size === 1 ? region : undefined,
      account: providers.map(({ identity }) => identity).join("\n"),
    };
  }

  #regionOf(value: Value, scope: Scope): Region | undefined {
    const resolved = this.resolve(value, scope);
    return resolved.kind === "literal" ? regionOf(String(resolved.value)) : undefined;
  }

  #instances({ address, forEach, count }: Declaration, file: FileReading): readonly Instance[] | undefined {
    if (forEach) return this.#each(address, forEach, file);
    if (!count) return [{ address }];
    const resolved = this.resolve(count, { file });
    if (resolved.kind !== "literal") return undefined;
    const total = Number(resolved.value);
    if (!Number.isInteger(total) || total < 0 || total > limits.instances) return undefined;
    return Array.from({ length: total }, (_, index) => ({ address: `${address}[${index}]`, index }));
  }

  #each(address: string, forEach: Value, file: FileReading): readonly Instance[] | undefined {
    const resolved = this.resolve(forEach, { file });
    const pairs = eachPairs(resolved);
    if (!pairs || pairs.length > limits.instances) return undefined;
    return pairs.map((each) => ({ address: `${address}[${JSON.stringify(each.key)}]`, each }));
  }

  #name(resource: Resource): void {
    const { address, variable } = resource.declaration;
    const own = this.#ownNames.get(resource.file) ?? new Map<string, Resource>();
    this.#ownNames.set(resource.file, own);
    for (const name of variable === undefined ? [address] : [variable, address]) {
      if (!own.has(name) || name === variable) own.set(name, resource);
      if (!this.#names.has(name)) this.#names.set(name, resource);
    }
    const { importId } = resource.declaration;
    if (importId) this.#setId(address, importId, { file: resource.file });
  }

  #import(file: FileReading): void {
    for (const { contents } of file.pieces) {
      for (const { to, id, forEach } of contents.imports) {
        if (!forEach) {
          this.#setId(to, id, { file });
          continue;
        }
        for (const instance of this.#each("", forEach, file) ?? []) {
          this.#setId(
            to.replace(/\[[^\]]*\]$/, (index) => bindIndex(index, instance)),
            id,
            { file, instance },
          );
        }
      }
    }
  }

  #setId(address: string, id: Value, scope: Scope): void {
    const resolved = this.resolve(id, scope);
    if (resolved.kind === "literal") this.#ids.set(address, String(resolved.value));
  }

  /** The value of a local, a variable, a parameter, an anchor, or of what an instance binds. */
  #lookUp(path: readonly string[], { file, instance }: Scope): Value | undefined {
    const [first = "", second = ""] = path;
    const nowhere = { start: 0, end: 0 };
    if (first === "each" && instance?.each) {
      if (second === "key") return { kind: "literal", value: instance.each.key, span: nowhere };
      return follow(instance.each.value, path.slice(2));
    }
    if (first === "count" && second === "index" && instance?.index !== undefined) {
      return { kind: "literal", value: instance.index, span: nowhere };
    }
    if (isTerraform(file)) {
      const found = this.#definitions.get(`${first}.${second}`);
      return found && follow(found, path.slice(2));
    }
    const found = this.#ownDefinitions.get(file)?.get(first);
    return found && follow(found, path.slice(1));
  }
}

function scopeOf(resource: Resource, instance?: Instance): Scope {
  return { file: resource.file, ...(instance && { instance }) };
}

function isTerraform({ format }: FileReading): boolean {
  return format === "hcl" || format === "terraformJson";
}

/** The value at the end of a path of names and indexes into it. */
function follow(value: Value, path: readonly string[]): Value | undefined {
  let found: Value | undefined = value;
  for (const step of path) {
    const index: unknown = step.startsWith("[") ? parseIndex(step) : step;
    found =
      found?.kind === "list" && typeof index === "number" ? found.items[index] : objectEntry(found, String(index));
  }
  return found;
}

function parseIndex(step: string): unknown {
  const inner = step.slice(1, -1);
  return /^\d+$/.test(inner) ? Number(inner) : inner.replace(/^"(.*)"$/, "$1");
}

function bindIndex(index: string, instance: Instance | undefined): string {
  if (index === "[each.key]" && instance?.each) return `[${JSON.stringify(instance.each.key)}]`;
  if (index === "[count.index]" && instance?.index !== undefined) return `[${instance.index}]`;
  return index;
}

/** The keys and values of a map, or the members of a set, which are both. */
function eachPairs(value: Value): readonly { readonly key: string; readonly value: Value }[] | undefined {
  if (value.kind === "object") return value.entries.map(({ key, value: entry }) => ({ key, value: entry }));
  if (value.kind !== "list") return undefined;
  const pairs = [];
  for (const item of value.items) {
    if (item.kind !== "literal") return undefined;
    pairs.push({ key: String(item.value), value: item });
  }
  return pairs;
}
