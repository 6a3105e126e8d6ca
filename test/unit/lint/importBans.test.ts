import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "../../..");
const biome = path.join(root, "node_modules/@biomejs/biome/bin/biome");
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "import-bans-"));
  copyFileSync(path.join(root, "biome.json"), path.join(folder, "biome.json"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the linter, with the project's own rules, says of a file that stands there and has that import. */
function lint(file: string, module: string): string {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, `import * as banned from "${module}";\n\nexport const used = banned;\n`);
  const { stdout, stderr } = spawnSync(process.execPath, [biome, "lint", file], { cwd: folder, encoding: "utf8" });
  return stdout + stderr;
}

it.each([
  ["src/ipam/x.ts", "vscode"],
  ["src/ipam/x.ts", "keytar"],
  ["src/ipam/x.ts", "@alicloud/openapi-client"],
  ["src/alibaba/x.ts", "vscode"],
  ["src/alibaba/x.ts", "keytar"],
  ["src/credentials/x.ts", "vscode"],
  ["src/credentials/x.ts", "@alicloud/openapi-client"],
  ["src/simulator/x.ts", "vscode"],
  ["src/simulator/x.ts", "@alicloud/tea-util"],
  ["src/ui/explorer/x.ts", "keytar"],
  ["src/ui/explorer/x.ts", "@alicloud/openapi-client"],
  ["src/extension.ts", "keytar"],
])("%s may not import %s", (file, module) => {
  expect(lint(file, module)).toContain("noRestrictedImports");
});

it.each([
  ["src/ui/explorer/x.ts", "vscode"],
  ["src/extension.ts", "vscode"],
  ["src/alibaba/x.ts", "@alicloud/openapi-client"],
  ["src/credentials/x.ts", "keytar"],
])("%s may import %s", (file, module) => {
  expect(lint(file, module)).toContain("Checked 1 file");
  expect(lint(file, module)).not.toContain("noRestrictedImports");
});
