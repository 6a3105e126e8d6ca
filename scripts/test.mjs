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

/** More files than this do not fail by chance. */
const mostTriedAgain = 4;

/** Where a suite is more than the project of its name. */
const projectsOf = { unit: ["unit", "simulation"] };

const keyring = ["dbus", "gnome-keyring", "libsecret-1-0"];

/**
 * The suites in the order they run: the Debian packages and the servers that each needs, and the command that runs it, or
 * some files of it, and writes its results to a file. A browser that shares its machine may miss a moment: what fails there
 * is tried once more, by itself, and named where it then passes.
 */
const suites = {
  unit: { packages: [...keyring, "openssl"], servers: [], command: vitest },
  host: {
    packages: [...keyring, "chromium"],
    servers: [servers.newest],
    command: async (_, results) => [path.join(root, "test/support/runHostTests.ts"), await buildHostTests(), results],
  },
  ui: {
    packages: [...keyring, "chromium", "openssl"],
    servers: [servers.newest, servers.oldest],
    command: vitest,
    isTriedAgain: true,
  },
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
  const { command, isTriedAgain } = suites[name];
  const first = await runFiles(node, command, name, path.join(cache, "results", `${name}.json`), []);
  const failed = first.files.filter(({ status }) => status !== "passed");
  if (!isTriedAgain || first.passed === 0 || failed.length === 0 || failed.length > mostTriedAgain) return first;
  const names = failed.map((file) => path.relative(root, file.name));
  say(`Once more: ${names.join(", ")}`);
  const second = await runFiles(node, command, name, path.join(cache, "results", `${name}-again.json`), names);
  if (second.failed === 0) say(`Passed the second time only: ${names.join(", ")}`);
  const passedBefore = failed.reduce((sum, file) => sum + countOf(file, "passed"), 0);
  const skippedBefore = failed.reduce((sum, file) => sum + countOf(file, "pending", "skipped", "todo"), 0);
  return {
    passed: first.passed - passedBefore + second.passed,
    failed: second.failed,
    skipped: first.skipped - skippedBefore + second.skipped,
  };
}

async function runFiles(node, command, name, results, more) {
  fs.rmSync(results, { force: true });
  const code = await run([node, ...(await command(name, results)), ...more]);
  const counts = fs.existsSync(results) ? JSON.parse(fs.readFileSync(results, "utf8")) : {};
  const { numPassedTests: passed = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = counts;
  // A suite that broke before or beside its tests, or ran none, has failed even where every test it ran has passed.
  const isBroken = code !== 0 || passed + numFailedTests === 0;
  return {
    passed,
    failed: numFailedTests || (isBroken ? 1 : 0),
    skipped: numPendingTests + numTodoTests,
    files: counts.testResults ?? [],
  };
}

function countOf({ assertionResults }, ...states) {
  return assertionResults.filter(({ status }) => states.includes(status)).length;
}

function vitest(name, results) {
  const program = path.join(root, "node_modules", "vitest", "vitest.mjs");
  const projects = (projectsOf[name] ?? [name]).flatMap((project) => ["--project", project]);
  return [program, "run", ...projects, "--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
}
