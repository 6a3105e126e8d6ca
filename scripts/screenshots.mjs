// npm run screenshots [-- --language zh-cn --theme dark --screen tree,details]: the pictures of docs/, taken from the
// running product with a simulated account.
import { build, ensureDependencies, ensureNode, ensureServer, ensureSystemPackages, main, run } from "./toolchain.mjs";

await main(async () => {
  ensureDependencies();
  const node = ensureNode();
  ensureSystemPackages(["chromium", "fonts-noto-cjk", "pngquant"]);
  ensureServer();
  await build();
  return run([node, "test/pictures/takeScreenshots.ts", ...process.argv.slice(2)]);
});
