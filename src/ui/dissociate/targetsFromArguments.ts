import { type Target, targetKey } from "../../ipam/Target.ts";
import { knownRegion } from "../common/knownRegion.ts";

/**
 * The targets a command was called with: rows of the tree, the selected ones where the clicked row is among them, or a
 * plain `{profile?, region, ipamId, discoveryId}` as keybindings, tasks and tests give it.
 * @returns undefined when the call names no target, as from the palette
 * @throws TypeError when it names something that is no target
 */
export function targetsFromArguments(
  clicked: unknown,
  selected: unknown,
  activeProfile: string,
): readonly Target[] | undefined {
  if (clicked === undefined) return undefined;
  const nodes = Array.isArray(selected) && selected.includes(clicked) ? selected : [clicked];
  const targets = nodes.filter((node) => !isOtherNode(node)).map((node) => targetFrom(node, activeProfile));
  if (targets.length === 0) throw new TypeError("No association is selected.");
  // One that is named twice is meant once.
  return [...new Map(targets.map((target) => [targetKey(target), target])).values()];
}

/** A row is parsed like any other argument: a keybinding can make one up. */
function targetFrom(value: unknown, activeProfile: string): Target {
  const { profile, region: regionId, ipamId, discoveryId } = isAssociation(value) ? endsOf(value) : fieldsOf(value);
  const region = knownRegion(regionId);
  if (region && isId(ipamId) && isId(discoveryId) && (profile === undefined || typeof profile === "string")) {
    return { profile: profile ?? activeProfile, region, ipamId, discoveryId };
  }
  throw new TypeError("A target is {profile?, region, ipamId, discoveryId} with a region of VPC IPAM.");
}

type Fields = Partial<Readonly<Record<string, unknown>>>;

/** The fields of what may be an object. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

/** What an association's row says of its target. */
function endsOf(row: unknown): Fields {
  const { profile, association } = fieldsOf(row);
  return { ...fieldsOf(association), profile };
}

function isAssociation(value: unknown): boolean {
  return kindOf(value) === "association";
}

/** A selection may hold rows that are no associations; the command is about those that are. */
function isOtherNode(value: unknown): boolean {
  const kind = kindOf(value);
  return kind !== undefined && kind !== "association";
}

function kindOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
}

function isId(value: unknown): value is string {
  return typeof value === "string" && /^[\w-]{1,128}$/.test(value);
}
