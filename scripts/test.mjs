// npm test [-- unit] [host] [ui]: sets up what the suites need, builds, runs them, and closes with one line of counts.
import fs from "node:fs";
import path from "node:path";
import { buildHostTests } from "./buildHostTests.mjs";
import {
  build,
  cache,
  ensureDependencies,
  ensureNode,
  ensureServer,
  ensureSystemPackages,
  main,
  root,
  run,
  SetupError,
  say,
  servers,
} from "./toolchain.mjs";

const keyring = ["dbus", "gnome-keyring", "libsecret-1-0"];

/** The suites in the order they run: the Debian packages and the servers that each needs, and the command that runs it and writes its results to a file. */
const suites = {
  unit: { packages: [...keyring, "openssl"], servers: [], command: vitest },
  host: {
    packages: [...keyring, "chromium"],
    servers: [servers.newest],
    command: async (_, results) => [path.join(root, "test/support/runHostTests.ts"), await buildHostTests(), results],
  },
  ui: { packages: [...keyring, "chromium", "openssl"], servers: [servers.newest, servers.oldest], command: vitest },
};

await main(async () => {
  ensureDependencies();
  const node = ensureNode();
  const names = process.argv.slice(2);
  const chosen = names.length > 0 ? names : Object.keys(suites);
  for (const name of chosen) if (!suites[name]) throw new SetupError(`No suite is named ${name}.`);
  ensureSystemPackages([...new Set(chosen.flatMap((name) => suites[name].packages))]);
  for (const release of new Set(chosen.flatMap((name) => suites[name].servers))) ensureServer(release);
  await build();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const name of chosen) {
    say(`Suite ${name}`);
    const { passed, failed, skipped } = await runSuite(node, name);
    counts.passed += passed;
    counts.failed += failed;
    counts.skipped += skipped;
  }
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return counts.failed === 0 ? 0 : 1;
});

async function runSuite(node, name) {
  const results = path.join(cache, "results", `${name}.json`);
  fs.rmSync(results, { force: true });
  const code = await run([node, ...(await suites[name].command(name, results))]);
  const counts = fs.existsSync(results) ? JSON.parse(fs.readFileSync(results, "utf8")) : {};
  const { numPassedTests: passed = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = counts;
  // A suite that broke before or beside its tests, or ran none, has failed even where every test it ran has passed.
  const isBroken = code !== 0 || passed + numFailedTests === 0;
  return { passed, failed: numFailedTests || (isBroken ? 1 : 0), skipped: numPendingTests + numTodoTests };
}

function vitest(name, results) {
  const program = path.join(root, "node_modules", "vitest", "vitest.mjs");
  return [program, "run", "--project", name, "--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
}
