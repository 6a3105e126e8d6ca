// Builds the bundles the extension ships. What activation does not need stands in bundles of its own, loaded at first
// use: a dynamic import() of one of these entry points becomes a require of its bundle.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.dirname(fileURLToPath(import.meta.url));

/** Entry points that ship, each a bundle of its own below dist/. */
export const entries = {
  extension: "src/extension.ts",
  explorer: "src/ui/Explorer.ts",
  accounts: "src/ui/accounts/AccountCommands.ts",
  profiles: "src/ui/accounts/ProfileCredentials.ts",
  tooltips: "src/ui/explorer/nodeTooltip.ts",
  copy: "src/ui/explorer/CopyCommands.ts",
  dissociate: "src/ui/dissociate/ChangeCommands.ts",
  impact: "src/ui/dissociate/ImpactCommand.ts",
  plan: "src/ui/plan/PlanCommands.ts",
  details: "src/ui/details/DetailCommand.ts",
  editor: "src/ui/editor/Editor.ts",
  links: "src/ui/explorer/DeepLinks.ts",
  example: "src/ui/explorer/openExample.ts",
  tools: "src/ui/tools/IpamTools.ts",
  alibaba: "src/alibaba/Cloud.ts",
  iac: "src/iac/IacReader.ts",
  credentials: "src/credentials/KeytarVault.ts",
  simulator: "src/simulator/Simulator.ts",
};

const lazyBundles = {
  name: "lazy-bundles",
  setup({ onResolve }) {
    onResolve({ filter: /\.ts$/ }, ({ kind, path: specifier, resolveDir }) => {
      if (kind !== "dynamic-import") return undefined;
      const file = path.relative(root, path.resolve(resolveDir, specifier)).split(path.sep).join("/");
      const name = Object.keys(entries).find((key) => entries[key] === file);
      return name ? { path: `./${name}.cjs`, external: true } : undefined;
    });
  },
};

/** WebAssembly modules that ship beside the bundles. */
export const wasmFiles = [
  "node_modules/web-tree-sitter/web-tree-sitter.wasm",
  "node_modules/@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm",
];

/** Builds entry points into outdir; returns esbuild's result, with its metafile. */
export function bundle(entryPoints, outdir, options = {}) {
  return build({
    absWorkingDir: root,
    entryPoints,
    outdir,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    // The SDK's debug asks for supports-color and does without: it would be found among the development tools only.
    external: ["vscode", "keytar", "supports-color"],
    alias: {
      // Its module form asks for its own address, which a CommonJS bundle has not.
      "web-tree-sitter": path.join(root, "node_modules/web-tree-sitter/web-tree-sitter.cjs"),
      // Its CommonJS form requires its parts in a way that no bundler sees.
      "jsonc-parser": path.join(root, "node_modules/jsonc-parser/lib/esm/main.js"),
    },
    plugins: [lazyBundles],
    minify: true,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    ...options,
  });
}
