// Runs the host tests inside a real VS Code, with a keyring of its own; ends with code 0 when all passed.
// Usage: node runHostTests.ts <tests module> <results file>
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { root } from "../../scripts/toolchain.mjs";
import { Keyring } from "./Keyring.ts";
import { openBrowser } from "./openBrowser.ts";
import { VsCodeServer } from "./VsCodeServer.ts";

const [testsPath = "", results = ""] = process.argv.slice(2);
const minutes = 10;

const folder = mkdtempSync(path.join(tmpdir(), "ipam-host-"));
const keyring = await Keyring.start(path.join(folder, "keyring"));
const server = await VsCodeServer.start({
  folder: path.join(folder, "vscode"),
  env: { ...keyring.env, IPAM_EXPLORER_TEST_RESULTS: results },
  // Tests make a repository and open it themselves.
  settings: { "git.enabled": true, "git.autoRepositoryDetection": false },
  extensions: [],
  development: true,
});
const browser = await openBrowser();
try {
  const page = await browser.newPage();
  // VS Code calls these two in the page: for what the tests print, among all else, and when they have ended.
  await page.exposeFunction("codeAutomationLog", (_type: string, [text]: readonly unknown[]) => {
    if (typeof text === "string" && text.startsWith("[test] ")) console.log(text.slice("[test] ".length));
  });
  const exitCode = new Promise<number>((resolve) => {
    void page.exposeFunction("codeAutomationExit", resolve);
  });
  await page.goto(server.url(path.join(folder, "vscode", "workspace"), { extensionPath: root, testsPath }));
  const outcome = await Promise.race([exitCode, delay(minutes * 60_000, undefined, { ref: false })]);
  if (outcome === undefined) console.error(`The tests did not end in ${minutes} minutes.\n${server.log()}`);
  process.exitCode = outcome ?? 1;
} finally {
  await browser.close();
  await server.stop();
  await keyring.stop();
  rmSync(folder, { recursive: true, force: true });
}
