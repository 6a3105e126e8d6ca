import { readdirSync } from "node:fs";
import path from "node:path";

/** The files of a folder and its subfolders. Links are not followed: the extension itself is one, and holds no user data. Node's own recursion follows them. */
export function filesBelow(parent: string): readonly string[] {
  return readdirSync(parent, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(parent, entry.name);
    if (entry.isDirectory()) return filesBelow(file);
    return entry.isFile() ? [file] : [];
  });
}
