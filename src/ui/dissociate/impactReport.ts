import * as vscode from "vscode";
import type { DiscoveredResource } from "../../ipam/DiscoveredResource.ts";
import { distinctResources } from "../../ipam/distinctResources.ts";
import { regionOf } from "../../ipam/regions.ts";
import { columnWidth } from "../common/columnWidth.ts";
import { explain } from "../common/explain.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import type { ReadImpact } from "./ReadImpact.ts";
import { timeText } from "./timeText.ts";

/** What an IPAM would stop seeing, resource by resource, as a text of aligned columns. */
export function impactReport({ title, account, readAt, allRegions, regions }: ReadImpact): string {
  const { t } = vscode.l10n;
  const rows = regions.flatMap(({ resources = [] }) => resources);
  const unread = regions.flatMap(({ region, error }) => (error ? [{ region, error }] : []));
  const { vpcs, vSwitches } = distinctResources(rows);
  const read = regions.length - unread.length;
  return [
    title,
    t("Account {0}. Read at {1}. Nothing was changed.", account, timeText(readAt)),
    "",
    allRegions
      ? t("VPCs: {0}. vSwitches: {1}. Regions read: {2} of {3}.", vpcs, vSwitches, read, regions.length)
      : t(
          "VPCs: {0}. vSwitches: {1}. Regions read: {2}. The operating regions are not known here, so there may be more.",
          vpcs,
          vSwitches,
          read,
        ),
    ...unread.map(({ region, error }) => t("Not known for {0}: {1}", placeOf(region), explain(error).text)),
    "",
    ...table(rows),
    "",
  ].join("\n");
}

function table(resources: readonly DiscoveredResource[]): readonly string[] {
  const { t } = vscode.l10n;
  if (resources.length === 0) return [t("The discovery shows no VPC and no vSwitch there.")];
  const head = [t("Region"), t("Type"), "CIDR", t("Used"), t("Id"), t("Name")];
  const rows = resources.map(({ region, type, cidr, ipUsage, resourceId, name }) =>
    [region, type, cidr, percent(ipUsage), resourceId, name].map((cell) => plainText(cell)),
  );
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => columnWidth(row[column] ?? ""))));
  return [head, ...rows].map((row) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - columnWidth(cell)))
      .join("  ")
      .trimEnd(),
  );
}

function placeOf(id: string): string {
  const region = regionOf(id);
  return region ? `${regionName(region)} (${region})` : plainText(id);
}

function percent(ipUsage: string): string {
  const share = Number(ipUsage);
  return ipUsage === "" || !Number.isFinite(share) ? "" : `${(share * 100).toFixed(1)} %`;
}
