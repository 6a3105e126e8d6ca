import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { FrameLocator, Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { demoOrganisation } from "../../src/simulator/demoOrganisation.ts";
import type { StoredResource } from "../../src/simulator/Organisation.ts";
import { vpcResources } from "../../src/simulator/vpcResources.ts";
import { hostileText } from "../support/hostileOrganisation.ts";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";

/** A VPC with three vSwitches, five thousand times. */
function manyNetworks(template: StoredResource): readonly StoredResource[] {
  return Array.from({ length: 20_000 }, (_, index) => {
    const [vpc, part] = [index >> 2, index % 4];
    const start = `10.${128 + (vpc >> 7)}.${(vpc & 127) * 2}`;
    const common = { ...template, region: "ap-southeast-1", vpcId: `vpc-${vpc}`, used: index % 64 };
    return part === 0
      ? { ...common, id: `vpc-${vpc}`, name: `team-${vpc}`, type: "VPC", cidr: `${start}.0/24`, total: 256 }
      : {
          ...common,
          id: `vsw-${index}`,
          name: `team-${vpc}-${part}`,
          type: "VSwitch",
          cidr: `${start}.${part * 64}/26`,
          total: 64,
        };
  });
}

/** The demo organisation, in which the lake has a VPC inside one of the payments account's, and one with a hostile name. */
function organisation() {
  const built = demoOrganisation();
  const lake = built.accounts.find(({ name }) => name === "Harbour Data Platform");
  if (!lake) throw new Error("The demo organisation has changed.");
  const [legacy] = vpcResources({ region: "cn-hangzhou", name: "lake-legacy", cidr: "10.24.0.0/16" });
  if (!legacy) throw new Error("A VPC has a block.");
  built.addResources(lake, [{ ...legacy, cidr: "10.24.32.0/19", total: 8_192, used: 512 }]);
  built.addResources(lake, manyNetworks(legacy));
  built.addResources(lake, vpcResources({ region: "cn-hangzhou", name: hostileText, cidr: "192.168.0.0/16" }));
  return built;
}

let account: TestAccount;
let dialogs = 0;
const workbench = (): Workbench => account.workbench;

beforeAll(async () => {
  account = await TestAccount.prepare({ simulator: { organisation: organisation() } });
  mkdirSync(path.join(account.written, "workspace"), { recursive: true });
  await account.openVsCode();
  workbench().page.on("dialog", (dialog) => {
    dialogs += 1;
    void dialog.dismiss();
  });
  await workbench().page.setViewportSize({ width: 1680, height: 1050 });
  await account.addProfile("hub");
  await workbench().row("payments-hangzhou").waitFor();
  await account.loaded();
  await workbench().clearNotifications();
});

afterAll(() => account.stop());

afterEach(async ({ task }) => {
  await account.afterTest(task);
  expect(dialogs).toBe(0);
});

/** The page that is in front. */
function page(): FrameLocator {
  return workbench().webview;
}

async function open(row: string): Promise<void> {
  await workbench().runCommand("View: Close All Editors");
  await workbench().contextMenu(workbench().row(row));
  await workbench().pressMenu("Show Details");
  await page().locator("h1", { hasText: row }).waitFor();
  await page().getByText("Read at").waitFor();
}

const block = (name: string): Locator => page().locator(".piece", { hasText: name }).first();

/** The first cells of the rows in sight: CIDR and name. */
async function rows(): Promise<readonly string[]> {
  const found = await page().locator("tbody tr:not(.space)").all();
  return Promise.all(found.map(async (row) => (await row.locator("th, td").allInnerTexts()).slice(0, 2).join(" ")));
}

async function search(text: string): Promise<void> {
  await page().locator("#search").fill(text);
}

async function picture(name: string): Promise<void> {
  mkdirSync("test-results", { recursive: true });
  await workbench().page.mouse.move(400, 20);
  await workbench().settled();
  await workbench().screenshot(path.join("test-results", `${name}.png`));
}

describe("The details of an IPAM", () => {
  beforeAll(() => open("hub-east-china"));

  it("show its fields and what all its discoveries find, each region once", async () => {
    await page().getByText("ipam-k3v9qx2m7tdh4wz1").waitFor();
    await page().getByText("Plans 10.0.0.0/10 for all production networks in East China").waitFor();
    await page().getByText("VPC blocks that overlap: 2").waitFor();
    await picture("details-light");
  });

  it("draw each VPC where its addresses are, with its vSwitches as full as they are", async () => {
    expect(await page().locator("h3").allInnerTexts()).toEqual(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]);
    expect(await page().locator(".range").allInnerTexts()).toEqual(
      expect.arrayContaining(["10.0.0.0/13", "10.24.0.0/13", "10.32.0.0/13"]),
    );
    const [wallet, risk] = [await block("payments-wallet").boundingBox(), await block("payments-risk").boundingBox()];
    expect(Math.abs((wallet?.x ?? 0) + (wallet?.width ?? 0) - (risk?.x ?? 0))).toBeLessThan(2);
    const label = (await block("payments-wallet").getAttribute("aria-label")) ?? "";
    expect(label).toMatch(/^VPC payments-wallet, 10\.25\.0\.0\/16, Hangzhou \(cn-hangzhou\), .*Used: [\d.]+ %$/);
  });

  it("tell overlaps by words, a sign and a pattern", async () => {
    expect(await block("payments-gateway").getAttribute("aria-label")).toContain("Overlaps: lake-legacy 10.24.32.0/19");
    expect(await block("lake-legacy").textContent()).toContain("⚠");
    expect(await block("lake-legacy").locator(".hatch").count()).toBe(1);
    expect(await block("payments-wallet").locator(".hatch").count()).toBe(0);
  });

  it("sort CIDRs by number, and tell the order to screen readers", async () => {
    const head = page().getByRole("columnheader", { name: "CIDR" });
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    expect((await rows()).slice(0, 2)).toEqual(["10.0.0.0/16 hub-transit", "10.0.0.0/20 hub-transit-ingress-h"]);
    await page().getByRole("button", { name: "Overlaps", exact: true }).click();
    await page().locator('th.col-overlaps[aria-sort="ascending"]').waitFor();
    await page().getByRole("button", { name: "Overlaps", exact: true }).click();
    await page().locator('th.col-overlaps[aria-sort="descending"]').waitFor();
    expect((await rows())[0]).toMatch(/^10\.24\./);
    await page().getByRole("button", { name: "CIDR", exact: true }).click();
    await page().locator('th.col-cidr[aria-sort="ascending"]').waitFor();
  });

  it("find the blocks that contain an address", async () => {
    await search("10.24.33.7");
    await page()
      .getByText(/^3 of \d+ match$/)
      .waitFor();
    expect(await rows()).toEqual([
      "10.24.0.0/16 payments-gateway",
      "10.24.32.0/19 lake-legacy",
      "10.24.32.0/20 payments-gateway-app-j",
    ]);
    await picture("details-search");
    await search("");
    await page()
      .getByText(/of \d+ match$/)
      .waitFor({ state: "detached" });
  });

  it("go from block to block by the keyboard, and to its row with it", async () => {
    await block("payments-wallet").focus();
    const chosen = page().locator('tr[aria-selected="true"]');
    await chosen.filter({ hasText: "payments-wallet" }).waitFor();
    await workbench().page.keyboard.press("ArrowRight");
    await chosen.filter({ hasText: "payments-wallet-ingress-h" }).waitFor();
    await workbench().page.keyboard.press("ArrowDown");
    await chosen.filter({ hasText: "lake-legacy" }).waitFor();
    await workbench().page.keyboard.press("ArrowDown");
    await chosen.filter({ hasText: /10\.3\d\./ }).waitFor();
  });

  it("mark the block of a row that is chosen, by mouse and by keyboard", async () => {
    await search("lake-training");
    await page().locator("tbody tr", { hasText: "lake-training" }).first().click();
    await block("lake-training").and(page().locator(".chosen")).waitFor();
    await page().locator("table").press("ArrowDown");
    await page().locator(".inner.chosen").waitFor();
    await search("");
  });

  it("look closer at a block and come back", async () => {
    await block("payments-wallet").press("Enter");
    await page().locator("#crumbs", { hasText: "10.25.0.0/16" }).waitFor();
    expect(await page().locator(".range").allInnerTexts()).toEqual(["10.25.0.0/17", "10.25.128.0/17"]);
    await page()
      .locator(".inner", { hasText: /^app-i/ })
      .waitFor();
    await picture("details-closer");
    await workbench().page.keyboard.press("Escape");
    await block("lake-training").waitFor();
  });

  it("draw nothing of a hostile name", async () => {
    await page().locator(".row", { hasText: "[run] (command:" }).first().scrollIntoViewIfNeeded();
    expect(await page().locator("a, img, b, strong, code, iframe").count()).toBe(0);
    expect(await page().locator("body").textContent()).not.toMatch(/[\u202a-\u202e\u200b]/);
    const heights = await page()
      .locator("tbody tr:not(.space)")
      .evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().height));
    expect(new Set(heights)).toEqual(new Set([24]));
  });

  it("are drawn in the colours of the theme", async () => {
    await workbench().runCommand("Preferences: Toggle between Light/Dark Themes");
    await workbench().page.locator(".monaco-workbench.vs-dark").waitFor();
    await picture("details-dark");
    await workbench().runCommand("Preferences: Toggle between Light/Dark Themes");
  });
});

describe("The details of an association", () => {
  beforeAll(() => open("payments-hangzhou"));

  it("show the discovery, whose ids can be copied", async () => {
    const { page: browser } = workbench();
    await browser.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page()
      .getByRole("button", { name: `Copy: ${payments}` })
      .click();
    await page().getByText(`Copied ${payments}.`).waitFor();
    expect(await browser.evaluate("navigator.clipboard.readText()")).toBe(payments);
    await page().getByText("Card and wallet cells").waitFor();
  });

  it("leave VS Code as a file, as they are searched", async () => {
    for (const [ending, expected] of [
      ["csv", /^cidr,name,.*\r\n10\.25\.0\.0\/16,payments-wallet,VPC,vpc-/],
      ["json", /^\[\n {2}\{\n {4}"cidr": "10\.25\.0\.0\/16",\n {4}"name": "payments-wallet"/],
      ["md", /^\| cidr \| name \|.*\n\| --- .*\n\| 10\.25\.0\.0\/16 \| payments-wallet \|/],
    ] as const) {
      await search("payments-wallet");
      await page().getByText("5 of 21 match").waitFor();
      const file = path.join(account.written, "workspace", `blocks.${ending}`);
      await page().getByRole("button", { name: "Export…" }).click();
      // The dialog proposes a name once it has read the folder.
      await expect.poll(() => workbench().input.inputValue()).toContain(payments);
      await workbench().input.fill(file);
      await workbench().page.keyboard.press("Enter");
      await page().getByText("Exported 5 blocks.").waitFor();
      expect(readFileSync(file, "utf8")).toMatch(expected);
      await page().getByRole("button", { name: "Refresh" }).click();
      await page().getByText("Read at").waitFor();
    }
    await search("");
  });

  it("show a region that fails beside those that answered", async () => {
    const fault = account.simulator.inject({
      action: "ListIpamDiscoveredResource",
      fault: { kind: "answer", status: 403, fields: { Code: "Forbidden.RAM", Message: "no" } },
    });
    await page().getByRole("button", { name: "Refresh" }).click();
    await page().getByText(`Not known for ${payments}, Hangzhou (cn-hangzhou):`).waitFor();
    await page().getByText("Nothing could be read.").waitFor();
    await picture("details-failed");
    fault.remove();
    await page().getByRole("button", { name: "Refresh" }).click();
    await block("payments-wallet").waitFor();
  });
});

describe("The details of a discovery with twenty thousand resources", () => {
  beforeAll(() => open("data-singapore"));

  it("draw the rows in sight and no others, and the last one when it is scrolled to", async () => {
    await page().getByText("VPCs: 5002 · vSwitches: 15008").waitFor();
    expect(await page().locator("tbody tr").count()).toBeLessThan(120);
    await page()
      .locator("#scroll")
      .evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await page().locator("tbody tr", { hasText: "10.167.14.192/26" }).waitFor();
    expect(await page().locator("tbody tr").count()).toBeLessThan(120);
    await search("10.130.20.70");
    await page().getByText("2 of 20010 match").waitFor();
    await search("");
  });

  it("draw small neighbours as one block with their number, which opens", async () => {
    await page().locator(".cluster").first().scrollIntoViewIfNeeded();
    await picture("details-many");
    const cluster = page().getByRole("button", { name: "4 blocks in 10.128.0.0/21" });
    await cluster.click();
    await block("team-3").waitFor();
    expect(await page().locator(".piece .name").allInnerTexts()).toEqual(["team-0", "team-1", "team-2", "team-3"]);
  });
});
