import type { AddressBlock } from "./AddressBlock.ts";
import { type ExportFormat, exportRows } from "./exportRows.ts";

const columns = [
  "cidr",
  "name",
  "type",
  "id",
  "vpcId",
  "region",
  "ownerId",
  "used",
  "overlaps",
  "discoveryIds",
  "discoveredAt",
] as const;

/**
 * Blocks as a file. `used` is a share from 0 to 1, empty where the service did not say; `overlaps` names the other VPCs'
 * blocks, each by CIDR and VPC id.
 * @param all where the places of overlaps lead
 */
export function exportBlocks(
  blocks: readonly AddressBlock[],
  all: readonly AddressBlock[],
  format: ExportFormat,
): string {
  const rows = blocks.map(({ resource, used, overlaps, discoveryIds }) => ({
    cidr: resource.cidr,
    name: resource.name,
    type: resource.type,
    id: resource.resourceId,
    vpcId: resource.vpcId,
    region: resource.region,
    ownerId: resource.ownerId,
    used: used === undefined ? "" : String(used),
    overlaps: overlaps
      .flatMap((place) => all[place]?.resource ?? [])
      .map(({ cidr, resourceId }) => `${cidr} ${resourceId}`)
      .join("; "),
    discoveryIds: discoveryIds.join("; "),
    discoveredAt: resource.discoveredAt,
  }));
  return exportRows(columns, rows, format);
}
