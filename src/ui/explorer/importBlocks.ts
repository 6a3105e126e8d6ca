import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import { oneLine } from "../common/oneLine.ts";

/**
 * Terraform import blocks for the two ends of associations, each end once. The own default discovery has none: it comes
 * and goes with its IPAM. An association itself is no resource of the provider.
 */
export function importBlocks(associations: readonly JoinedAssociation[]): string {
  const ends = associations.flatMap(({ ipamId, ipam, discoveryId, discovery, removability }) => [
    { type: "alicloud_vpc_ipam_ipam", id: ipamId, name: ipam?.name ?? "" },
    ...(removability === "removable"
      ? [{ type: "alicloud_vpc_ipam_ipam_resource_discovery", id: discoveryId, name: discovery?.name ?? "" }]
      : []),
  ]);
  const taken = new Set<string>();
  const blocks = [...new Map(ends.map((end) => [end.id, end])).values()].map(({ type, id, name }) => {
    const address = freeAddress(`${type}.${identifier(name || id)}`, taken);
    return `import {\n  to = ${address}\n  id = "${hclText(id)}"\n}\n`;
  });
  return blocks.join("\n");
}

function freeAddress(wanted: string, taken: Set<string>): string {
  let address = wanted;
  for (let count = 2; taken.has(address); count += 1) address = `${wanted}_${count}`;
  taken.add(address);
  return address;
}

/** A name as Terraform allows one, as near to the given one as may be. */
function identifier(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, 60);
  if (plain === "") return "this";
  return /^[a-z]/.test(plain) ? plain : `_${plain}`;
}

/** Within quotes: nothing ends them, and nothing in them is a template. */
function hclText(id: string): string {
  return oneLine(id, 200)
    .replaceAll(/[\\"]/g, (mark) => `\\${mark}`)
    .replaceAll(/[$%](?=\{)/g, (mark) => mark + mark);
}
