import type * as vscode from "vscode";
import type { ModulePlace } from "./ModulePlace.ts";
import { moduleFileNames } from "./moduleFileNames.ts";

/** Whether a file of that address would be one of a module, if it were there. */
export function isInModule(place: ModulePlace, uri: vscode.Uri): boolean {
  if (place.kind === "file") return uri.toString() === place.uri.toString();
  const { scheme, authority, path } = place.directory;
  const directory = path.replace(/\/?$/, "/");
  if (uri.scheme !== scheme || uri.authority !== authority || !uri.path.startsWith(directory)) return false;
  const below = uri.path.slice(directory.length);
  const name = below.split("/").at(-1) ?? "";
  return moduleFileNames[place.kind].pattern.test(name) && (place.kind === "pulumi" || name === below);
}
