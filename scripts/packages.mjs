import fs from "node:fs";
import path from "node:path";

/**
 * The packages that a lock file installs for production, with what their own manifests say.
 * @returns {{ name: string, version: string, licence: string, folder: string, scripts: Record<string, string> }[]}
 */
export function productionPackages(root) {
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8"));
  return Object.entries(packages)
    .filter(([place, { dev, devOptional }]) => place !== "" && !dev && !devOptional)
    .map(([place]) => readPackage(path.join(root, place)));
}

/** What the manifest of an installed package says. */
export function readPackage(folder) {
  const {
    name,
    version,
    license,
    author,
    scripts = {},
  } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
  return { name, version, licence: String(license ?? ""), author: author?.name ?? author ?? "", folder, scripts };
}
