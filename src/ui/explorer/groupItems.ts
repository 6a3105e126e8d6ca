import * as vscode from "vscode";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import type { AccountNode, DiscoveryNode, RegionNode } from "./ExplorerNode.ts";

/** The row of an account. */
export function accountItem(node: AccountNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { profile, state, ipams, associations, isOpen } = node;
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(plainText(profile.name), isOpen ? Expanded : Collapsed);
  item.id = node.id;
  item.description = [
    plainText(profile.accountId),
    profile.isActive ? t("active") : "",
    state === "reading" ? t("reading…") : t("IPAMs: {0}", ipams),
    state === "incomplete" ? t("not everything could be read") : "",
  ]
    .filter(Boolean)
    .join(" · ");
  item.iconPath = new vscode.ThemeIcon({ reading: "loading~spin", incomplete: "warning", read: "account" }[state]);
  item.tooltip = [
    t("Account {0}, profile {1}", plainText(profile.accountId), plainText(profile.name)),
    t("IPAMs: {0}", ipams),
    t("Associations: {0}", associations),
    profile.isActive ? t("What is started from the palette is about this account.") : "",
  ]
    .filter(Boolean)
    .join("\n");
  item.contextValue = [
    "account",
    profile.isActive ? "active" : "beside",
    "refreshable",
    profile.isDemo ? "simulated" : "signedIn",
  ].join(";");
  item.accessibilityInformation = { label: [t("Account"), item.label, item.description].join(", ") };
  return item;
}

/** The row of a region. */
export function regionItem({ id, region, rows, isOpen }: RegionNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(regionName(region), isOpen ? Expanded : Collapsed);
  const count = rows.of === "ipams" ? t("IPAMs: {0}", rows.count) : t("Resource discoveries: {0}", rows.count);
  item.id = id;
  item.description = [region, count].join(" · ");
  item.iconPath = new vscode.ThemeIcon("globe");
  item.contextValue = "region;refreshable";
  item.accessibilityInformation = { label: [t("Region"), item.label, item.description].join(", ") };
  return item;
}

/** The row of a discovery with the IPAMs that watch through it. */
export function discoveryItem(node: DiscoveryNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { discovery, discoveryId, region, ownerId, watchers } = node;
  const { Expanded, None } = vscode.TreeItemCollapsibleState;
  const id = plainText(discoveryId);
  const name = plainText(discovery?.name ?? "");
  // The service gives default discoveries no name.
  const label = name || (discovery?.type === "system" ? t("Default discovery") : id);
  const item = new vscode.TreeItem(label, watchers.length > 0 ? Expanded : None);
  const seenBy = watchers.length === 0 ? t("no IPAM sees it") : t("IPAMs: {0}", watchers.length);
  item.id = node.id;
  item.description = [region, t("owner {0}", plainText(ownerId)), seenBy, label !== id && id]
    .filter(Boolean)
    .join(" · ");
  item.iconPath = new vscode.ThemeIcon("telescope");
  item.contextValue = "discovery;refreshable";
  item.accessibilityInformation = {
    label: [t("Resource discovery"), item.label, item.description].join(", "),
  };
  return item;
}
