import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

const hub = "1203715520147781";
const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const lake = "ipam-res-disco-x7j3vw9kq5tz2mhb";
/** The hub's own discovery, which the payments account's IPAM watches through as well. */
const lab = "ipam-res-disco-v3m9xk6wq2zt8hjr";

let account: TestAccount;
const workbench = (): Workbench => account.workbench;

function change(type: string, name: string, actions: readonly string[], before: object) {
  const address = `alicloud_${type}.${name}`;
  return { address, mode: "managed", type: `alicloud_${type}`, name, change: { actions, before, after: null } };
}

const shared = (share: string, id: string) => ({
  resource_share_id: share,
  resource_id: id,
  resource_type: "IpamResourceDiscovery",
});

const plan = {
  format_version: "1.2",
  terraform_version: "1.9.8",
  planned_values: { root_module: {} },
  resource_changes: [
    change("resource_manager_resource_share", "payments", ["delete"], { id: "rs-1", resource_share_name: "payments" }),
    change("resource_manager_shared_resource", "payments", ["delete"], shared("rs-1", payments)),
    change("resource_manager_shared_target", "payments", ["delete"], { resource_share_id: "rs-1", target_id: hub }),
    change("resource_manager_shared_resource", "lake", ["delete", "create"], shared("rs-2", lake)),
    change("resource_manager_shared_resource", 'lab["<b>|`x`"]', ["delete"], shared("rs-3", lab)),
    change("resource_manager_shared_resource", "elsewhere", ["delete"], shared("rs-4", "ipam-res-disco-elsewhere0000")),
    change("vpc_ipam_ipam", "europe", ["delete"], { id: "ipam-z2h7vk4wxq8tm3rc", region_id: "eu-central-1" }),
  ],
};

function write(name: string, contents: unknown): void {
  const folder = path.join(account.written, "workspace");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, name), typeof contents === "string" ? contents : JSON.stringify(contents));
}

beforeAll(async () => {
  account = await TestAccount.prepare({ settings: { "security.workspace.trust.startupPrompt": "never" } });
  write("plan.json", plan);
  write("empty.json", { ...plan, resource_changes: [] });
  write("state.json", { format_version: "1.0", values: { root_module: {} } });
  await account.openVsCode({ workspaceTrust: true });
  await workbench().page.setViewportSize({ width: 1600, height: 900 });
});

afterAll(() => account.stop());
afterEach(({ task }) => account.afterTest(task));

/** The page of the plan that is in front. */
function page(): FrameLocator {
  return workbench().webview;
}

/** The rows of the table, cell by cell, each in one line. */
async function rows(): Promise<readonly (readonly string[])[]> {
  const found = await page().locator("tbody tr").all();
  return Promise.all(
    found.map(async (row) =>
      (await row.locator(":scope > * > div").allInnerTexts()).map((text) => text.replaceAll(/\s+/g, " ").trim()),
    ),
  );
}

function button(name: string): Locator {
  return page().getByRole("button", { name, exact: true });
}

async function check(file: string): Promise<void> {
  await workbench().openFile(file);
  await workbench().runCommand("IPAM: Check Plan");
}

/** A picture of the window, for a person to look at. */
async function picture(name: string): Promise<void> {
  mkdirSync("test-results", { recursive: true });
  await workbench().settled();
  await workbench().screenshot(path.join("test-results", `${name}.png`));
}

describe("In a folder that is not trusted, a plan", () => {
  it("shows what it would end by itself, and says why nothing can be dry-run", async () => {
    await check("plan.json");
    await page().getByText("No account is open, so only what the file itself says is shown.").waitFor();
    expect(await rows()).toHaveLength(5);
    expect(await button("Dry Run All").getAttribute("aria-disabled")).toBe("true");
    await page().getByText("A dry run needs the network, and so a folder that is trusted.").waitFor();
    expect(account.simulator.requests).toEqual([]);
  });
});

describe("A plan", () => {
  beforeAll(async () => {
    await workbench().runCommand("Workspaces: Manage Workspace Trust");
    const trust = workbench().page.locator(".workspace-trust-editor");
    await trust.getByRole("button", { name: "Trust", exact: true }).click();
    await workbench().statusBar("Restricted Mode").waitFor({ state: "detached" });
    await workbench().runCommand("View: Close All Editors");
    await account.addProfile("hub");
    await workbench().row("payments-hangzhou").waitFor();
    await account.loaded();
  });

  it("is a table of the associations that it would end, directly or through a share", async () => {
    await check("plan.json");
    await page().getByText("Associations that end: 4").waitFor();
    const table = await rows();
    const eastChina = "hub-east-china ipam-k3v9qx2m7tdh4wz1 Hangzhou · cn-hangzhou";
    expect(table.map(([ipam, discovery]) => `${ipam} ${discovery}`)).toEqual([
      `${eastChina} data-lake-hangzhou ${lake} owner 1549930286017735`,
      `${eastChina} payments-hangzhou ${payments} owner 1882009915530042`,
      `ipam-f8x5tq3kzw7vm2hd of another account Shanghai · cn-shanghai hub-lab ${lab} owner ${hub}`,
      `hub-europe ipam-z2h7vk4wxq8tm3rc Frankfurt · eu-central-1 ipam-res-disco-b9t3wz6kq4xv8mjh owner ${hub}`,
      "None that this account sees ipam-res-disco-elsewhere0000",
    ]);
    expect(table[1]?.[2]).toBe(
      [
        "Share removed: alicloud_resource_manager_resource_share.payments",
        "No longer shared: alicloud_resource_manager_shared_resource.payments",
        "No longer shared with the account: alicloud_resource_manager_shared_target.payments",
      ].join(" "),
    );
    expect(table.map((cells) => cells[4])).toEqual([...Array(4).fill("Not run"), "Needs an association"]);
  });

  it("has real headers, and draws markup from the file as text", async () => {
    expect(await page().getByRole("columnheader").allInnerTexts()).toHaveLength(5);
    expect(await page().getByRole("rowheader").count()).toBe(5);
    expect((await rows())[2]?.[2]).toContain('lab["<b>|`x`"]');
  });

  it("is dry-run as a whole by one press, with what each IPAM would lose", async () => {
    await button("Dry Run All").click();
    await page().getByText("Dry run finished: 4 of 4 done. Nothing was changed.").waitFor();
    const table = await rows();
    expect(table.map((cells) => cells[4]?.split(" ")[0])).toEqual(["Passed", "Passed", "Passed", "Not", "Needs"]);
    expect(table.map((cells) => cells[3])).toEqual([
      expect.stringMatching(/^VPCs: 4 vSwitches: \d+$/),
      expect.stringMatching(/^VPCs: 4 vSwitches: \d+$/),
      expect.stringMatching(/^at most VPCs: 2 vSwitches: \d+$/),
      expect.stringMatching(/^VPCs: 2 vSwitches: \d+$/),
      "not known",
    ]);
    // The own default discovery is refused without a request.
    expect(account.simulator.count({ action: "DissociateIpamResourceDiscovery", dryRun: true })).toBe(3);
    expect(account.simulator.count({ action: "DissociateIpamResourceDiscovery", dryRun: false })).toBe(0);
    await picture("plan-light");
  });

  it("shows an association in the tree", async () => {
    await page().getByRole("button", { name: "Reveal in IPAMs" }).nth(1).click();
    await workbench().row("payments-hangzhou").and(workbench().page.locator('[aria-selected="true"]')).waitFor();
  });

  it("goes along with a merge request as Markdown", async () => {
    const { page: browser } = workbench();
    await browser.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await button("Copy as Markdown").click();
    await page().getByText("Copied the table as Markdown.").waitFor();
    const copied = String(await browser.evaluate("navigator.clipboard.readText()"));
    expect(copied).toContain("### What a plan would end: `plan.json`");
    expect(copied).toContain(`| \`payments-hangzhou\`<br>\`${payments}\`<br>owner \`1882009915530042\` |`);
    expect(copied.split("\n").filter((line) => line.startsWith("|"))).toHaveLength(7);
  });

  it("can be cancelled while it is dry-run", async () => {
    const stall = account.simulator.inject({ dryRun: true, fault: { kind: "stall" } });
    await button("Dry Run All").click();
    await button("Cancel").click();
    await page()
      .getByText(/^Dry run cancelled: \d of 4 done/)
      .waitFor();
    stall.remove();
  });

  it("is drawn in the colours of the theme", async () => {
    await workbench().runCommand("Preferences: Toggle between Light/Dark Themes");
    await workbench().page.locator(".monaco-workbench.vs-dark").waitFor();
    await picture("plan-dark");
    await workbench().runCommand("Preferences: Toggle between Light/Dark Themes");
  });

  it("that ends nothing says so", async () => {
    await check("empty.json");
    await page().getByText("This plan ends no association.").waitFor();
    expect(await rows()).toEqual([]);
  });

  it("is told from a state, and the person is told what to run", async () => {
    await workbench().openFile("state.json");
    await workbench().openView("Explorer");
    await workbench().runCommand("IPAM: Check Plan");
    await workbench().notification("state.json is a state").getByText("terraform show -json plan.tfplan").waitFor();
  });
});
