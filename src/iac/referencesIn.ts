import { commandRegion } from "./commandRegion.ts";
import type { FileReading } from "./FileReading.ts";
import { isOurId } from "./isOurId.ts";
import { limits } from "./limits.ts";
import { literalIds } from "./literalIds.ts";
import type { Module } from "./Module.ts";
import { namedThing } from "./namedThing.ts";
import type { Reference, ReferenceKind } from "./Reference.ts";
import type { Resource } from "./Resource.ts";
import { type Grant, Shares } from "./Shares.ts";
import type { Span } from "./Span.ts";
import { usePatterns } from "./usePatterns.ts";
import type { Value } from "./Value.ts";

/** All that a document of a module names, in the order it stands there. */
export function referencesIn(module: Module, file: FileReading): readonly Reference[] {
  const shares = new Shares(module);
  const own = module.resources.filter((resource) => resource.file === file);
  const declared = own.flatMap((resource) => declaration(module, shares, resource));
  const found = [...declared, ...uses(module, file, own), ...ids(file, own)];
  return found
    .sort((a, b) => a.start - b.start)
    .map(({ reference, start, end, whole }) => ({
      ...reference,
      range: file.lines.range(start, end),
      ...(whole && { whole: file.lines.range(whole.start, whole.end) }),
    }));
}

interface Found extends Span {
  readonly reference: Omit<Reference, "range" | "whole">;
  readonly whole?: Span;
}

function declaration(module: Module, shares: Shares, resource: Resource): readonly Found[] {
  const { header, whole, kind: declared, address } = resource.declaration;
  const kind = shownKind(declared);
  if (!kind) return [];
  const sharing = kind === "ipam" || kind === "discovery" ? {} : sharingOf(shares, resource);
  if (!sharing) return [];
  const instances = resource.instances;
  const isOne = instances?.length === 1 && instances[0]?.address === address;
  const id = isOne ? module.idOf(address) : undefined;
  const name = module.text(resource, "name");
  const reference = {
    kind,
    form: "declaration",
    address,
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(resource.region && { region: resource.region }),
    ...(instances && !isOne && { instances: instances.map((instance) => namedThing(module, resource, instance)) }),
    ...sharing,
  } as const;
  return [{ reference, ...moved(header, resource.offset), whole: moved(whole, resource.offset) }];
}

function shownKind(kind: Resource["declaration"]["kind"]): ReferenceKind | undefined {
  if (kind === "association") return "sharedResource";
  return kind === "scope" || kind === "ipams" ? undefined : kind;
}

/** What a share, or a part of one, has to do with discoveries; `undefined` when nothing. */
function sharingOf(shares: Shares, resource: Resource): Pick<Reference, "discoveries" | "targets"> | undefined {
  const { kind, address } = resource.declaration;
  if (kind === "share") {
    const addresses = resource.instances?.map((instance) => instance.address) ?? [address];
    const discoveries = addresses.flatMap((one) => shares.discoveriesOf(shares.shareOf(one)));
    const targets = addresses.flatMap((one) => shares.targetsOf(shares.shareOf(one)));
    return discoveries.length > 0 ? { discoveries, targets } : undefined;
  }
  const grants = shares.of(resource);
  if (grants.length === 0) return undefined;
  return {
    discoveries: grants.flatMap((grant) => (grant.discovery ? [grant.discovery] : shares.discoveriesOf(grant.share))),
    targets: [...new Set(grants.flatMap((grant) => targetsOf(shares, grant)))],
  };
}

function targetsOf(shares: Shares, { kind, subject, share }: Grant): readonly string[] {
  if (kind === "sharedResource") return shares.targetsOf(share);
  return subject.startsWith("=") ? [subject.slice(1)] : [];
}

/** References to what is declared: those of the properties that were read, and those that stand anywhere else. */
function uses(module: Module, file: FileReading, own: readonly Resource[]): readonly Found[] {
  const found = new Map<number, Found>();
  const add = (path: readonly string[], span: Span, within?: Resource) => {
    const reference = use(module, path, file, within);
    if (reference && !found.has(span.start)) found.set(span.start, { reference, ...span });
  };
  for (const pattern of usePatterns[file.format]) {
    let matches = 0;
    for (const match of file.text.matchAll(pattern)) {
      matches += 1;
      if (matches > limits.declarations) break;
      const text = match[1] ?? match[0];
      const start = match.index + match[0].indexOf(text);
      const path = text.match(/[\w-]+|\[[^\]]*\]/g)?.filter((part) => !/^-+$/.test(part)) ?? [];
      add(path, { start, end: start + text.length });
    }
  }
  if (usePatterns[file.format].length === 0) {
    for (const resource of own) {
      for (const value of resource.declaration.properties.values()) {
        for (const { path, span } of references(value)) add(path, moved(span, resource.offset), resource);
      }
    }
  }
  return [...found.values()];
}

function references(value: Value): readonly { readonly path: readonly string[]; readonly span: Span }[] {
  if (value.kind === "reference") return [value];
  if (value.kind === "list") return value.items.flatMap(references);
  if (value.kind === "object") return value.entries.flatMap((entry) => references(entry.value));
  return value.kind === "template" ? value.parts.flatMap(references) : [];
}

function use(
  module: Module,
  path: readonly string[],
  file: FileReading,
  within: Resource | undefined,
): Found["reference"] | undefined {
  const found = module.identify(path, { file });
  if (!found) return undefined;
  const { resource, address, attributes } = found;
  const { kind } = resource.declaration;
  if (kind !== "ipam" && kind !== "discovery" && kind !== "ipams") return undefined;
  const id = kind === "ipams" ? dataSourceId(module, resource) : module.idOf(address);
  const name = module.text(resource, "name");
  const region = resource.region ?? within?.region;
  const thing = { address, ...(id !== undefined && { id }), ...(name !== undefined && { name }) };
  const place = { form: "use" as const, ...(region && { region }) };
  if (attributes.includes("defaultresourcediscoveryid")) {
    return { kind: "discovery", address, ...place, defaultOf: thing };
  }
  return { kind: kind === "discovery" ? "discovery" : "ipam", ...thing, ...place };
}

/** The IPAM a data source finds, when it is asked for one by its id. */
function dataSourceId(module: Module, resource: Resource): string | undefined {
  const asked = module.text(resource, "ipamId") ?? onlyOne(module.texts(resource, "ids")?.items ?? []);
  return asked !== undefined && isOurId(asked, "ipam") ? asked : undefined;
}

function onlyOne(items: readonly string[]): string | undefined {
  return items.length === 1 ? items[0] : undefined;
}

/** Literal ids, with the region of what they stand in, or of the command they are given to. */
function ids(file: FileReading, own: readonly Resource[]): readonly Found[] {
  const wholes = own
    .map((resource) => ({ region: resource.region, ...moved(resource.declaration.whole, resource.offset) }))
    .sort((a, b) => a.start - b.start);
  let next = 0;
  return literalIds(file.text).map(({ kind, id, span }) => {
    // Both ascend, so each declaration is looked at once.
    while (next < wholes.length && (wholes[next]?.end ?? 0) < span.end) next += 1;
    const around = wholes[next];
    const region = around && around.start <= span.start ? around.region : commandRegion(file.text, span);
    return { reference: { kind, form: "id", id, ...(region && { region }) }, ...span };
  });
}

function moved({ start, end }: Span, offset: number): Span {
  return { start: start + offset, end: end + offset };
}
