// npm run faults: meets every operation with every fault over real sockets, and prints what was told as a table.
import { ensureDependencies, ensureNode, ensureSystemPackages, main, run } from "./toolchain.mjs";

await main(async () => {
  ensureDependencies();
  const node = ensureNode();
  ensureSystemPackages(["openssl"]);
  return run([node, "test/faults/printTable.ts"]);
});
