import { readFile } from "node:fs/promises";
import path from "node:path";
import { build, type Plugin } from "esbuild";

/** A change of one place in a source: exact text that stands there once, and what takes its place. */
export interface SourceChange {
  /** Below the root of the repository. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const root = path.resolve(import.meta.dirname, "../..");

/**
 * Bundles the program that simulates, with the texts of the screens, and without the SDK, which nothing of it calls.
 * @param program in this folder
 * @param changes made to the sources of the bundle alone
 * @throws when the text to change does not stand in its file exactly once
 */
export async function bundleSimulation(
  outfile: string,
  changes: readonly SourceChange[] = [],
  program = "runSimulate.ts",
): Promise<void> {
  const files = new Set(changes.map(({ file }) => file));
  const made = new Set<string>();
  const change: Plugin = {
    name: "change",
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
        const name = path.relative(root, file).split(path.sep).join("/");
        if (!files.has(name)) return undefined;
        made.add(name);
        return { contents: changed(await readFile(file, "utf8"), changes, name), loader: "ts" };
      });
    },
  };
  const withoutSdk: Plugin = {
    name: "without-sdk",
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /^@alicloud\// }, ({ path: name }) => ({ path: name, namespace: "absent" }));
      onLoad({ filter: /.*/, namespace: "absent" }, () => ({ contents: "export default {};" }));
    },
  };
  const texts: Plugin = {
    name: "texts",
    setup({ onResolve }) {
      onResolve({ filter: /^vscode$/ }, () => ({ path: path.join(import.meta.dirname, "vscodeTexts.ts") }));
    },
  };
  await build({
    absWorkingDir: root,
    entryPoints: [`test/simulation/${program}`],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node22",
    plugins: [change, withoutSdk, texts],
    logLevel: "error",
  });
  const unmade = [...files].filter((file) => !made.has(file));
  if (unmade.length > 0) throw new Error(`Not part of the simulation: ${unmade.join(", ")}`);
}

function changed(source: string, changes: readonly SourceChange[], name: string): string {
  let text = source;
  for (const { file, from, to } of changes) {
    if (file !== name) continue;
    if (text.split(from).length !== 2) throw new Error(`Not exactly once in ${file}: ${from}`);
    // Not as a pattern: the text may hold what means something in one.
    text = text.split(from).join(to);
  }
  return text;
}
