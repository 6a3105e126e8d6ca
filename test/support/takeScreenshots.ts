import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { VsCodeServer } from "./VsCodeServer.ts";
import { Workbench } from "./Workbench.ts";

const docs = path.resolve(import.meta.dirname, "../../docs");
mkdirSync(docs, { recursive: true });
const folder = mkdtempSync(path.join(tmpdir(), "ipam-screenshots-"));
const workspace = path.join(folder, "workspace");
writeModule();
const server = await VsCodeServer.start({ folder, settings: { "git.enabled": true, "files.autoSave": "off" } });
const workbench = await Workbench.open(server, workspace, path.join(folder, "browser"));
try {
  await workbench.openView();
  await workbench.widenSidebar(560);
  await workbench.pressWelcome("Explore with the Demo Account");
  await workbench.row("payments-hangzhou").waitFor();
  await workbench.row("Reading regions").waitFor({ state: "detached" });
  await workbench.page.locator(".statusbar").hover();
  await workbench.screenshot(path.join(docs, "tree.png"));
  await workbench.widenSidebar(260);
  await workbench.contextMenu(workbench.row("hub-east-china"));
  await workbench.pressMenu("Show Details");
  await inPage().getByText("Address blocks").waitFor();
  await inPage().getByText("hub-transit", { exact: true }).first().waitFor();
  await workbench.settled();
  await workbench.screenshot(path.join(docs, "details.png"));
  await workbench.runCommand("View: Close All Editors");
  await workbench.widenSidebar(560);
  await workbench.contextMenu(workbench.row("payments-hangzhou"));
  await workbench.pressMenu("Dry Run Dissociation");
  await workbench.notification("Dry run passed").waitFor();
  await workbench.row("dry run passed").waitFor();
  await workbench.settled();
  await workbench.screenshot(path.join(docs, "dry-run.png"));
  await workbench.runCommand("Notifications: Clear All Notifications");
  await workbench.contextMenu(workbench.row("payments-hangzhou"));
  await workbench.pressMenu("Dissociate…");
  await workbench.dialog.waitFor();
  await workbench.settled();
  await workbench.screenshot(path.join(docs, "confirmation.png"));
  await workbench.pressDialog("Cancel");
  await workbench.runCommand("Notifications: Clear All Notifications");
  await workbench.widenSidebar(300);
  await workbench.openFile("share.tf");
  await workbench.codeLens("Dry-run dissociation").waitFor();
  await deleteLines(6, 10);
  await workbench.editor.locator(".squiggly-warning").first().waitFor();
  await workbench.runCommand("View: Focus Problems");
  await workbench.page.locator(".markers-panel .monaco-list-row", { hasText: "stops sharing" }).first().waitFor();
  await workbench.settled();
  await workbench.screenshot(path.join(docs, "editing.png"));
  await workbench.runCommand("View: Hide Panel");
  await workbench.openFile("plan.json");
  await workbench.runCommand("IPAM: Check Plan");
  const plan = inPage();
  await plan.getByText("Associations that end: 2").waitFor();
  await plan.getByRole("button", { name: "Dry Run All", exact: true }).click();
  await plan.getByText("Passed").nth(1).waitFor();
  await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
  await workbench.settled();
  await workbench.screenshot(path.join(docs, "plan.png"));
} finally {
  await workbench.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** The page that is in front. */
function inPage() {
  return workbench.page.locator("iframe.webview.ready").last().contentFrame().locator("#active-frame").contentFrame();
}

/** Deletes lines of the editor, from one to another. */
async function deleteLines(first: number, last: number): Promise<void> {
  const { page } = workbench;
  await page.keyboard.press("Control+G");
  await workbench.input.fill(`:${first}`);
  await page.keyboard.press("Enter");
  await workbench.input.waitFor({ state: "hidden" });
  for (let line = first; line < last; line += 1) await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+End");
  await page.keyboard.press("Control+Shift+K");
}

/** A repository with a module that shares discoveries of the demo organisation, and a plan that would end that. */
function writeModule(): void {
  mkdirSync(workspace, { recursive: true });
  const discoveries = { payments: "ipam-res-disco-m4q8zt2vxk7w3hcr", lake: "ipam-res-disco-x7j3vw9kq5tz2mhb" };
  const blocks = Object.entries(discoveries).map(
    ([name, id]) => `resource "alicloud_resource_manager_shared_resource" "${name}" {
  resource_id       = "${id}"
  resource_share_id = alicloud_resource_manager_resource_share.network.id
  resource_type     = "IpamResourceDiscovery"
}
`,
  );
  const share = `# Whom our networks are visible to
resource "alicloud_resource_manager_resource_share" "network" {
  resource_share_name = "network-visibility"
}
`;
  writeFileSync(path.join(workspace, "main.tf"), 'provider "alicloud" {\n  region = "cn-hangzhou"\n}\n');
  writeFileSync(path.join(workspace, "share.tf"), [share, ...blocks].join("\n"));
  const type = "alicloud_resource_manager_shared_resource";
  const changes = Object.entries(discoveries).map(([name, id]) => ({
    ...{ address: `${type}.${name}`, mode: "managed", type, name },
    change: {
      actions: ["delete"],
      before: { resource_share_id: "rs-1", resource_id: id, resource_type: "IpamResourceDiscovery" },
      after: null,
    },
  }));
  const plan = { format_version: "1.2", planned_values: { root_module: {} }, resource_changes: changes };
  writeFileSync(path.join(workspace, "plan.json"), JSON.stringify(plan, undefined, 2));
  for (const args of [
    ["init", "-q"],
    ["add", "."],
    ["commit", "-q", "-m", "Share the discoveries"],
  ]) {
    const own = ["-c", "user.name=Network", "-c", "user.email=network@example.invalid"];
    execFileSync("git", [...own, ...args], { cwd: workspace, stdio: "pipe" });
  }
}
