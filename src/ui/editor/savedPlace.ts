import type * as vscode from "vscode";

/** Where the dry runs of a saved document stand, and what stands for its text: any later edit makes them stale. */
export function savedPlace({ uri, version }: vscode.TextDocument): { readonly place: string; readonly text: string } {
  return { place: `${uri} saved`, text: String(version) };
}
