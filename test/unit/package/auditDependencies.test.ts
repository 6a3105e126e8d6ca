import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { auditDependencies, vulnerabilitiesIn } from "../../../scripts/auditDependencies.mjs";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "audit-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A project with one dependency. */
function project(
  dependency: object,
  files: readonly string[] = [],
  lock: object = {},
  npmrc = "ignore-scripts=true\n",
) {
  const place = path.join(folder, "node_modules", "one");
  mkdirSync(place, { recursive: true });
  writeFileSync(path.join(place, "package.json"), JSON.stringify({ name: "one", version: "1.0.0", ...dependency }));
  for (const file of files) writeFileSync(path.join(place, file), "");
  const packages = { "": {}, "node_modules/one": { version: "1.0.0", ...lock } };
  writeFileSync(path.join(folder, "package-lock.json"), JSON.stringify({ packages }));
  writeFileSync(path.join(folder, ".npmrc"), npmrc);
  return folder;
}

it("lets a package with an allowed licence and no install script be", () => {
  expect(auditDependencies(project({ license: "MIT", scripts: { test: "true" } }))).toEqual([]);
});

it.each([["GPL-3.0-only"], ["SEE LICENSE IN x"], [undefined]])("refuses the licence %s", (license) => {
  expect(auditDependencies(project({ license })).join()).toContain("is not allowed");
});

it("refuses a package that runs something at install, also without saying so", () => {
  expect(auditDependencies(project({ license: "MIT", scripts: { postinstall: "node x" } })).join()).toContain(
    "runs postinstall",
  );
  expect(auditDependencies(project({ license: "MIT" }, ["binding.gyp"])).join()).toContain("runs binding.gyp");
});

it("passes over what only development needs", () => {
  expect(auditDependencies(project({ license: "GPL-3.0-only" }, [], { dev: true }))).toEqual([]);
});

it("refuses a project that lets install scripts run", () => {
  expect(auditDependencies(project({ license: "MIT" }, [], {}, "fund=false\n")).join()).toContain(".npmrc");
});

it("tells the report of a registry from one that does not answer", () => {
  const found = { one: { name: "one", severity: "high", range: "<2" } };
  expect(vulnerabilitiesIn(JSON.stringify({ vulnerabilities: found }))).toEqual(["one <2: high"]);
  expect(vulnerabilitiesIn('{ "vulnerabilities": {} }')).toEqual([]);
  expect(vulnerabilitiesIn('{ "message": "405", "error": {} }')).toBeUndefined();
  expect(vulnerabilitiesIn("")).toBeUndefined();
});
