import * as vscode from "vscode";
import type { AddressBlock } from "../../ipam/AddressBlock.ts";
import type { DiscoveredResource } from "../../ipam/DiscoveredResource.ts";
import { regionOf } from "../../ipam/regions.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import type { DetailRow } from "./DetailPage.ts";

/** The rows of blocks, in the order of the blocks. */
export function detailRows(blocks: readonly AddressBlock[]): readonly DetailRow[] {
  return blocks.map((block) => row(block, blocks));
}

function row(
  { resource, used, overlaps, parent, discoveryIds }: AddressBlock,
  all: readonly AddressBlock[],
): DetailRow {
  const { t } = vscode.l10n;
  const [cidr, name, type, id, region, owner] = [
    resource.cidr,
    resource.name,
    // The service writes VSwitch, everybody else vSwitch.
    resource.type.replace(/^VSwitch$/, "vSwitch"),
    resource.resourceId,
    resource.region,
    resource.ownerId,
  ].map(plainText);
  const vpc = plainText(
    all[parent ?? -1]?.resource.name || (resource.type === "VPC" && resource.name) || resource.vpcId,
  );
  const others = overlaps.flatMap((place) => all[place]?.resource ?? []);
  const share = used === undefined ? "" : percent(used);
  const place = regionOf(resource.region);
  return {
    cells: [cidr, name, type, id, vpc, region, owner, share, overlapText(others.map(nameOf))].map((text) => text ?? ""),
    label: [
      `${type} ${name || id}`,
      cidr,
      place ? `${regionName(place)} (${place})` : region,
      t("Owner account: {0}", owner ?? ""),
      share === "" ? t("Use not known") : t("Used: {0}", share),
      ...(resource.type === "VPC" ? [] : [t("In VPC: {0}", vpc)]),
      ...(others.length > 0 ? [t("Overlaps: {0}", list(others.map(named)))] : []),
      ...(discoveryIds.length > 1 ? [t("Shown by {0} discoveries", discoveryIds.length)] : []),
    ].join("\n"),
    cidr: cidr ?? "",
    name: name || id || "",
    used,
    overlaps: others.length > 0,
    parent,
  };
}

function nameOf({ name, resourceId }: DiscoveredResource): string {
  return plainText(name) || plainText(resourceId);
}

function named(resource: DiscoveredResource): string {
  return `${nameOf(resource)} ${plainText(resource.cidr)}`;
}

function overlapText([first, ...others]: readonly string[]): string {
  if (first === undefined) return "";
  return others.length === 0 ? first : vscode.l10n.t("{0} and {1} more", first, others.length);
}

function list(names: readonly string[]): string {
  const shown = 5;
  if (names.length <= shown) return names.join(", ");
  return vscode.l10n.t("{0} and {1} more", names.slice(0, shown).join(", "), names.length - shown);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
