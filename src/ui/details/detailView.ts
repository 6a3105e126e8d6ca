import * as vscode from "vscode";
import type { AddressBlock } from "../../ipam/AddressBlock.ts";
import type { AddressSpace, MapSection } from "../../ipam/AddressMap.ts";
import { arrangeBlocks, type BlockArrangement } from "../../ipam/arrangeBlocks.ts";
import type { Cidr } from "../../ipam/Cidr.ts";
import { layOutAddresses } from "../../ipam/layOutAddresses.ts";
import { regionOf } from "../../ipam/regions.ts";
import { regionName } from "../common/regionName.ts";
import type { DetailView } from "./DetailPage.ts";

/**
 * What a person looks at: the table as they searched and sorted it, and the map of what they zoomed into.
 * @param zoom what was zoomed into, each in the one before
 */
export function detailView(
  blocks: readonly AddressBlock[],
  arrangement: BlockArrangement,
  zoom: readonly Cidr[],
): DetailView {
  const { t } = vscode.l10n;
  const order = arrangeBlocks(blocks, arrangement, ({ resource }) => {
    const region = regionOf(resource.region);
    return region ? regionName(region) : "";
  });
  const map = layOutAddresses(blocks, zoom.at(-1));
  return {
    ...arrangement,
    order,
    count: order.length === blocks.length ? "" : t("{0} of {1} match", order.length, blocks.length),
    map,
    sections: map.sections.map(sectionText),
    notes: Object.fromEntries(map.sections.flatMap(({ rows }) => rows.flatMap(notesOf))),
    crumbs:
      zoom.length === 0
        ? []
        : [{ cidr: "", label: t("All") }, ...zoom.map((cidr) => ({ cidr: String(cidr), label: String(cidr) }))],
  };
}

function sectionText({ space, vpcBlocks, allocated }: MapSection): string {
  const { t } = vscode.l10n;
  const names: Readonly<Record<AddressSpace, string>> = {
    private: t("Private addresses (RFC 1918)"),
    shared: t("Shared addresses (RFC 6598)"),
    uniqueLocal: t("Unique local addresses (RFC 4193)"),
    other: t("Other addresses"),
  };
  const share = allocated * 100;
  const text = share > 0 && share < 0.01 ? "< 0.01" : share.toFixed(share < 1 ? 2 : 1);
  return [names[space], t("VPC blocks: {0}", vpcBlocks), t("In VPCs: {0} %", text)].join(" · ");
}

function notesOf(row: MapSection["rows"][number]): readonly (readonly [string, string])[] {
  const { t } = vscode.l10n;
  if (row.kind === "gap") return [[row.first, t("Nothing found from {0} to {1}", row.first, row.last)]];
  return row.pieces.flatMap((piece) =>
    piece.kind === "cluster" ? [[piece.cidr, t("{0} blocks in {1}", piece.blocks.length, piece.cidr)] as const] : [],
  );
}
