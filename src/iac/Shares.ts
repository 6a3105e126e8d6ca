import type { Property } from "./Declaration.ts";
import type { Instance } from "./Instance.ts";
import { isOurId } from "./isOurId.ts";
import type { Module, Naming, Scope } from "./Module.ts";
import { objectEntry } from "./objectEntry.ts";
import type { NamedThing } from "./Reference.ts";
import type { Resource } from "./Resource.ts";
import type { Span } from "./Span.ts";
import type { Value } from "./Value.ts";

/** One thing a share gives, or one account it gives to: a resource of its own, or an item in a list of another. */
export interface Grant {
  readonly kind: "sharedResource" | "sharedTarget";
  readonly resource: Resource;
  readonly instance: Instance | undefined;
  /** The address, and for an item of a list what it names as well. */
  readonly identity: string;
  /** It is an item of a list. */
  readonly inline: boolean;
  /** Canonical texts of the share, and of what is shared or whom it is shared with. */
  readonly share: string;
  readonly subject: string;
  readonly span: Span;
  /** The discovery that is shared, when it is one. */
  readonly discovery?: NamedThing;
}

/** The shares of a module, as far as they have to do with discoveries. */
export class Shares {
  /** Every grant of the module, also of shares that share something else. */
  readonly all: readonly Grant[];
  readonly #module: Module;
  readonly #naming: Naming;
  readonly #discoveries = new Map<string, NamedThing[]>();
  readonly #targets = new Map<string, string[]>();
  readonly #grants = new Map<Resource, Grant[]>();

  constructor(
    module: Module,
    naming: Naming = { settle: (address) => address, addressOf: (id) => module.addressOf(id) },
  ) {
    this.#module = module;
    this.#naming = naming;
    this.all = module.resources.flatMap((resource) => this.#grantsOf(resource));
    for (const { share, discovery } of this.all) if (discovery) append(this.#discoveries, share, discovery);
    for (const grant of this.all) {
      if (!this.concerns(grant)) continue;
      append(this.#grants, grant.resource, grant);
      const { kind, share, subject } = grant;
      if (kind === "sharedTarget" && subject.startsWith("=")) append(this.#targets, share, subject.slice(1));
    }
  }

  /** Whether a grant shares a discovery, or gives somebody a share that does. */
  concerns({ kind, discovery, share }: Grant): boolean {
    return discovery !== undefined || (kind === "sharedTarget" && this.#discoveries.has(share));
  }

  /** The grants of a declaration that have to do with discoveries. */
  of(resource: Resource): readonly Grant[] {
    return this.#grants.get(resource) ?? [];
  }

  /** The discoveries that a share, by its canonical text, shares. */
  discoveriesOf(share: string): readonly NamedThing[] {
    return this.#discoveries.get(share) ?? [];
  }

  /** The accounts a share gives to, where they can be told. */
  targetsOf(share: string): readonly string[] {
    return this.#targets.get(share) ?? [];
  }

  /** The canonical text of a share that this module declares. */
  shareOf(address: string): string {
    return `@${this.#naming.settle(address)}`;
  }

  #grantsOf(resource: Resource): readonly Grant[] {
    const instances = resource.instances ?? [undefined];
    switch (resource.declaration.kind) {
      case "sharedResource":
        return instances.flatMap((instance) => this.#own(resource, instance, "sharedResource", "resourceId"));
      case "sharedTarget":
        return instances.flatMap((instance) => this.#own(resource, instance, "sharedTarget", "targetId"));
      case "share":
      case "association":
        return instances.flatMap((instance) => [
          ...this.#listed(resource, instance, "sharedResource", "resources"),
          ...this.#listed(resource, instance, "sharedTarget", "targets"),
        ]);
      default:
        return [];
    }
  }

  #own(resource: Resource, instance: Instance | undefined, kind: Grant["kind"], property: Property): readonly Grant[] {
    const { declaration } = resource;
    const scope = scopeOf(resource, instance);
    const [shareId, subject] = [declaration.properties.get("shareId"), declaration.properties.get(property)];
    const address = instance?.address ?? declaration.address;
    const discovery = kind === "sharedResource" && this.#discovery(resource, instance, subject, address);
    return [
      {
        kind,
        resource,
        instance,
        identity: address,
        inline: false,
        share: shareId ? this.#module.canonical(shareId, scope, this.#naming) : "?",
        subject: subject ? this.#module.canonical(subject, scope, this.#naming) : "?",
        span: declaration.header,
        ...(discovery && { discovery }),
      },
    ];
  }

  #discovery(
    resource: Resource,
    instance: Instance | undefined,
    subject: Value | undefined,
    address: string,
  ): NamedThing | undefined {
    const scope = scopeOf(resource, instance);
    const named = subject && this.#named(subject, scope);
    if (named) return named;
    const type = this.#module.text(resource, "resourceType", instance);
    if (type !== "IpamResourceDiscovery") return undefined;
    // The import id of a shared resource is <share>:<resource>:<type>.
    const id = this.#module.idOf(address)?.split(":")[1];
    return id === undefined ? {} : { id };
  }

  /** The discovery that a value names by its id or its declaration. */
  #named(value: Value, scope: Scope): NamedThing | undefined {
    const resolved = this.#module.resolve(value, scope);
    if (resolved.kind === "literal") {
      const id = String(resolved.value);
      return isOurId(id, "discovery") ? { id } : undefined;
    }
    const found = resolved.kind === "reference" ? this.#module.identify(resolved.path, scope) : undefined;
    if (found?.resource.declaration.kind !== "discovery") return undefined;
    const id = this.#module.idOf(found.address);
    const name = this.#module.text(found.resource, "name");
    return { address: found.address, ...(id !== undefined && { id }), ...(name !== undefined && { name }) };
  }

  #listed(
    resource: Resource,
    instance: Instance | undefined,
    kind: Grant["kind"],
    property: Property,
  ): readonly Grant[] {
    const { declaration } = resource;
    const scope = scopeOf(resource, instance);
    const given = declaration.properties.get(property);
    const list = given && this.#module.resolve(given, scope);
    if (list?.kind !== "list") return [];
    const address = instance?.address ?? declaration.address;
    const shareId = declaration.properties.get("shareId");
    const isShare = declaration.kind === "share";
    const share = isShare ? this.shareOf(address) : shareId && this.#module.canonical(shareId, scope, this.#naming);
    return list.items.flatMap((item) => {
      const value = kind === "sharedTarget" ? item : entryOf(item, "resourceid");
      if (!value) return [];
      const subject = this.#module.canonical(value, scope, this.#naming);
      const discovery = kind === "sharedResource" ? this.#listedDiscovery(item, value, scope) : undefined;
      return [
        {
          kind,
          resource,
          instance,
          identity: `${address} ${kind} ${subject}`,
          inline: true,
          share: share ?? "?",
          subject,
          span: given?.span ?? declaration.header,
          ...(discovery && { discovery }),
        },
      ];
    });
  }

  #listedDiscovery(item: Value, value: Value, scope: Scope): NamedThing | undefined {
    const named = this.#named(value, scope);
    if (named) return named;
    const type = entryOf(item, "resourcetype");
    return type && this.#module.canonical(type, scope, this.#naming) === "=IpamResourceDiscovery" ? {} : undefined;
  }
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

function scopeOf(resource: Resource, instance: Instance | undefined): Scope {
  return { file: resource.file, ...(instance && { instance }) };
}

/** By its name in lower case and without underscores: `ResourceId`, `resourceId`, `resource_id`. */
function entryOf(item: Value, name: string): Value | undefined {
  if (item.kind !== "object") return undefined;
  const key = item.entries.find((entry) => entry.key.toLowerCase().replaceAll("_", "") === name)?.key;
  return key === undefined ? undefined : objectEntry(item, key);
}
