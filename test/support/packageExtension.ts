import { execFileSync } from "node:child_process";
import path from "node:path";
import { root } from "../../scripts/toolchain.mjs";

/** Packages this checkout as it ships, into a folder; returns the path of the VSIX. */
export function packageExtension(folder: string): string {
  const file = path.join(folder, "extension.vsix");
  execFileSync(process.execPath, [path.join(root, "scripts/package.mjs"), file], { stdio: "pipe" });
  return file;
}
