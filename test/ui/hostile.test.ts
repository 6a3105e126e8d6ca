import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { hostileOrganisation, hostileText } from "../support/hostileOrganisation.ts";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

let account: TestAccount;
let dialogs = 0;
const workbench = (): Workbench => account.workbench;

beforeAll(async () => {
  account = await TestAccount.prepare({ simulator: { organisation: hostileOrganisation() } });
  const workspace = path.join(account.written, "workspace");
  mkdirSync(workspace, { recursive: true });
  const block = 'resource "alicloud_vpc_ipam_ipam" "hub" {\n}\n';
  const named = 'import {\n  to = alicloud_vpc_ipam_ipam.hub\n  id = "ipam-hostile"\n}\n';
  writeFileSync(path.join(workspace, "hostile.tf"), `${block}${named}`);
  await account.openVsCode();
  workbench().page.on("dialog", (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await account.addProfile("production [run](command:workbench.action.files.newUntitledFile) $(flame)");
  await workbench().notification("Signed in").waitFor();
  await account.loaded();
  await workbench().row("discovery [run]").waitFor();
});

afterAll(() => account.stop());

afterEach(async ({ task }) => {
  await account.afterTest(task);
  // What the texts would have done: opened an editor, or an alert of the browser.
  expect(await workbench().page.locator(".tabs-container .tab").count()).toBe(0);
  expect(dialogs).toBe(0);
});

/** Whether something drawn there acts or was made by Markdown, HTML or an icon's name. */
function drawn(place: Locator): Locator {
  return place.locator('a, img, b, strong, code, .codicon-flame, [style*="command:"]');
}

it("keeps every row of the tree as high as any other, and draws nothing in it", async () => {
  const rows = workbench().page.locator(".sidebar .monaco-list-row");
  const heights = await rows.evaluateAll((elements) =>
    elements.map((element) => element.getBoundingClientRect().height),
  );
  expect(heights.length).toBeGreaterThan(3);
  expect(new Set(heights)).toEqual(new Set([22]));
  expect(await drawn(rows.locator(".label-name, .label-description")).count()).toBe(0);
  for (const { label, description, ariaLabel } of await workbench().tree()) {
    for (const text of [label, description, ariaLabel]) {
      expect(text).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066\u200b]|\]\(|\$\(/u);
      expect(text.length).toBeLessThan(1_000);
    }
  }
});

it("shows a hostile name in the status bar and the title of the view as it is written", async () => {
  await workbench().statusBar("production [run] (command:").waitFor();
  const item = workbench().statusBar("production [run] (command:");
  expect(await drawn(item.locator(".statusbar-item-label > span:not(.codicon)")).count()).toBe(0);
});

it("draws nothing in the tooltip of an IPAM or a discovery", async () => {
  for (const name of ["ipam [run]", "discovery [run]"]) {
    const text = await workbench().hover(workbench().row(name));
    const tooltip = workbench().page.locator(".workbench-hover").first();
    expect(text).toContain("[run] (command:workbench.action.files.newUntitledFile)");
    expect(text).toContain("<b onclick='alert(1)'>bold</b>");
    // The title is bold; nothing else is.
    expect(await tooltip.locator("a, img, b, code, td strong, .codicon-flame").count()).toBe(0);
    expect(await tooltip.locator("tr").count()).toBeLessThan(16);
  }
});

it("draws nothing in the lenses and the hover of a file but the links that are the extension's own", async () => {
  await workbench().openFile("hostile.tf");
  const lenses = workbench().editor.locator(".codelens-decoration");
  await lenses.filter({ hasText: "Associated with discovery [run]" }).first().waitFor();
  expect(await lenses.locator("img, b, strong, code, .codicon-flame").count()).toBe(0);
  expect(await lenses.first().locator("a").allInnerTexts()).toEqual(["Dry-run dissociation…", "Reveal in IPAMs"]);
  const text = await workbench().hoverWord("alicloud_vpc_ipam_ipam");
  expect(text).toContain("<b onclick='alert(1)'>bold</b>");
  const hover = workbench().page.locator(".monaco-resizable-hover:visible").first();
  expect(await hover.locator("img, b, code, td strong, td a, .codicon-flame").count()).toBe(0);
  const links = await hover
    .locator("a[data-href]")
    .evaluateAll((all) => all.map((one) => one.getAttribute("data-href")));
  expect(links).toEqual(["https://ipam.console.alibabacloud.com/cn-hangzhou/ipam"]);
  await workbench().screenshot("test-results/hostile-hover.png");
  await workbench().runCommand("View: Close All Editors");
  await workbench().page.locator(".tabs-container .tab").first().waitFor({ state: "detached" });
});

it("draws no link in the notification of a dry run", async () => {
  await workbench().contextMenu(workbench().row("discovery [run]"));
  await workbench().pressMenu("Dry Run Dissociation");
  const notification = workbench().notification("Dry run passed");
  await notification.waitFor();
  const message = notification.locator(".notification-list-item-message");
  expect(await drawn(message).count()).toBe(0);
  expect(await message.textContent()).toContain("[run] (command:workbench.action.files.newUntitledFile) $ (flame)");
  await message.click();
});

it("draws nothing in the confirmation, nor in the prompt for the id", async () => {
  await workbench().contextMenu(workbench().row("discovery [run]"));
  await workbench().pressMenu("Dissociate…");
  const { message, detail } = await workbench().readDialog();
  expect(message).toMatch(/^Dissociate discovery \[run\] \(command:.*…\?$/);
  // Account, six facts and a sentence: no name adds a line.
  expect(detail.split("\n").filter((line) => line !== "")).toHaveLength(8);
  expect(await drawn(workbench().dialog.locator(".dialog-message-row")).count()).toBe(0);
  await workbench().pressDialog("Dissociate");
  await workbench().waitForInput("To dissociate, type the id");
  expect(await drawn(workbench().page.locator(".quick-input-widget .quick-input-message")).count()).toBe(0);
  await workbench().page.keyboard.press("Escape");
  await workbench().input.waitFor({ state: "hidden" });
});

it("draws nothing in the quick pick of associations", async () => {
  await workbench().runCommand("IPAM: Dry Run Dissociation");
  await workbench().waitForInput("Dry Run Dissociation");
  const entries = await workbench().pickEntries();
  expect(entries.map(({ label }) => label).join()).toContain("discovery [run] (command:");
  expect(
    await drawn(workbench().page.locator(".quick-input-list").locator(".label-name, .label-description")).count(),
  ).toBe(0);
  await workbench().page.keyboard.press("Escape");
  await workbench().input.waitFor({ state: "hidden" });
});

it("makes no command of an id that is none, whatever a shell would read in it", async () => {
  const { page } = workbench();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate("navigator.clipboard.writeText('as before')");
  await workbench().contextMenu(workbench().row("touch pwned"));
  await workbench().pressMenu("Copy as aliyun CLI Command");
  await workbench().notification("This command needs an association to work on.").waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe("as before");
});

it("draws nothing in a notification whose code, words and RequestId are hostile", async () => {
  const refusal = account.simulator.inject({
    action: "DissociateIpamResourceDiscovery",
    fault: { kind: "answer", status: 400, fields: { Code: hostileText, Message: hostileText, RequestId: hostileText } },
  });
  await workbench().contextMenu(workbench().row("discovery [run]"));
  await workbench().pressMenu("Dry Run Dissociation");
  const notification = workbench().notification("with a code that is not documented");
  await notification.waitFor();
  const message = notification.locator(".notification-list-item-message");
  expect(await drawn(message).count()).toBe(0);
  await message.click();
  refusal.remove();
});

it("draws nothing in the rows of a failure whose words are hostile", async () => {
  const fault = account.simulator.inject({
    action: "ListIpams",
    fault: {
      kind: "answer",
      status: 403,
      fields: {
        Code: "Forbidden.RAM",
        Message: hostileText,
        RequestId: hostileText,
        AccessDeniedDetail: { AuthAction: hostileText },
      },
    },
  });
  await workbench().runCommand("IPAM: Refresh");
  await workbench().row("No permission: [run] (command:").waitFor();
  await workbench().expand(workbench().row("No permission:"));
  await workbench().row("RequestId:").waitFor();
  const rows = workbench().page.locator(".sidebar .monaco-list-row");
  const heights = await rows.evaluateAll((elements) =>
    elements.map((element) => element.getBoundingClientRect().height),
  );
  expect(new Set(heights)).toEqual(new Set([22]));
  expect(await drawn(rows.locator(".label-name, .label-description")).count()).toBe(0);
  await workbench().press(workbench().row("lacks the RAM permission"));
  fault.remove();
});
