// npm run simulate -- --seed N --runs M: runs the whole core in one process on a virtual clock, network and disk, under
// seeded faults. A seed that breaks a promise is printed, shrunk, and replays exactly with --runs 1.
import { ensureDependencies, ensureNode, main, run } from "./toolchain.mjs";

await main(async () => {
  ensureDependencies();
  return run([ensureNode(), "test/simulation/startSimulation.ts", ...process.argv.slice(2)]);
});
