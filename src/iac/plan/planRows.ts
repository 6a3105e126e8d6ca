import type { RegionInventory } from "../../ipam/RegionInventory.ts";
import { inventoryState } from "../inventoryState.ts";
import { KnownAssociations } from "../KnownAssociations.ts";
import type { NamedThing } from "../Reference.ts";
import type { PlannedChange } from "./PlannedChange.ts";
import type { PlanRow } from "./PlanRow.ts";

/**
 * What a plan would end, one row for each association however many changes end it, by region and ends. A thing that no
 * known association names has a row of its own, since another account may see what this one does not.
 * @param inventory undefined when no account is open
 */
export function planRows(
  changes: readonly PlannedChange[],
  inventory: readonly RegionInventory[] | undefined,
): readonly PlanRow[] {
  const rows = new Map<string, PlanRow>();
  const known = new KnownAssociations(inventory ?? []);
  for (const change of changes) {
    for (const thing of endedThings(change)) {
      const part = { ...change, discoveries: [], ipams: [], [listOf(thing.kind)]: [thing] };
      const endings = known.endingsOf(part);
      for (const { association, certain } of endings) {
        const { region, ipamId, discoveryId } = association;
        const key = `${region}/${ipamId}/${discoveryId}`;
        const before = rows.get(key);
        const isCertain = certain || (before?.kind === "association" && before.certain);
        rows.set(key, {
          kind: "association",
          key,
          region,
          association,
          certain: isCertain,
          changes: [...(before?.changes ?? []), change],
        });
      }
      if (endings.length === 0) addUnmatched(rows, change, thing, inventoryState(inventory, change.region));
    }
  }
  return [...rows.values()].sort((one, other) => compare(sortKey(one), sortKey(other)));
}

type EndedThing = Extract<PlanRow, { kind: "unmatched" }>["thing"];

/** What a change takes away with its associations; an operating region ends none. */
function endedThings({ kind, discoveries, ipams }: PlannedChange): readonly EndedThing[] {
  if (kind === "operatingRegionsRemoved") return [];
  const of = (kind: EndedThing["kind"]) => (thing: NamedThing) => ({ ...thing, kind });
  return [...ipams.map(of("ipam")), ...discoveries.map(of("discovery"))];
}

function listOf(kind: EndedThing["kind"]): "ipams" | "discoveries" {
  return kind === "ipam" ? "ipams" : "discoveries";
}

function addUnmatched(
  rows: Map<string, PlanRow>,
  change: PlannedChange,
  thing: EndedThing,
  state: RegionInventory["state"] | undefined,
): void {
  const { region } = change;
  const key = `${region ?? ""}/${thing.kind}/${thing.id ?? thing.address ?? thing.name ?? ""}`;
  const known = rows.get(key);
  const targets = known?.kind === "unmatched" ? known.targets : [];
  rows.set(key, {
    kind: "unmatched",
    key,
    ...(region && { region }),
    thing,
    targets: [...new Set([...targets, ...change.targets])],
    state,
    changes: [...(known?.changes ?? []), change],
  });
}

function sortKey(row: PlanRow): string {
  const names =
    row.kind === "association"
      ? [
          row.association.ipam?.name,
          row.association.ipamId,
          row.association.discovery?.name,
          row.association.discoveryId,
        ]
      : [row.thing.name, row.thing.id, row.thing.address];
  // Associations first.
  return [row.kind, row.region ?? "~", ...names.map((name) => name ?? "")].join("\n");
}

/** Code-unit order: the same on every machine. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
