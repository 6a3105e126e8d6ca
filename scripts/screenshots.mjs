// npm run screenshots: takes the pictures of the README from the running product, with its demo account.
import { build, ensureDependencies, ensureNode, ensureServer, ensureSystemPackages, main, run } from "./toolchain.mjs";

await main(async () => {
  ensureDependencies();
  const node = ensureNode();
  ensureSystemPackages(["chromium"]);
  ensureServer();
  await build();
  return run([node, "test/support/takeScreenshots.ts"]);
});
