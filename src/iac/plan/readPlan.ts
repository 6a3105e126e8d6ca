import { type Region, regionOf } from "../../ipam/regions.ts";
import type { FindingKind } from "../Finding.ts";
import { terraformTypes } from "../hcl/terraformTypes.ts";
import { isOurId } from "../isOurId.ts";
import { limits } from "../limits.ts";
import type { NamedThing } from "../Reference.ts";
import type { Skipped } from "../Skipped.ts";
import type { Slices } from "../Slices.ts";
import { JsonFault } from "./JsonFault.ts";
import { jsonElements } from "./jsonElements.ts";
import type { PlannedChange } from "./PlannedChange.ts";
import type { PlanReading } from "./PlanReading.ts";

const wanted = {
  lists: new Set(["resource_changes", "resources"]),
  maps: new Set(["provider_config"]),
  mention: "alicloud",
};

/** Reads a plan or a state, in slices. What is malformed in it is passed over. */
export async function readPlan(text: string, slices: Slices, signal?: AbortSignal): Promise<PlanReading> {
  const plan = new PlanReader();
  if (text.length > limits.plan) return plan.reading("tooLarge");
  try {
    for await (const { path, text: source } of jsonElements(text, wanted, slices, signal)) {
      await slices.breathe(signal);
      plan.take(path, parse(source));
    }
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return plan.reading(error.reason);
  }
  return plan.reading();
}

function parse(source: string): Fields {
  try {
    return fields(JSON.parse(source));
  } catch {
    return {};
  }
}

type Fields = Readonly<Record<string, unknown>>;

interface Change {
  readonly address: string;
  readonly type: string;
  readonly actions: readonly unknown[];
  readonly before: Fields;
  readonly after: Fields;
  readonly afterUnknown: Fields;
}

interface Share {
  readonly discoveries: Map<string, NamedThing>;
  readonly targets: Set<string>;
}

/** Gathers what a plan says, piece by piece: a share's parts may stand anywhere in it. */
class PlanReader {
  #kind: PlanReading["kind"] = "neither";
  readonly #changes: Change[] = [];
  readonly #ids = new Map<string, string>();
  readonly #things = new Map<string, PlanReading["things"][number]>();
  readonly #shares = new Map<string, Share>();
  readonly #providerOf = new Map<string, string>();
  readonly #regions = new Map<string, Region>();

  take(path: readonly string[], element: Fields): void {
    const [section] = path;
    if (section === "resource_changes") {
      this.#kind = "plan";
      this.#takeChange(element);
    } else if (section === "configuration") this.#takeConfiguration(path, element);
    else if (section === "prior_state" || section === "values") {
      if (section === "values" && this.#kind === "neither") this.#kind = "state";
      this.#takeResource(text(element["type"]), text(element["address"]), fields(element["values"]));
    } else if (section === "resources" && Array.isArray(element["instances"])) {
      this.#kind = "state";
      this.#takeStateFile(element);
    }
  }

  reading(skipped?: Skipped): PlanReading {
    return {
      kind: this.#kind,
      changes: this.#changes.flatMap((change) => this.#planned(change)),
      ids: this.#ids,
      things: [...this.#things.values()],
      ...(skipped && { skipped }),
    };
  }

  #takeChange(element: Fields): void {
    const change = fields(element["change"]);
    const [type, address, before] = [text(element["type"]), text(element["address"]), fields(change["before"])];
    if (text(element["mode"]) === "data" || !Object.hasOwn(terraformTypes, type)) return;
    this.#takeResource(type, address, before);
    this.#changes.push({
      address,
      type,
      actions: list(change["actions"]),
      before,
      after: fields(change["after"]),
      afterUnknown: fields(change["after_unknown"]),
    });
  }

  #takeConfiguration(path: readonly string[], element: Fields): void {
    if (path[1] === "provider_config") {
      const region = fields(fields(element["expressions"])["region"])["constant_value"];
      const known = regionOf(text(region));
      if (known) this.#regions.set(path[2] ?? "", known);
    } else this.#providerOf.set(text(element["address"]), text(element["provider_config_key"]));
  }

  /** terraform.tfstate itself: instances with their attributes. */
  #takeStateFile(element: Fields): void {
    const [type, name, module] = [text(element["type"]), text(element["name"]), text(element["module"])];
    if (text(element["mode"]) === "data") return;
    for (const instance of list(element["instances"]).map(fields)) {
      const index = instance["index_key"];
      const suffix = index === undefined ? "" : `[${JSON.stringify(index)}]`;
      this.#takeResource(type, `${module && `${module}.`}${type}.${name}${suffix}`, fields(instance["attributes"]));
    }
  }

  #takeResource(type: string, address: string, values: Fields): void {
    const kind = Object.hasOwn(terraformTypes, type) ? terraformTypes[type]?.kind : undefined;
    const id = text(values["id"]);
    if (!kind || !address) return;
    if (kind === "ipam" || kind === "discovery") {
      if (id) this.#ids.set(address, id);
      const name = text(values["ipam_name"]) || text(values["ipam_resource_discovery_name"]);
      if (id) this.#things.set(address, { kind, address, id, ...(name && { name }) });
    } else if (kind === "share") {
      if (id) this.#ids.set(address, id);
      for (const item of list(values["resources"]).map(fields)) this.#share(id, item);
      for (const target of list(values["targets"])) this.#shareOf(id).targets.add(text(target));
    } else if (kind === "sharedResource") this.#share(text(values["resource_share_id"]), values);
    else if (kind === "sharedTarget" && text(values["target_id"])) {
      this.#shareOf(text(values["resource_share_id"])).targets.add(text(values["target_id"]));
    }
  }

  #share(share: string, values: Fields): void {
    const id = text(values["resource_id"]);
    if (isDiscovery(values)) this.#shareOf(share).discoveries.set(id, { id });
  }

  #shareOf(id: string): Share {
    const share = this.#shares.get(id) ?? { discoveries: new Map(), targets: new Set() };
    this.#shares.set(id, share);
    return share;
  }

  #planned(change: Change): readonly PlannedChange[] {
    const { actions, type } = change;
    const kind = terraformTypes[type]?.kind;
    const isShareItself = kind === "share";
    if (actions.includes("delete")) return this.#ended(change, kind);
    if (!actions.includes("update")) return [];
    return isShareItself ? this.#lostTargets(change) : this.#shrunk(change, kind);
  }

  #ended(change: Change, kind: string | undefined): readonly PlannedChange[] {
    const { before } = change;
    const own = this.#thing(change);
    switch (kind) {
      case "ipam":
        return [this.#change("ipamRemoved", change, { ipams: [own] })];
      case "discovery":
        return [this.#change("discoveryRemoved", change, { discoveries: [own] })];
      case "share": {
        const { discoveries, targets } = this.#shareOf(text(before["id"]));
        if (discoveries.size === 0) return [];
        return [
          this.#change("shareRemoved", change, { discoveries: [...discoveries.values()], targets: [...targets] }),
        ];
      }
      case "sharedResource": {
        if (!isDiscovery(before)) return [];
        const { targets } = this.#shareOf(text(before["resource_share_id"]));
        const discoveries = [{ id: text(before["resource_id"]) }];
        return [this.#change("sharedResourceRemoved", change, { discoveries, targets: [...targets] })];
      }
      case "sharedTarget": {
        const { discoveries } = this.#shareOf(text(before["resource_share_id"]));
        if (discoveries.size === 0) return [];
        const targets = [text(before["target_id"])];
        return [this.#change("sharedTargetRemoved", change, { discoveries: [...discoveries.values()], targets })];
      }
      default:
        return [];
    }
  }

  #shrunk(change: Change, kind: string | undefined): readonly PlannedChange[] {
    const operatingRegions = this.#lost(change, "operating_region_list");
    if (operatingRegions.length === 0) return [];
    const own = this.#thing(change);
    const things = kind === "ipam" ? { ipams: [own] } : { discoveries: [own] };
    return [this.#change("operatingRegionsRemoved", change, { ...things, operatingRegions })];
  }

  #lostTargets(change: Change): readonly PlannedChange[] {
    const targets = this.#lost(change, "targets");
    const discoveries = [...this.#shareOf(text(change.before["id"])).discoveries.values()];
    if (targets.length === 0 || discoveries.length === 0) return [];
    return [this.#change("sharedTargetRemoved", change, { discoveries, targets })];
  }

  /** What a list loses; nothing where it is known only after the apply. */
  #lost({ before, after, afterUnknown }: Change, key: string): readonly string[] {
    if (afterUnknown[key] === true) return [];
    const left = new Set(list(after[key]));
    return list(before[key])
      .filter((item) => !left.has(item))
      .map(text);
  }

  #thing({ address, before }: Change): NamedThing {
    const id = text(before["id"]);
    const name = nameOf(before);
    return { address, ...(id && { id }), ...(name && { name }) };
  }

  #change(kind: PlannedChange["kind"] & FindingKind, change: Change, given: Partial<PlannedChange>): PlannedChange {
    const { address, before, actions } = change;
    const provider = this.#providerOf.get(address.replace(/\[[^\]]*\]$/, ""));
    const region = regionOf(text(before["region_id"])) ?? this.#regions.get(provider ?? "");
    return {
      kind,
      subject: this.#thing(change),
      ...(region && { region }),
      replaced: actions.includes("create"),
      discoveries: [],
      ipams: [],
      targets: [],
      operatingRegions: [],
      ...given,
    };
  }
}

function nameOf(values: Fields): string {
  return (
    text(values["ipam_name"]) || text(values["ipam_resource_discovery_name"]) || text(values["resource_share_name"])
  );
}

function isDiscovery(values: Fields): boolean {
  const type = text(values["resource_type"]);
  return type === "IpamResourceDiscovery" || (type === "" && isOurId(text(values["resource_id"]), "discovery"));
}

function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
