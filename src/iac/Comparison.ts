import type { DeclarationKind, Property } from "./Declaration.ts";
import type { FileReading } from "./FileReading.ts";
import type { Finding, FindingKind } from "./Finding.ts";
import type { Instance } from "./Instance.ts";
import type { Module } from "./Module.ts";
import { Moves } from "./Moves.ts";
import { namedThing } from "./namedThing.ts";
import type { Resource } from "./Resource.ts";
import { type Grant, Shares } from "./Shares.ts";
import type { Span } from "./Span.ts";
import { splitAddress } from "./splitAddress.ts";
import type { TextRange } from "./TextRange.ts";

const removedKinds: Readonly<Partial<Record<DeclarationKind, FindingKind>>> = {
  ipam: "ipamRemoved",
  discovery: "discoveryRemoved",
  share: "shareRemoved",
};

/** Two versions of one module, side by side. */
export class Comparison {
  readonly #base: Module;
  readonly #now: Module;
  readonly #moves: Moves;
  readonly #baseShares: Shares;
  readonly #nowShares: Shares;
  readonly #declared = new Map<string, Resource>();
  readonly #instances = new Set<string>();
  readonly #nowFiles: ReadonlyMap<string, FileReading>;
  readonly #survivors = new Map<FileReading, readonly Survivor[]>();

  constructor(base: Module, now: Module) {
    this.#base = base;
    this.#now = now;
    this.#moves = new Moves(now);
    this.#nowFiles = new Map(now.files.map((file) => [file.path, file]));
    const naming = {
      settle: (address: string) => this.#moves.settle(address),
      addressOf: (id: string) => now.addressOf(id) ?? base.addressOf(id),
    };
    this.#baseShares = new Shares(base, naming);
    this.#nowShares = new Shares(now, naming);
    for (const resource of now.resources) {
      this.#declared.set(keyOf(resource, resource.declaration.address), resource);
      for (const { address } of resource.instances ?? []) this.#instances.add(keyOf(resource, address));
    }
  }

  findings(): readonly Finding[] {
    return [
      ...this.#base.resources.flatMap((resource) => [...this.#removals(resource), ...this.#operatingRegions(resource)]),
      ...this.#grants(),
    ];
  }

  /** IPAMs, discoveries and shares that are gone, and a guard that went with them. */
  #removals(resource: Resource): readonly Finding[] {
    const { declaration } = resource;
    const removed = this.#goneInstances(resource);
    if (removed.length === 0) return [];
    const kind = removedKinds[declaration.kind];
    const findings = kind ? removed.flatMap((instance) => this.#removal(kind, resource, instance)) : [];
    const isGone = !this.#successor(resource);
    const concerns = findings.length > 0 || this.#baseShares.of(resource).length > 0;
    if (!declaration.prevented || !isGone || !concerns) return findings;
    return [...findings, this.#finding("preventDestroyRemoved", resource, undefined, {})];
  }

  #removal(kind: FindingKind, resource: Resource, instance: Instance | undefined): readonly Finding[] {
    const thing = namedThing(this.#base, resource, instance);
    if (kind === "ipamRemoved") return [this.#finding(kind, resource, instance, { ipams: [thing] })];
    if (kind === "discoveryRemoved") return [this.#finding(kind, resource, instance, { discoveries: [thing] })];
    const share = this.#baseShares.shareOf(instance?.address ?? resource.declaration.address);
    const discoveries = this.#baseShares.discoveriesOf(share);
    if (discoveries.length === 0) return [];
    return [this.#finding(kind, resource, instance, { discoveries, targets: this.#baseShares.targetsOf(share) })];
  }

  /** What shares give, and to whom, that they no longer do. */
  #grants(): readonly Finding[] {
    const after = new Map(this.#nowShares.all.map((grant) => [this.#grantKey(grant, grant.resource), grant]));
    return this.#baseShares.all.flatMap((grant) => {
      if (!this.#baseShares.concerns(grant)) return [];
      const next = after.get(this.#grantKey(grant, grant.resource));
      if (next) return next.inline ? [] : this.#retargeting(grant, next);
      return this.#isGone(grant) ? [this.#grantRemoval(grant)] : [];
    });
  }

  /** An item of a list is the same item wherever it stands in it; a declaration, whatever it says. */
  #grantKey(grant: Grant, resource: Resource): string {
    const address = this.#moves.settle(grant.instance?.address ?? resource.declaration.address);
    return `${grant.kind} ${address}${grant.inline ? ` ${grant.subject}` : ""}`;
  }

  #isGone(grant: Grant): boolean {
    const { resource, instance } = grant;
    if (!grant.inline) return this.#goneInstances(resource).some((gone) => gone?.address === instance?.address);
    const successor = this.#successor(resource);
    if (!successor) {
      // A share that is gone is said once; of a ROS association only its items can be said.
      return resource.declaration.kind === "association" && this.#goneInstances(resource).length > 0;
    }
    // Terraform reads `resources` when it makes a share and never after.
    const ignoresEdits = resource.file.format === "hcl" || resource.file.format === "terraformJson";
    if (grant.kind === "sharedResource" && ignoresEdits) return false;
    const left = this.#nowShares.all.filter((other) => other.resource === successor && other.kind === grant.kind);
    return left.every(({ subject }) => !subject.startsWith("?")) && !this.#listIsUntold(successor, grant);
  }

  /** Whether the list an item was in is now something only a run would tell. */
  #listIsUntold(successor: Resource, { kind }: Grant): boolean {
    const property = kind === "sharedTarget" ? "targets" : "resources";
    const value = successor.declaration.properties.get(property);
    return value !== undefined && this.#now.resolve(value, { file: successor.file }).kind !== "list";
  }

  #grantRemoval(grant: Grant): Finding {
    const { kind, resource, instance, discovery, share } = grant;
    const successor = this.#successor(resource);
    const property: Property = kind === "sharedTarget" ? "targets" : "resources";
    const list = grant.inline && successor?.declaration.properties.get(property)?.span;
    return this.#finding(
      kind === "sharedResource" ? "sharedResourceRemoved" : "sharedTargetRemoved",
      resource,
      instance,
      { discoveries: discovery ? [discovery] : this.#baseShares.discoveriesOf(share), targets: this.#targets(grant) },
      successor && list ? rangeIn(successor, list) : undefined,
    );
  }

  #targets({ kind, subject, share }: Grant): readonly string[] {
    if (kind === "sharedResource") return this.#baseShares.targetsOf(share);
    return subject.startsWith("=") ? [subject.slice(1)] : [];
  }

  /** Another share, another resource or another account: each replaces the resource, and what it shared ends. */
  #retargeting(before: Grant, after: Grant): readonly Finding[] {
    const property: Property = before.kind === "sharedTarget" ? "targetId" : "resourceId";
    const changes = [
      { property: "shareId" as const, from: before.share, to: after.share },
      { property, from: before.subject, to: after.subject },
    ].filter(({ from, to }) => from !== to && from !== "?" && to !== "?");
    const [change] = changes;
    if (!change) return [];
    const { resource, instance, discovery, share } = before;
    const span = after.resource.declaration.properties.get(change.property)?.span ?? after.span;
    const untold = changes.every(({ from, to }) => from[0] !== to[0] || from.startsWith("?"));
    return [
      this.#finding(
        before.kind === "sharedResource" ? "sharedResourceRetargeted" : "sharedTargetRetargeted",
        resource,
        instance,
        {
          discoveries: discovery ? [discovery] : this.#baseShares.discoveriesOf(share),
          targets: this.#targets(before),
          certain: !untold,
        },
        rangeIn(after.resource, span),
      ),
    ];
  }

  #operatingRegions(resource: Resource): readonly Finding[] {
    const { kind } = resource.declaration;
    if (kind !== "ipam" && kind !== "discovery") return [];
    const successor = this.#successor(resource);
    const before = this.#base.texts(resource, "operatingRegions");
    const after = successor && this.#now.texts(successor, "operatingRegions");
    if (!successor || !before || !after?.complete) return [];
    const operatingRegions = before.items.filter((region) => !after.items.includes(region));
    if (operatingRegions.length === 0) return [];
    const span = successor.declaration.properties.get("operatingRegions")?.span ?? successor.declaration.header;
    const thing = namedThing(this.#base, resource);
    const things = kind === "ipam" ? { ipams: [thing] } : { discoveries: [thing] };
    const range = rangeIn(successor, span);
    return [this.#finding("operatingRegionsRemoved", resource, undefined, { ...things, operatingRegions }, range)];
  }

  /** The declaration that this one has become. */
  #successor(resource: Resource): Resource | undefined {
    const settled = this.#moves.settle(resource.declaration.address);
    return (
      this.#declared.get(keyOf(resource, settled)) ??
      this.#declared.get(keyOf(resource, splitAddress(settled).declared))
    );
  }

  /** The instances that applying would destroy; `[undefined]` when all of an untold number go. */
  #goneInstances(resource: Resource): readonly (Instance | undefined)[] {
    if (resource.declaration.retained || this.#cannotTell(resource.file)) return [];
    const gone = (address: string) => {
      const settled = this.#moves.settle(address);
      return !this.#moves.isForgotten(address) && !this.#moves.isForgotten(settled) && !this.#stands(resource, settled);
    };
    if (!resource.instances) return gone(resource.declaration.address) && !this.#successor(resource) ? [undefined] : [];
    return resource.instances.filter(({ address }) => gone(address));
  }

  #stands(resource: Resource, address: string): boolean {
    if (this.#instances.has(keyOf(resource, address))) return true;
    const { declared, index } = splitAddress(address);
    const successor = this.#declared.get(keyOf(resource, declared));
    if (successor && !successor.instances) return true;
    // Terraform itself takes x for x[0] when count comes or goes.
    if (index === "") return this.#instances.has(keyOf(resource, `${declared}[0]`));
    return index === "[0]" && this.#instances.has(keyOf(resource, declared));
  }

  /** A file that was not read in full may still have what is missed. */
  #cannotTell({ path }: FileReading): boolean {
    return this.#nowFiles.get(path)?.skipped.some(({ hides }) => hides) ?? false;
  }

  #finding(
    kind: FindingKind,
    resource: Resource,
    instance: Instance | undefined,
    given: Partial<Finding>,
    at?: { readonly path: string; readonly range: TextRange },
  ): Finding {
    const { file, offset, declaration, region } = resource;
    const successor = this.#successor(resource);
    const { start, end } = declaration.whole;
    const place = at ?? (successor ? rangeIn(successor, instanceSpan(successor)) : this.#formerPlace(resource));
    return {
      kind,
      ...place,
      subject: namedThing(this.#base, resource, instance),
      ...(region && { region }),
      discoveries: [],
      ipams: [],
      targets: [],
      operatingRegions: [],
      certain: true,
      ...(!successor && {
        base: {
          path: file.path,
          range: file.lines.range(start + offset, end + offset),
          text: file.text.slice(start + offset, end + offset),
        },
      }),
      ...given,
    };
  }

  /** Behind the nearest declaration before it that still stands in its file, or at the file's start. */
  #formerPlace(resource: Resource): { path: string; range: TextRange } {
    const file = this.#nowFiles.get(resource.file.path) ?? this.#now.files[0];
    if (!file) return { path: resource.file.path, range: nowhere };
    const start = resource.offset + resource.declaration.whole.start;
    const end = this.#survivorsIn(resource.file, file).findLast(({ before }) => before < start)?.end ?? 0;
    return { path: file.path, range: file.lines.range(end, end) };
  }

  /** Where declarations of a file stood that still stand in it, ascending, and where they end now. */
  #survivorsIn(base: FileReading, now: FileReading): readonly Survivor[] {
    const known = this.#survivors.get(base);
    if (known) return known;
    const found = this.#base.resources.flatMap((resource) => {
      const successor = resource.file === base ? this.#successor(resource) : undefined;
      if (successor?.file !== now) return [];
      const before = resource.offset + resource.declaration.whole.start;
      return [{ before, end: successor.offset + successor.declaration.whole.end }];
    });
    found.sort((one, other) => one.before - other.before);
    this.#survivors.set(base, found);
    return found;
  }
}

interface Survivor {
  readonly before: number;
  readonly end: number;
}

const nowhere: TextRange = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** Resources of different kinds may have one address: ROS knows them by a name alone. */
function keyOf({ declaration }: Resource, address: string): string {
  return `${declaration.kind} ${address}`;
}

/** What says how many instances there are. */
function instanceSpan({ declaration }: Resource): Span {
  return (declaration.forEach ?? declaration.count)?.span ?? declaration.header;
}

function rangeIn({ file, offset }: Resource, { start, end }: Span): { path: string; range: TextRange } {
  return { path: file.path, range: file.lines.range(start + offset, end + offset) };
}
