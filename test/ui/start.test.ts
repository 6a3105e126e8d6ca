import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { root } from "../../scripts/toolchain.mjs";
import { openBrowser } from "../support/openBrowser.ts";
import { StartedProgram } from "../support/StartedProgram.ts";

let folder: string;
let program: StartedProgram;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "ipam-start-"));
});

afterEach(() => {
  program.send("SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

function start(): void {
  program = new StartedProgram(process.execPath, ["scripts/start.mjs", "--folder", folder], root);
}

/** The command lines of all processes that name the folder. */
function processes(): readonly string[] {
  const ids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return ids.map(commandLine).filter((line) => line.includes(folder));
}

function commandLine(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    // It has ended meanwhile.
    return "";
  }
}

it("opens on the demo account, and Ctrl-C leaves no process behind", async () => {
  start();
  const [, address = ""] = await program.waitForOutput(/(http:\/\/127\.0\.0\.1\S+)/);
  const browser = await openBrowser();
  const page = await browser.newPage();
  await page.goto(address);
  await page.locator('.sidebar [role="treeitem"]', { hasText: "hub-east-china" }).waitFor({ timeout: 90_000 });
  await browser.close();
  expect(processes()).not.toEqual([]);
  program.send("SIGINT");
  expect(await program.exitCode()).toBe(0);
  expect(processes()).toEqual([]);
});

it("leaves no process behind when it is killed outright", async () => {
  start();
  await program.waitForOutput(/Ctrl-C ends it/);
  program.send("SIGKILL");
  await expect.poll(processes, { timeout: 10_000 }).toEqual([]);
});

it("leaves no process behind when npm alone is ended", async () => {
  program = new StartedProgram("npm", ["start", "--", "--folder", folder], root);
  await program.waitForOutput(/Ctrl-C ends it/);
  program.send("SIGTERM");
  await expect.poll(processes, { timeout: 10_000 }).toEqual([]);
});
