// npm run test:desktop [-- VERSION]: the host tests inside a desktop VS Code, which it downloads from Microsoft. npm test
// runs the same tests in the VS Code server instead, for machines that reach the npm registry alone, and is what CI runs.
import path from "node:path";
import { buildHostTests } from "./buildHostTests.mjs";
import { build, cache, ensureDependencies, ensureNode, main, root } from "./toolchain.mjs";

await main(async () => {
  ensureDependencies();
  ensureNode();
  await build();
  const extensionTestsPath = await buildHostTests();
  const { runTests } = await import("@vscode/test-electron");
  return runTests({
    version: process.argv[2] ?? "stable",
    cachePath: path.join(cache, "desktop"),
    extensionDevelopmentPath: root,
    extensionTestsPath,
    extensionTestsEnv: { IPAM_EXPLORER_TEST_RESULTS: path.join(cache, "results", "desktop.json") },
    launchArgs: ["--disable-extensions", "--disable-workspace-trust"],
  });
});
