import * as vscode from "vscode";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import { plainText } from "../common/plainText.ts";
import { rowPhaseText } from "../dissociate/rowPhaseText.ts";
import { discoveryLabel } from "./discoveryLabel.ts";
import type { AssociationNode } from "./ExplorerNode.ts";
import { provenanceText } from "./provenanceText.ts";
import type { TargetState } from "./TargetStates.ts";

/** The row of an association. Its context value says what can be done with it. */
export function associationItem(node: AssociationNode, { phase, action, check }: TargetState): vscode.TreeItem {
  const { association, isBelowDiscovery } = node;
  const label = isBelowDiscovery ? ipamLabel(association) : discoveryLabel(association);
  const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.None);
  const busy = rowPhaseText(phase, action);
  const passed =
    check?.verdict === "ready" ? vscode.l10n.t("dry run passed {0}", timeText(check.checkedAt)) : undefined;
  const words = busy ? [busy] : [provenanceText(association), statusText(association), passed];
  item.id = node.id;
  item.description = words.filter(Boolean).join(" · ");
  item.iconPath = busy ? new vscode.ThemeIcon("loading~spin") : icon(node);
  item.contextValue = contextValue(association, busy !== undefined);
  const kind = isBelowDiscovery ? [vscode.l10n.t("IPAM")] : [];
  item.accessibilityInformation = { label: [...kind, item.label, item.description].join(", ") };
  return item;
}

function ipamLabel({ ipam, ipamId }: JoinedAssociation): string {
  return plainText(ipam?.name ?? "") || plainText(ipamId);
}

function contextValue({ removability }: JoinedAssociation, busy: boolean): string {
  const words = ["association", busy ? "busy" : removability === "removable" ? "dissociable" : "fixed"];
  return words.sort().join(";");
}

function icon({ association: { provenance, removability }, isBelowDiscovery }: AssociationNode): vscode.ThemeIcon {
  if (removability === "ownDefault") return new vscode.ThemeIcon("lock");
  if (isBelowDiscovery) return new vscode.ThemeIcon("type-hierarchy");
  return new vscode.ThemeIcon(provenance === "shared" ? "organization" : "telescope");
}

/** `Created` is the ordinary state; any other is worth a word. */
function statusText({ status, discoveryStatus }: JoinedAssociation): string {
  return plainText(status === "Created" && discoveryStatus !== "Created" ? discoveryStatus : status);
}

function timeText(milliseconds: number): string {
  return new Date(milliseconds).toLocaleTimeString(vscode.env.language, { hour: "2-digit", minute: "2-digit" });
}
