import * as vscode from "vscode";
import type { LensGroup } from "./lensGroups.ts";

/** The text that a row of lenses stands over. */
export function textOf(document: vscode.TextDocument, { lines }: LensGroup): string {
  return document.getText(new vscode.Range(lines.first, 0, lines.last + 1, 0));
}
