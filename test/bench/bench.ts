// Measures what the README claims. Prints one JSON object with --json, else a table. Ratios are between figures of this
// one run, because machines differ and are busy with other things.
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { root } from "../../scripts/toolchain.mjs";
import { measureActivation } from "./measureActivation.ts";
import { measureDissociation } from "./measureDissociation.ts";
import { measureInventory } from "./measureInventory.ts";
import { measureLenses } from "./measureLenses.ts";
import { measurePacing } from "./measurePacing.ts";
import { measureReading } from "./measureReading.ts";
import { measureScale } from "./measureScale.ts";

const { name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const bytes = (bundle: string) => statSync(path.join(root, "dist", `${bundle}.cjs`)).size;
const figures = {
  activationBytes: bytes("extension"),
  /** What is loaded once the view is in sight, activation included; no request, keychain or simulator is part of it. */
  firstLookBytes: bytes("extension") + bytes("explorer"),
  vsixBytes: statSync(path.join(root, `${name}-${version}.vsix`)).size,
  ...readingBytes(),
  ...(await measureReading()),
  ...(await measureLenses()),
  ...(await measureDissociation()),
  ...(await measureInventory()),
  ...(await measurePacing()),
  ...(await measureScale()),
  ...(await measureActivation()),
};
if (process.argv.includes("--json")) console.log(JSON.stringify(figures));
else for (const [figure, value] of Object.entries(figures)) console.log(`${figure.padEnd(44)} ${value}`);

/**
 * What is loaded when the first file that matters is opened, beyond activation: the parts in the editor with what they
 * stand on, the reader, and the parser for a file of Terraform. For a file that mentions nothing, nothing is loaded.
 */
function readingBytes(): Readonly<Record<string, number>> {
  const size = (file: string) => statSync(path.join(root, "dist", file)).size;
  const readingBundleBytes = size("iac.cjs");
  const firstFileBytes = bytes("explorer") + bytes("editor") + readingBundleBytes;
  const parser = size("web-tree-sitter.wasm") + size("tree-sitter-terraform.wasm");
  return {
    readingBundleBytes,
    readingBytesWithTerraform: readingBundleBytes + parser,
    firstFileBytes,
    firstFileBytesWithTerraform: firstFileBytes + parser,
  };
}
