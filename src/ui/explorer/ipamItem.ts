import * as vscode from "vscode";
import { plainText } from "../common/plainText.ts";
import type { IpamNode } from "./ExplorerNode.ts";

/** The row of an IPAM. */
export function ipamItem(node: IpamNode): vscode.TreeItem {
  const { ipam } = node.joined;
  const id = plainText(ipam.ipamId);
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(plainText(ipam.name) || id, node.isOpen ? Expanded : Collapsed);
  const status = ipam.status === "Created" ? undefined : plainText(ipam.status);
  item.id = node.id;
  const account = node.account && plainText(node.account);
  item.description = [account, ipam.region, ipam.name && id, status].filter(Boolean).join(" · ");
  item.iconPath = new vscode.ThemeIcon(node.refreshing ? "loading~spin" : "type-hierarchy");
  item.contextValue = "ipam;refreshable";
  const refreshing = node.refreshing ? [vscode.l10n.t("being read again")] : [];
  const words = [vscode.l10n.t("IPAM"), item.label, item.description, ...refreshing];
  item.accessibilityInformation = { label: words.join(", ") };
  return item;
}
