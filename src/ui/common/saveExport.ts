import * as vscode from "vscode";
import type { ExportFormat } from "../../ipam/exportRows.ts";

/** What is to be saved. */
export interface Export {
  /** Of the dialog. */
  readonly title: string;
  /** Proposed, without an ending; the person may choose any other. */
  readonly name?: string;
  readonly contents: (format: ExportFormat) => string;
}

/**
 * Asks for a file and writes it, in the form that its ending says; CSV for any other ending.
 * @returns undefined when the person stopped it
 * @throws Error when the file cannot be written
 */
export async function saveExport({ title, name, contents }: Export): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const file = await vscode.window.showSaveDialog({
    title,
    filters: { CSV: ["csv"], JSON: ["json"], Markdown: ["md"] },
    saveLabel: vscode.l10n.t("Export"),
    ...(name && folder && { defaultUri: vscode.Uri.joinPath(folder, `${name}.csv`) }),
  });
  if (!file) return undefined;
  const format = (["json", "md"] as const).find((known) => file.path.toLowerCase().endsWith(`.${known}`)) ?? "csv";
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(contents(format)));
  return file;
}
