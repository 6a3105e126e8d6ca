import fs from "node:fs";
import path from "node:path";
import { cache, root } from "./toolchain.mjs";

/** Bundles the tests that run inside VS Code, each file for itself; returns the path of the module that runs them. */
export async function buildHostTests() {
  const { bundle } = await import("../esbuild.config.mjs");
  const folder = path.join(root, "test", "host");
  const out = path.join(cache, "host-tests");
  fs.rmSync(out, { recursive: true, force: true });
  const files = fs.readdirSync(folder).filter((file) => file.endsWith(".ts"));
  // No bundle beside them to load lazily: each holds all that it needs.
  const options = { external: ["vscode", "keytar", "mocha"], plugins: [], minify: false, sourcemap: "inline" };
  await bundle(
    files.map((file) => path.join(folder, file)),
    out,
    options,
  );
  return path.join(out, "index.cjs");
}
