import type * as vscode from "vscode";
import type { LensGroup } from "./lensGroups.ts";

/** Names a row of lenses among those of all documents. */
export function placeOf(document: vscode.TextDocument, { place }: LensGroup): string {
  return `${document.uri} ${place}`;
}
