import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

let account: TestAccount;
const workbench = (): Workbench => account.workbench;

const extension = "alicloud-ipam-explorer.alicloud-ipam-explorer";
const reveal = `code-oss://${extension}/reveal`;

/** Links by the text that stands for them in a document. */
const links = {
  payments: `${reveal}?account=1203715520147781&ipam=ipam-k3v9qx2m7tdh4wz1&discovery=ipam-res-disco-m4q8zt2vxk7w3hcr`,
  stranger: `${reveal}?account=1999999999999999&ipam=ipam-k3v9qx2m7tdh4wz1`,
  gone: `${reveal}?ipam=ipam-gone`,
  act: `code-oss://${extension}/dissociate?ipam=ipam-k3v9qx2m7tdh4wz1`,
};

beforeAll(async () => {
  // VS Code's own question about a link is answered beforehand; the extension's part is what is tried.
  account = await TestAccount.prepare({ settings: { "extensions.confirmedUriHandlerExtensionIds": [extension] } });
  const folder = path.join(account.written, "workspace");
  mkdirSync(folder, { recursive: true });
  const lines = Object.entries(links).map(([text, link]) => `- [${text}](${link})`);
  writeFileSync(path.join(folder, "links.md"), lines.join("\n"));
  await account.openVsCode();
  await account.signIn("production");
});

afterAll(() => account.stop());

afterEach(({ task }) => account.afterTest(task));

const labels = async () => (await workbench().tree()).map(({ label }) => label);

it("shows what matches while it is typed, and sends no request for it", async () => {
  await workbench().pressTitle("Filter…");
  await workbench().waitForInput("Filter IPAMs and Associations");
  await workbench().input.fill("team=payments");
  await workbench().row("hub-shanghai").waitFor({ state: "detached" });
  await expect.poll(labels).toEqual(["hub-east-china", "payments-hangzhou"]);
  await workbench().page.keyboard.press("Enter");
  await workbench().page.locator(".sidebar .message", { hasText: "Filter: team=payments" }).waitFor();
  await workbench().screenshot("test-results/filter.png");
  expect(account.simulator.requests).toEqual([]);
});

it("finds what stands below a row that is closed", async () => {
  await workbench().collapse(workbench().row("hub-east-china"));
  await workbench().runCommand("IPAM: Clear Filter");
  await workbench().row("hub-shanghai").waitFor();
  await workbench().pressTitle("Filter…");
  await workbench().waitForInput("Filter IPAMs and Associations");
  await workbench().input.fill("payments-hangzhou");
  await workbench().row("hub-shanghai").waitFor({ state: "detached" });
  await workbench().page.keyboard.press("Enter");
  await workbench().row("hub-east-china").waitFor();
  await workbench().expand(workbench().row("hub-east-china"));
  await expect.poll(labels).toEqual(["hub-east-china", "payments-hangzhou"]);
});

it("takes back what was typed by escape, and says when nothing matches", async () => {
  await workbench().runCommand("IPAM: Filter");
  await workbench().waitForInput("Filter IPAMs and Associations");
  await workbench().input.fill("no such thing");
  await workbench().row("Nothing matches the filter").waitFor();
  await workbench().page.keyboard.press("Escape");
  await workbench().row("payments-hangzhou").waitFor();
});

it("stays on after a refresh and after the window was loaded anew, and is cleared by its icon", async () => {
  await workbench().runCommand("IPAM: Refresh");
  await account.loaded();
  await workbench().reload();
  await workbench().openView();
  await workbench().row("payments-hangzhou").waitFor();
  await account.loaded();
  await expect.poll(labels).toEqual(["hub-east-china", "payments-hangzhou"]);
  await workbench().pressTitle("Clear Filter");
  await workbench().row("hub-shanghai").waitFor();
});

/** Follows a link of the document that is open, until what is to be seen then is. */
async function follow(text: keyof typeof links, seen: Locator): Promise<void> {
  const link = workbench().editor.locator(".view-line", { hasText: text }).locator(".detected-link").first();
  // A press is lost when the editor finds its links anew just then.
  for (let tries = 0; tries < 5 && !(await seen.isVisible()); tries += 1) {
    await link.click({ modifiers: ["Control"] });
    await seen.waitFor({ timeout: 5_000 }).catch(() => {});
  }
  await seen.waitFor();
}

it("reveals what a link names, in a closed row too, and does nothing else", async () => {
  await workbench().collapse(workbench().row("hub-east-china"));
  await workbench().openFile("links.md");
  await follow(
    "payments",
    workbench().row("payments-hangzhou").and(workbench().page.locator('[aria-selected="true"]')),
  );
  expect(account.simulator.requests).toEqual([]);
});

it("says of a link that is about another account, about nothing here, or about something to do, that it is", async () => {
  for (const [link, told] of [
    ["stranger", "The link is about account 1999999999999999, and 1203715520147781 is open."],
    ["gone", "ipam-gone is not among what account 1203715520147781 shows."],
    ["act", "This link names no IPAM and no association."],
  ] as const) {
    await follow(link, workbench().notification(told));
  }
  expect(account.simulator.requests).toEqual([]);
});

it("copies a link to what is selected", async () => {
  const { page } = workbench();
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await workbench().contextMenu(workbench().row("payments-hangzhou"));
  await workbench().pressMenu("Copy Link");
  await workbench().notification("Copied a link").waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe(links.payments);
});
