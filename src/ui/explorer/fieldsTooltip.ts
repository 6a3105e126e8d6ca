import * as vscode from "vscode";
import { markdownText } from "../common/markdownText.ts";

/** A tooltip of named fields. Values come from outside and are escaped; empty ones are left out. */
export function fieldsTooltip(
  title: string,
  fields: readonly (readonly [name: string, value: string | undefined])[],
  note?: string,
): vscode.MarkdownString {
  const rows = fields.filter(([, value]) => value).map(([name, value]) => `| ${name} | ${markdownText(value ?? "")} |`);
  const tooltip = new vscode.MarkdownString(`**${markdownText(title)}**\n\n`);
  if (note) tooltip.appendMarkdown(`${note}\n\n`);
  tooltip.appendMarkdown(["| | |", "|:--|:--|", ...rows].join("\n"));
  return tooltip;
}
