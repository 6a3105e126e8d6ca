import { stat } from "node:fs/promises";
import path from "node:path";
import type * as vscode from "vscode";

/** Where this machine's journal of changes stands, once something was changed. */
export function journalFile({ globalStorageUri }: Pick<vscode.ExtensionContext, "globalStorageUri">): string {
  return path.join(globalStorageUri.fsPath, "journal.jsonl");
}

/** How large this machine's journal is, in bytes: 0 where there is none. */
export async function journalSize(context: Pick<vscode.ExtensionContext, "globalStorageUri">): Promise<number> {
  try {
    return (await stat(journalFile(context))).size;
  } catch {
    return 0;
  }
}
