import * as vscode from "vscode";
import { isPassedOver } from "./isPassedOver.ts";
import type { ModulePlace } from "./ModulePlace.ts";
import { moduleFileNames } from "./moduleFileNames.ts";

/** Files of a module that are read, and directories of a Pulumi project that are looked into. */
const most = { files: 300, directories: 50, depth: 4 } as const;

/**
 * The files of a module that exist, by name, and whether there were more of them than are read. A directory that cannot be
 * listed has none.
 */
export async function listModule(
  place: ModulePlace,
): Promise<{ readonly uris: readonly vscode.Uri[]; readonly more: boolean }> {
  if (place.kind === "file") return { uris: [place.uri], more: false };
  const { pattern } = moduleFileNames[place.kind];
  const uris: vscode.Uri[] = [];
  const waiting = [{ directory: place.directory, depth: 0 }];
  let visited = 0;
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    visited += 1;
    const { directory, depth } = next;
    for (const [name, type] of await entriesOf(directory)) {
      const uri = vscode.Uri.joinPath(directory, name);
      if (type & vscode.FileType.File && pattern.test(name)) {
        if (uris.length === most.files) return { uris, more: true };
        uris.push(uri);
      }
      // A link to a directory may lead anywhere, itself included.
      const isBelow = place.kind === "pulumi" && type === vscode.FileType.Directory && !isPassedOver(name);
      if (!isBelow || depth === most.depth) continue;
      if (visited + waiting.length >= most.directories) return { uris, more: true };
      waiting.push({ directory: uri, depth: depth + 1 });
    }
  }
  return { uris, more: false };
}

async function entriesOf(directory: vscode.Uri): Promise<readonly (readonly [string, vscode.FileType])[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(directory);
    return entries.sort(([one], [other]) => (one < other ? -1 : 1));
  } catch {
    return [];
  }
}
