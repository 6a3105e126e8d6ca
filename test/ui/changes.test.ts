import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

const share = `resource "alicloud_resource_manager_resource_share" "payments" {
  resource_share_name = "payments"
}
`;
const sharing = `resource "alicloud_resource_manager_shared_resource" "payments" {
  resource_id       = "ipam-res-disco-m4q8zt2vxk7w3hcr"
  resource_share_id = alicloud_resource_manager_resource_share.payments.id
  resource_type     = "IpamResourceDiscovery"
}
`;
const files = {
  "main.tf": 'provider "alicloud" {\n  region = "cn-hangzhou"\n}\n',
  "share.tf": `${share}\n${sharing}`,
};

let account: TestAccount;
let workspace: string;
const workbench = (): Workbench => account.workbench;

function git(...args: readonly string[]): void {
  const own = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid"];
  execFileSync("git", [...own, ...args], { cwd: workspace, stdio: "pipe" });
}

beforeAll(async () => {
  account = await TestAccount.prepare({
    settings: { "git.enabled": true, "ipamExplorer.regions": ["cn-hangzhou", "cn-shanghai"] },
  });
  workspace = path.join(account.written, "workspace");
  mkdirSync(workspace, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(workspace, name), text);
  git("init", "-q");
  git("add", ".");
  git("commit", "-q", "-m", "Share the discovery");
  await account.openVsCode();
  await account.addProfile("hub");
  await workbench().row("payments-hangzhou").waitFor();
  await account.loaded();
  account.simulator.forget();
  await workbench().clearNotifications();
  await workbench().openFile("share.tf");
});

afterAll(() => account.stop());
afterEach(({ task }) => account.afterTest(task));

async function goTo(line: number): Promise<void> {
  const { page } = workbench();
  await page.keyboard.press("Control+G");
  await workbench().input.fill(`:${line}`);
  await page.keyboard.press("Enter");
  await workbench().input.waitFor({ state: "hidden" });
}

/** Deletes lines of the editor, from one to another. */
async function deleteLines(first: number, last: number): Promise<void> {
  const { page } = workbench();
  await goTo(first);
  for (let line = first; line < last; line += 1) await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+End");
  await page.keyboard.press("Control+Shift+K");
}

async function picture(name: string): Promise<void> {
  mkdirSync("test-results", { recursive: true });
  await workbench().settled();
  await workbench().screenshot(path.join("test-results", `${name}.png`));
}

describe("Deleting what is shared, in the editor", () => {
  it("warns of the association that it ends, without a request", async () => {
    await deleteLines(5, 9);
    await workbench().editor.locator(".squiggly-warning").first().waitFor();
    await workbench().runCommand("View: Focus Problems");
    const problems = workbench().page.locator(".markers-panel .monaco-list-row");
    await problems.filter({ hasText: "stops sharing" }).first().waitFor();
    expect((await problems.allInnerTexts()).join()).toContain(
      "The IPAM hub-east-china loses what it sees through payments-hangzhou",
    );
    expect(account.simulator.requests).toEqual([]);
    await picture("change-warning");
  });

  it("offers to restore it, and is silent once that is done", async () => {
    const { page } = workbench();
    await workbench().editor.click();
    await goTo(3);
    await page.keyboard.press("Control+.");
    const fixes = page.locator(".action-widget .monaco-list-row");
    await fixes.first().waitFor();
    const titles = await fixes.allInnerTexts();
    expect(titles.join("\n")).toContain("Restore alicloud_resource_manager_shared_resource.payments");
    expect(titles.join("\n")).toContain("Insert a removed block");
    expect(titles.join("\n")).toContain("Dry-run the dissociation");
    expect(titles.join("\n")).toContain("Reveal in IPAMs");
    await picture("change-fixes");
    await fixes.filter({ hasText: "Restore" }).click();
    await workbench().editor.locator(".squiggly-warning").first().waitFor({ state: "detached" });
    expect(await workbench().editorText()).toContain('resource_type     = "IpamResourceDiscovery"');
  });

  it("still warns after the window was loaded anew, though no file of the module mentions anything any more", async () => {
    const { page } = workbench();
    const rest = "# nothing is shared from here";
    await goTo(1);
    await page.keyboard.press("Control+A");
    await page.keyboard.type(rest);
    await expect.poll(() => workbench().editorText()).toBe(rest);
    await page.keyboard.press("Control+S");
    await expect.poll(() => readFileSync(path.join(workspace, "share.tf"), "utf8").trim()).toBe(rest);
    await workbench().reload();
    await workbench().openView();
    await workbench().row("payments-hangzhou").waitFor();
    await workbench().runCommand("View: Focus Problems");
    const problems = workbench().page.locator(".markers-panel .monaco-list-row");
    await problems.filter({ hasText: "payments" }).first().waitFor();
  });
});
