// npm run bench [-- --json]: measures activation, what it loads, the VSIX, the inventory beside a plain loop,
// and fifty accounts beside one.
import {
  build,
  ensureDependencies,
  ensureNode,
  ensureServer,
  ensureSystemPackages,
  main,
  root,
  run,
  runQuietly,
} from "./toolchain.mjs";

await main(async () => {
  ensureDependencies();
  const node = ensureNode();
  ensureSystemPackages(["chromium"]);
  ensureServer();
  await build();
  runQuietly([node, "scripts/package.mjs"], root);
  return run([node, "--expose-gc", "test/bench/bench.ts", ...process.argv.slice(2)]);
});
