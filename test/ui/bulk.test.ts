import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { demoOrganisation } from "../../src/simulator/demoOrganisation.ts";
import type { RecordedRequest } from "../../src/simulator/RequestLog.ts";
import { filesBelow } from "../support/filesBelow.ts";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

const hub = "ipam-k3v9qx2m7tdh4wz1";
const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const dataLake = "ipam-res-disco-x7j3vw9kq5tz2mhb";
const cells = [1, 2, 3, 4, 5, 6].map((number) => ({ id: `ipam-res-disco-cell${number}`, name: `cell-${number}` }));
const nameOf = ({ name }: (typeof cells)[number]) => name;

/** A documented code that proves that nothing was carried out. */
const provenRefusal = "OperationDenied.DissociateSelfSystemIpamResourceDiscovery";

const patiently = { timeout: 30_000 };

let account: TestAccount;
const workbench = (): Workbench => account.workbench;
const page = () => workbench().webview;

/** The demo organisation, in which six more discoveries are associated with the hub's IPAM. */
function organisation() {
  const built = demoOrganisation();
  const [hubAccount, owner] = built.accounts;
  const ipam = built.ipam(hub);
  if (!hubAccount || !owner || !ipam) throw new Error("The demo organisation has changed.");
  for (const cell of cells) {
    const discovery = built.addDiscovery(owner, "cn-hangzhou", { ...cell, operatingRegions: ["cn-hangzhou"] });
    built.share(discovery, hubAccount);
    built.associate(ipam, discovery);
  }
  return built;
}

beforeAll(async () => {
  account = await TestAccount.prepare({
    simulator: { organisation: organisation() },
    settings: { "ipamExplorer.regions": ["cn-hangzhou"], "ipamExplorer.confirmation": "button" },
  });
  await account.openVsCode();
  await workbench().page.setViewportSize({ width: 1680, height: 950 });
  await account.addProfile("production");
  await workbench().row("cell-6").waitFor();
  await account.loaded();
  await workbench().clearNotifications();
  account.simulator.forget();
});

afterAll(() => account.stop());
afterEach(({ task }) => account.afterTest(task));

const changes = () => account.simulator.requests.filter(({ action, dryRun }) => action.startsWith("Diss") && !dryRun);
const meets = (id: string) => (request: RecordedRequest) => Object.values(request.parameters).includes(id);

async function choose(item: string, ...rows: readonly string[]): Promise<void> {
  const [first, ...others] = rows.map((row) => workbench().row(row));
  if (!first) throw new Error("No row is named.");
  await workbench().select(first, ...others);
  await workbench().contextMenu(first);
  await workbench().pressMenu(item);
}

/** The rows of the table: the discovery and the result, each in one line. */
async function results(): Promise<readonly string[]> {
  const rows = await page().locator("tbody tr").all();
  return Promise.all(
    rows.map(async (row) => {
      const [, discovery = "", , , result = ""] = await row.locator(":scope > * > div").allInnerTexts();
      return `${discovery.split("\n")[0]}: ${result.split("\n")[0]}`;
    }),
  );
}

function button(name: string | RegExp): Locator {
  return page().getByRole("button", { name, exact: true });
}

async function summary(text: string): Promise<void> {
  await page().locator("#summary").getByText(text, { exact: true }).waitFor();
}

async function picture(name: string): Promise<void> {
  mkdirSync("test-results", { recursive: true });
  await workbench().settled();
  await workbench().screenshot(path.join("test-results", `${name}.png`));
}

/** Refuses the change of one discovery. */
function refuse(id: string): { remove(): void } {
  const fault = { kind: "error", status: 400, code: provenRefusal } as const;
  return account.simulator.inject({
    dryRun: false,
    where: meets(id),
    action: "DissociateIpamResourceDiscovery",
    fault,
  });
}

describe("A dry run of several", () => {
  it("fills a table row by row, and says of each whether it passes, is refused and why, or cannot be told", async () => {
    const forbidden = account.simulator.inject({
      ...{ dryRun: true, where: meets(dataLake) },
      fault: { kind: "error", status: 403, code: "Forbidden.RAM" },
    });
    const denied = account.simulator.inject({
      ...{ dryRun: true, where: meets(cells[2]?.id ?? "") },
      fault: { kind: "error", status: 400, code: provenRefusal },
    });
    const late = account.simulator.inject({
      ...{ dryRun: true, where: meets(payments) },
      fault: { kind: "latency", ms: 6_000 },
    });
    const named = ["payments-hangzhou", "data-lake-hangzhou", "cell-1", "cell-2", "cell-3", "cell-4"];
    await choose("Dry Run Dissociation", ...named);
    await expect.poll(results, patiently).toContain("payments-hangzhou: Under way");
    expect(await button("Dissociate Those That Pass…").getAttribute("aria-disabled")).toBe("true");
    await summary("4 pass, 1 refused, 1 cannot tell");
    expect([...(await results())].sort()).toEqual([
      ...["cell-1: Passes", "cell-2: Passes", "cell-3: Refused", "cell-4: Passes"],
      ...["data-lake-hangzhou: Cannot tell", "payments-hangzhou: Passes"],
    ]);
    await page().getByText("The default resource discovery of an IPAM cannot be dissociated from it.").waitFor();
    await page().getByText("lacks the RAM permission").waitFor();
    forbidden.remove();
    denied.remove();
    late.remove();
    expect(changes()).toEqual([]);
    expect(await workbench().notifications()).toEqual([]);
  });

  it("is a table that a screen reader knows as one, whose summary it reads when all has come in", async () => {
    expect(await page().getByRole("columnheader").count()).toBe(7);
    expect(await page().getByRole("rowheader").count()).toBe(6);
    expect(await page().locator('#summary[role="status"][aria-live="polite"]').getAttribute("aria-busy")).toBe("false");
  });

  it("is sorted by its headings and filtered by outcome, by keyboard", async () => {
    const heading = page().getByRole("button", { name: "Discovery", exact: true });
    await heading.press("Enter");
    await page().locator('th[aria-sort="ascending"]', { hasText: "Discovery" }).waitFor();
    await heading.press("Enter");
    await page().locator('th[aria-sort="descending"]', { hasText: "Discovery" }).waitFor();
    await expect.poll(async () => (await results())[0], patiently).toBe("payments-hangzhou: Passes");
    await button("Cannot tell: 1").press("Enter");
    await expect.poll(results, patiently).toEqual(["data-lake-hangzhou: Cannot tell"]);
    expect(await button("Cannot tell: 1").getAttribute("aria-pressed")).toBe("true");
    await button("All: 6").press("Space");
    await expect.poll(async () => (await results()).length, patiently).toBe(6);
  });

  it("is copied as Markdown", async () => {
    const { page: browser } = workbench();
    await browser.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await button("Copy as Markdown").click();
    await page().getByText("Copied the table as Markdown.").waitFor();
    const copied = String(await browser.evaluate("navigator.clipboard.readText()"));
    expect(copied).toContain("### Dry run of 6 associations: `production (1203715520147781)`");
    expect(copied).toContain(`| \`data-lake-hangzhou\`<br>\`${dataLake}\` |`);
  });

  it("is drawn in the colours of the theme", async () => {
    await picture("bulk");
    await workbench().runCommand("Preferences: Toggle between Light/Dark Themes");
    await workbench().page.locator(".monaco-workbench.vs-dark").waitFor();
    await picture("bulk-dark");
    await workbench().runCommand("Preferences: Toggle between Light/Dark Themes");
  });

  it("is checked again", async () => {
    await button("Check Again").click();
    await summary("6 pass");
  });
});

describe("A dissociation of several", () => {
  it("stops at the first that fails where the person chose that, and tries none behind it", async () => {
    await choose("Dry Run Dissociation", "payments-hangzhou", "data-lake-hangzhou", ...cells.slice(0, 4).map(nameOf));
    await summary("6 pass");
    const passing = await results();
    const second = passing[1]?.split(":")[0] ?? "";
    const id = page().locator("tbody tr", { hasText: second }).locator("td").first().locator(".id");
    const fault = refuse((await id.textContent()) ?? "");
    await button("Dissociate Those That Pass…").click();
    const { message, detail, focused } = await workbench().readDialog();
    expect(message).toBe("Dissociate 6 resource discoveries?");
    for (const row of passing.slice(0, 3)) expect(detail).toContain(row.split(":")[0]);
    expect(focused).toBe("Dry Run");
    await picture("bulk-confirmation");
    await workbench().pressDialog("Dissociate");
    await workbench().waitForInput("Dissociate: When One Fails");
    expect((await workbench().pickEntries()).map(({ label }) => label)).toEqual(["Stop", "Go On"]);
    await workbench().pick("Stop");
    await summary("1 dissociated, 1 refused, 4 not tried");
    await page().getByText("Stopped at the first that was not seen to be dissociated. Not tried: 4.").waitFor();
    expect(changes()).toHaveLength(2);
    fault.remove();
    await account.loaded();
    await picture("bulk-stopped");
  });

  it("goes on after one that fails where the person chose that, each with its own ClientToken and journal line", async () => {
    const fault = refuse(cells[4]?.id ?? "");
    await choose("Dissociate…", "data-lake-hangzhou", "cell-5", "cell-6");
    await workbench().readDialog();
    await workbench().pressDialog("Dissociate");
    await workbench().waitForInput("Dissociate: When One Fails");
    await workbench().pick("Go On");
    await summary("2 dissociated, 1 refused");
    const tokens = changes().map(({ clientToken }) => clientToken);
    expect(new Set(tokens).size).toBe(3);
    const journal = filesBelow(account.written).find((file) => file.endsWith("journal.jsonl")) ?? "";
    const entries = readFileSync(journal, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    const journalled = entries.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "intent");
    expect(journalled.slice(-3).map(({ clientToken }) => clientToken)).toEqual(tokens);
    // Two of the run that stopped.
    expect(journalled).toHaveLength(5);
    fault.remove();
  });

  it("associates again what is gone", async () => {
    await button("Associate Again…").click();
    expect((await workbench().readDialog()).message).toBe("Associate 2 resource discoveries?");
    await workbench().pressDialog("Cancel");
  });
});

describe("A confirmation of more than its dialog can show", () => {
  beforeAll(async () => {
    for (const id of [payments, dataLake, ...cells.map((cell) => cell.id)]) {
      account.simulator.organisation.setAssociated(hub, id, true, 0);
    }
    account.server.changeSettings({ "ipamExplorer.bulkOnFailure": "continue" });
    await workbench().reload();
    await workbench().openView();
    await workbench().row("cell-6").waitFor();
    await account.loaded();
  });

  it("lists all of them behind a button, comes back to the question, and proposes what the settings say", async () => {
    await choose("Dissociate…", ...cells.map(nameOf), "payments-hangzhou");
    expect((await workbench().readDialog()).detail).toContain("And 4 more.");
    await workbench().dialog.getByRole("button", { name: "Show All", exact: true }).click();
    await workbench().waitForInput("7 resource discoveries to dissociate");
    const listed = (await workbench().pickEntries()).map(({ label }) => label);
    expect([...listed].sort()).toEqual([...cells.map(nameOf), "payments-hangzhou"]);
    await workbench().page.keyboard.press("Escape");
    expect((await workbench().readDialog()).message).toBe("Dissociate 7 resource discoveries?");
    await workbench().pressDialog("Dissociate");
    await workbench().waitForInput("Dissociate: When One Fails");
    expect((await workbench().pickEntries()).map(({ label }) => label)).toEqual(["Go On", "Stop"]);
    await workbench().page.keyboard.press("Escape");
    await page().getByText("Cancelled. No change was sent.").waitFor();
    expect(changes()).toEqual([]);
  });
});

describe("While several are dissociated", () => {
  it("shows each step of each, and what became of the one whose waiting was cancelled", async () => {
    const [first, second, third] = cells;
    if (!first || !second || !third) throw new Error("There are too few cells.");
    const change = { action: "DissociateIpamResourceDiscovery", dryRun: false } as const;
    const held = account.simulator.inject({ ...change, fault: { kind: "latency", ms: 3_000 } });
    const reading = { action: "ListIpamResourceDiscoveryAssociations" } as const;
    await choose("Dissociate…", first.name, second.name, third.name);
    await workbench().readDialog();
    await workbench().pressDialog("Dissociate");
    await workbench().waitForInput("Dissociate: When One Fails");
    await workbench().pick("Go On");
    await page().getByText("dissociating…").waitFor();
    await expect
      .poll(results, patiently)
      .toEqual([...[`${first.name}: Under way`, `${second.name}: Waiting`, `${third.name}: Waiting`]]);
    await page().getByText("Dissociating one after the other: 0 of 3 done…").waitFor();
    await picture("bulk-under-way");
    const read = account.simulator.inject({ ...reading, fault: { kind: "latency", ms: 3_000 } });
    await page().getByText("reading the result…").waitFor();
    read.remove();
    await expect
      .poll(results, patiently)
      .toEqual([...[`${first.name}: Dissociated`, `${second.name}: Under way`, `${third.name}: Waiting`]]);
    await workbench().pressNotification(/Cancel/, "Cancel");
    await expect.poll(results, patiently).toContain(`${third.name}: Not tried`);
    held.remove();
    // It had left, and came out all the same.
    await expect.poll(results, patiently).toContain(`${second.name}: Dissociated`);
    for (const { id } of cells) account.simulator.organisation.setAssociated(hub, id, true, 0);
  });
});

describe("Where VS Code speaks Chinese, the table", () => {
  it("does so too", async () => {
    await account.closeVsCode();
    await account.openVsCode({ language: "zh-cn" });
    await workbench().page.setViewportSize({ width: 1680, height: 950 });
    await workbench().row("cell-6").waitFor();
    await account.loaded();
    await choose("预检解除关联", "cell-1", "cell-2");
    await summary("2 个通过");
    await button("解除已通过者的关联…").waitFor();
    await picture("bulk-chinese");
  });
  it("is drawn in high contrast", async () => {
    await workbench().runCommand("Preferences: Color Theme");
    await workbench().input.fill("Dark High Contrast");
    await workbench().pick("Dark High Contrast");
    await workbench().page.locator(".monaco-workbench.hc-black").waitFor();
    await picture("bulk-high-contrast");
  });
});
