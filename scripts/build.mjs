import { build, ensureDependencies, ensureNode, main } from "./toolchain.mjs";

await main(async () => {
  ensureDependencies();
  ensureNode();
  await build();
});
