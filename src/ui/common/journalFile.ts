import path from "node:path";
import type * as vscode from "vscode";

/** Where this machine's journal of changes stands, once something was changed. */
export function journalFile({ globalStorageUri }: Pick<vscode.ExtensionContext, "globalStorageUri">): string {
  return path.join(globalStorageUri.fsPath, "journal.jsonl");
}
