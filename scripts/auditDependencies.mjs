import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { productionPackages } from "./packages.mjs";

/** Licences under which a package may become part of the extension. */
const allowedLicences = new Set(["MIT", "ISC", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "BlueOak-1.0.0"]);

/** Scripts that npm would run while it installs a package. */
const installScripts = ["preinstall", "install", "postinstall"];

/** Packages that have such a script and work without it: .npmrc lets none run. */
const knownScripts = new Set([
  // It looks for the prebuilt library that its package carries, and compiles where there is none.
  "@github/keytar",
]);

/** What is wrong with the packages that a lock file installs for production: one line each. */
export function auditDependencies(root) {
  const flaws = productionPackages(root).flatMap(({ name, version, licence, scripts, folder }) => {
    const found = installScripts.filter((script) => scripts[script] !== undefined);
    // Without a script of its own, npm compiles what has a binding.gyp.
    if (fs.existsSync(path.join(folder, "binding.gyp")) && found.length === 0) found.push("binding.gyp");
    return [
      ...(allowedLicences.has(licence)
        ? []
        : [`${name}@${version}: the licence ${licence || "(none)"} is not allowed`]),
      ...(found.length === 0 || knownScripts.has(name)
        ? []
        : [`${name}@${version}: runs ${found.join(", ")} at install`]),
    ];
  });
  const npmrc = fs.readFileSync(path.join(root, ".npmrc"), "utf8");
  return /^ignore-scripts=true$/m.test(npmrc) ? flaws : [...flaws, ".npmrc: install scripts are not ignored"];
}

/**
 * Asks the registry for known vulnerabilities of the production dependencies.
 * @returns what it found, one line each; undefined where there is no registry that answers
 */
export function knownVulnerabilities(root) {
  const { stdout = "" } = spawnSync("npm", ["audit", "--omit=dev", "--json", "--fetch-retries=0"], {
    cwd: root,
    encoding: "utf8",
    timeout: 60_000,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return vulnerabilitiesIn(stdout ?? "");
}

/** Reads the report of npm audit; undefined when it is the report of a failure, or none. */
export function vulnerabilitiesIn(report) {
  let fields;
  try {
    fields = JSON.parse(report);
  } catch {
    return undefined;
  }
  if (typeof fields?.vulnerabilities !== "object" || fields.vulnerabilities === null) return undefined;
  return Object.values(fields.vulnerabilities).map(({ name, severity, range }) => `${name} ${range}: ${severity}`);
}
