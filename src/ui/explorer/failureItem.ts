import * as vscode from "vscode";
import { commandId } from "../common/commandId.ts";
import { explain } from "../common/explain.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import type { FailureDetailNode, FailureNode } from "./ExplorerNode.ts";
import { shortCause } from "./shortCause.ts";

/** The row of a failure. A missing permission looks different from a fault. */
export function failureItem(node: FailureNode): vscode.TreeItem {
  const item = new vscode.TreeItem(label(node), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = node.id;
  item.description = [node.account && plainText(node.account), where(node)].filter(Boolean).join(" · ");
  item.tooltip = explain(node.error).text;
  item.iconPath = icon(node);
  item.contextValue = "failure;refreshable";
  item.accessibilityInformation = { label: [vscode.l10n.t("Failed"), item.label, item.description].join(", ") };
  return item;
}

/** A row below a failure. */
export function failureDetailItem({ id, parent, detail }: FailureDetailNode): vscode.TreeItem {
  const item = detailItem(parent, detail);
  item.id = id;
  item.contextValue = "failureDetail";
  return item;
}

function detailItem(parent: FailureNode, detail: FailureDetailNode["detail"]): vscode.TreeItem {
  const { t } = vscode.l10n;
  const { what, advice } = explain(parent.error);
  switch (detail.what) {
    case "cause":
      return line(what, "info", t("Cause: {0}", what));
    case "advice":
      return line(advice, "lightbulb", t("What to do: {0}", advice));
    case "region": {
      const { requestId } = explain(detail.error);
      const region = `${regionName(detail.region)} · ${detail.region}`;
      const answer = requestId ? t("RequestId: {0}", requestId) : t("no answer, so no RequestId");
      return Object.assign(line(region, "globe", `${region}, ${answer}`), { description: answer });
    }
    case "retry":
      return action(t("Try Again"), "refresh", commandId.refresh, [parent]);
    case "showLog":
      return action(t("Show Log"), "output", commandId.showLog, []);
    case "copyRamPolicy":
      return action(t("Copy the RAM Policy That Is Needed"), "copy", commandId.copyRamPolicy, []);
    case "signIn":
      return action(t("Sign In Again"), "key", commandId.renewProfile, [parent]);
  }
}

/** @param said what a screen reader says, with what the icon means */
function line(text: string, icon: string, said = text): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.iconPath = new vscode.ThemeIcon(icon);
  item.tooltip = text;
  item.accessibilityInformation = { label: said };
  return item;
}

function action(title: string, icon: string, command: string, args: readonly unknown[]): vscode.TreeItem {
  const item = line(title, icon);
  item.command = { command, title, arguments: [...args] };
  item.accessibilityInformation = { label: title, role: "button" };
  return item;
}

function label({ error, extent, failures }: FailureNode): string {
  const { t } = vscode.l10n;
  const cause = shortCause(error);
  if (cause !== undefined) return cause;
  if (extent === "list") return t("Not everything could be read");
  return failures.length === 1 ? t("Region could not be read") : t("Regions could not be read");
}

function where({ failures }: FailureNode): string {
  const [first] = failures;
  if (failures.length === 1 && first) return `${regionName(first.region)} · ${first.region}`;
  return vscode.l10n.t("{0} regions", failures.length);
}

function icon({ error }: FailureNode): vscode.ThemeIcon {
  if (error.reason === "forbidden")
    return new vscode.ThemeIcon("circle-slash", new vscode.ThemeColor("list.warningForeground"));
  if (error.reason === "serviceNotOpened") return new vscode.ThemeIcon("circle-outline");
  return new vscode.ThemeIcon("error", new vscode.ThemeColor("list.errorForeground"));
}
