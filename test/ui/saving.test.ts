import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

const discovery = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const share = `resource "alicloud_resource_manager_shared_resource" "payments" {
  resource_id       = "${discovery}"
  resource_share_id = "rs-payments"
  resource_type     = "IpamResourceDiscovery"
}
`;

let account: TestAccount;
const workbench = (): Workbench => account.workbench;

function dryRuns(): number {
  return account.simulator.count({ action: "DissociateIpamResourceDiscovery", dryRun: true });
}

async function type(text: string): Promise<void> {
  await workbench().page.keyboard.type(text);
}

beforeAll(async () => {
  account = await TestAccount.prepare({
    settings: {
      "git.enabled": true,
      "files.autoSave": "off",
      "ipamExplorer.checkOnSave": true,
      "ipamExplorer.regions": ["cn-hangzhou", "cn-shanghai"],
      "security.workspace.trust.startupPrompt": "never",
    },
  });
  const workspace = path.join(account.written, "workspace");
  mkdirSync(workspace, { recursive: true });
  writeFileSync(path.join(workspace, "main.tf"), `# ${discovery}\n${share}`);
  const own = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid"];
  for (const args of [
    ["init", "-q"],
    ["add", "."],
    [...own, "commit", "-q", "-m", "Share the discovery"],
  ]) {
    execFileSync("git", args, { cwd: workspace, stdio: "pipe" });
  }
  await account.openVsCode({ workspaceTrust: true });
  await account.addProfile("ops");
  await workbench().row("hub-east-china").waitFor();
  await account.loaded();
  await workbench().clearNotifications();
  account.simulator.forget();
  await workbench().openFile("main.tf");
  await workbench().codeLens("Associated with hub-east-china").waitFor();
});

afterAll(() => account.stop());
afterEach(({ task }) => account.afterTest(task));

describe("In an untrusted workspace", () => {
  it("lenses tell what is known, and a click on the dry run says why there is none", async () => {
    await workbench().codeLens("Dry-run dissociation").click();
    await workbench().notification("needs a trusted workspace").waitFor();
    await workbench().settled();
    await workbench().screenshot(path.join("test-results", "saving-untrusted.png"));
    expect(account.simulator.requests).toEqual([]);
  });

  it("saving checks nothing", async () => {
    await workbench().editor.locator(".view-line").first().click();
    await workbench().page.keyboard.press("End");
    await type(" in use");
    await workbench().page.keyboard.press("Control+S");
    await workbench().page.locator(".tab.active.dirty").waitFor({ state: "detached" });
    await workbench().runCommand("IPAM: Copy the RAM Policy That Is Needed");
    await workbench().notification("Copied the RAM policy").waitFor();
    expect(account.simulator.requests).toEqual([]);
  });
});

describe("In a trusted workspace, with checks on save", () => {
  beforeAll(async () => {
    await workbench().runCommand("Workspaces: Manage Workspace Trust");
    const trust = workbench().page.locator(".workspace-trust-editor");
    await trust.getByRole("button", { name: "Trust", exact: true }).click();
    await workbench().statusBar("Restricted Mode").waitFor({ state: "detached" });
    await workbench().openFile("main.tf");
  });

  it("saving dry-runs the association that the file no longer shares", async () => {
    await workbench().editor.locator(".view-line").first().click();
    await workbench().page.keyboard.press("End");
    await workbench().page.keyboard.press("Control+Shift+End");
    await workbench().page.keyboard.press("Delete");
    await workbench().editor.locator(".squiggly-warning").first().waitFor();
    expect(account.simulator.requests).toEqual([]);
    await workbench().page.keyboard.press("Control+S");
    await workbench().codeLens("Removal, checked on save:").waitFor();
    await workbench().codeLens("Dry run passed").waitFor();
    await workbench().settled();
    await workbench().screenshot(path.join("test-results", "saving-checked.png"));
    expect(dryRuns()).toBe(1);
  });

  it("saving again does not check a pair that was checked just before", async () => {
    await type(" x");
    await workbench().page.keyboard.press("Control+S");
    await workbench().page.locator(".tab.active.dirty").waitFor({ state: "detached" });
    await workbench().codeLens("Removal, checked on save:").waitFor({ state: "detached" });
    await workbench().runCommand("IPAM: Copy the RAM Policy That Is Needed");
    await workbench().notification("Copied the RAM policy").waitFor();
    expect(account.simulator.requests).toEqual([]);
  });
});
