// npm run moving-pictures [-- --language zh-cn --scene editing]: the moving pictures of docs/, taken from the running
// product with a simulated account.
import { build, ensureDependencies, ensureNode, ensureServer, ensureSystemPackages, main, run } from "./toolchain.mjs";

await main(async () => {
  ensureDependencies();
  const node = ensureNode();
  ensureSystemPackages(["chromium", "fonts-noto-cjk", "webp"]);
  ensureServer();
  await build();
  return run([node, "test/pictures/takeMovingPictures.ts", ...process.argv.slice(2)]);
});
