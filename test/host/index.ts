import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { format } from "node:util";
import Mocha from "mocha";

/**
 * What VS Code calls in its extension host: runs every test file beside this one. Writes the counts to the file that
 * IPAM_EXPLORER_TEST_RESULTS names, if any; throws when a test failed.
 */
export async function run(): Promise<void> {
  // The mark tells these lines from what else the window prints.
  Mocha.reporters.Base.consoleLog = (...words) => console.log(`[test] ${format(...words)}`);
  const mocha = new Mocha({ ui: "bdd", timeout: 60_000, color: false });
  const files = readdirSync(__dirname).filter((file) => file.endsWith(".test.cjs"));
  for (const file of files.sort()) mocha.addFile(path.join(__dirname, file));
  const { passes, failures, pending } = await new Promise<Mocha.Stats>((resolve) => {
    const runner = mocha.run(() => runner.stats && resolve(runner.stats));
  });
  writeResults({
    numTotalTests: passes + failures + pending,
    numPassedTests: passes,
    numFailedTests: failures,
    numPendingTests: pending,
    numTodoTests: 0,
  });
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}

/** In the fields that Vitest's JSON reporter has. */
function writeResults(results: Readonly<Record<string, number>>): void {
  const file = process.env["IPAM_EXPLORER_TEST_RESULTS"];
  if (!file) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(results));
}
