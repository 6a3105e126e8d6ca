import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Frame, FrameLocator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { demoOrganisation } from "../../src/simulator/demoOrganisation.ts";
import { vpcResources } from "../../src/simulator/vpcResources.ts";
import { AccessibilityTree } from "../support/AccessibilityTree.ts";
import { axeViolations } from "../support/axeViolations.ts";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const change = { action: "DissociateIpamResourceDiscovery", dryRun: false } as const;
const dryRun = { action: "DissociateIpamResourceDiscovery", dryRun: true } as const;

/** How long a row may take to be painted. */
const soon = { timeout: 20_000 };

let account: TestAccount;
const workbench = (): Workbench => account.workbench;
const press = (key: string): Promise<void> => workbench().page.keyboard.press(key);

/** The demo organisation, in which a VPC of the lake overlaps one of the payments account. */
function organisation() {
  const built = demoOrganisation();
  const lake = built.accounts.find(({ name }) => name === "Harbour Data Platform");
  if (!lake) throw new Error("The demo organisation has changed.");
  built.addResources(lake, vpcResources({ region: "cn-hangzhou", name: "lake-legacy", cidr: "10.24.0.0/16" }));
  return built;
}

/** A plan that ends two associations, and names a discovery that nobody knows. */
function plan(): object {
  const type = "alicloud_resource_manager_shared_resource";
  const ids = { payments, lake: "ipam-res-disco-x7j3vw9kq5tz2mhb", elsewhere: "ipam-res-disco-elsewhere0000" };
  const changes = Object.entries(ids).map(([name, id]) => ({
    ...{ address: `${type}.${name}`, mode: "managed", type, name },
    change: {
      actions: ["delete"],
      before: { resource_share_id: "rs-1", resource_id: id, resource_type: "IpamResourceDiscovery" },
      after: null,
    },
  }));
  return { format_version: "1.2", planned_values: { root_module: {} }, resource_changes: changes };
}

beforeAll(async () => {
  account = await TestAccount.prepare({
    simulator: { organisation: organisation() },
    // Longer than any answer is held back here.
    settings: { "ipamExplorer.requestTimeoutSeconds": 60 },
  });
  mkdirSync(path.join(account.written, "workspace"), { recursive: true });
  writeFileSync(path.join(account.written, "workspace", "plan.json"), JSON.stringify(plan()));
  await account.openVsCode();
  await workbench().page.setViewportSize({ width: 1680, height: 1050 });
  await account.signIn("hub");
});

afterAll(() => account.stop());

afterEach(async ({ task }) => {
  for (const fault of faults.splice(0)) fault.remove();
  await account.afterTest(task);
});

/** Faults that end with their test, however it ends. */
const faults: { remove(): void }[] = [];

function inject(rule: Parameters<TestAccount["simulator"]["inject"]>[0]): { remove(): void } {
  const fault = account.simulator.inject(rule);
  faults.push(fault);
  return fault;
}

/** The webview that is in front, as a person points at it. */
function page(): FrameLocator {
  return workbench().page.locator("iframe.webview.ready").last().contentFrame().locator("#active-frame").contentFrame();
}

/** The same, as the browser knows it. */
async function frame(): Promise<Frame> {
  const element = await page().locator("html").elementHandle();
  const found = await element?.ownerFrame();
  if (!found) throw new Error("No page is in front.");
  return found;
}

/** What a screen reader says of the rows of the tree. */
async function rows(): Promise<readonly string[]> {
  return (await AccessibilityTree.ofPage(workbench().page)).names("treeitem");
}

/** What was announced last, without that the focus went there. */
async function announced(): Promise<string> {
  return (await workbench().page.locator(".monaco-aria-container").allInnerTexts()).join("\n");
}

/** Goes down the tree, by keys alone, until the row with that text is the one that keys act upon. */
async function goTo(text: string): Promise<void> {
  const focused = workbench().page.locator(".sidebar .monaco-list-row.focused", { hasText: text });
  await press("Home");
  for (let steps = 0; steps < 30 && !(await focused.isVisible()); steps += 1) await press("ArrowDown");
  await focused.waitFor();
}

/** Runs a command by keys alone. */
async function runByKeys(title: string): Promise<void> {
  await press("F1");
  await workbench().input.fill(`>${title}`);
  await workbench().page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
  await press("Enter");
  await workbench().input.waitFor({ state: "hidden" });
}

async function focusView(): Promise<void> {
  await runByKeys("IPAM: Focus on IPAMs View");
  await workbench().page.locator(".sidebar .monaco-list:focus").waitFor();
}

/** Opens the menu of a row and chooses from it, by keys alone. */
async function chooseByKeys(row: string, title: string): Promise<void> {
  await focusView();
  await goTo(row);
  await press("Shift+F10");
  const focused = workbench().page.locator(".context-view .action-item.focused", { hasText: title });
  await workbench().page.locator('.context-view [role="menuitem"]').first().waitFor();
  for (let steps = 0; steps < 20 && !(await focused.isVisible()); steps += 1) await press("ArrowDown");
  await focused.waitFor();
  await press("Enter");
}

/** Goes on with Tab until what has the focus matches; the names on the way. */
async function tabUntil(selector: string): Promise<readonly string[]> {
  const passed: string[] = [];
  for (let steps = 0; steps < 40; steps += 1) {
    await press("Tab");
    const focused = page().locator(":focus");
    passed.push(await focused.evaluate((one) => one.getAttribute("aria-label") ?? one.textContent ?? ""));
    if (await page().locator(`${selector}:focus`).count()) return passed;
  }
  throw new Error(`${selector} cannot be reached by Tab. Passed: ${passed.join(" · ")}`);
}

async function openDetails(row: string): Promise<void> {
  await workbench().runCommand("View: Close All Editors");
  await workbench().contextMenu(workbench().row(row));
  await workbench().pressMenu("Show Details");
  await page().locator("h1", { hasText: row }).waitFor();
  await page().getByText("Read at").waitFor();
}

async function openPlan(): Promise<void> {
  await workbench().runCommand("View: Close All Editors");
  await workbench().openFile("plan.json");
  await workbench().runCommand("IPAM: Check Plan");
  await page().getByText("Associations that end: 2").waitFor();
}

async function chooseTheme(name: string, shown: string): Promise<void> {
  await workbench().runCommand("Preferences: Color Theme");
  await workbench().input.fill(name);
  await workbench().page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name }).waitFor();
  await press("Enter");
  await workbench().input.waitFor({ state: "hidden" });
  await workbench().page.locator(`.monaco-workbench.${shown}`).waitFor();
}

async function picture(name: string): Promise<void> {
  mkdirSync("test-results", { recursive: true });
  await workbench().page.mouse.move(900, 5);
  await workbench().settled();
  await workbench().screenshot(path.join("test-results", `${name}.png`));
}

describe("To a screen reader, the tree", () => {
  it("says of each row what its icon says: IPAM, own default, own, shared, or watched by another account", async () => {
    expect(await rows()).toEqual(
      expect.arrayContaining([
        "IPAM, hub-east-china, cn-hangzhou · ipam-k3v9qx2m7tdh4wz1",
        "Default discovery, own, not removable · Created",
        "hub-lab, own · Created",
        "payments-hangzhou, shared by 1882009915530042 · Created",
        expect.stringMatching(/^hub-lab → ipam-f8x5tq3kzw7vm2hd, own, watched by another account's IPAM/),
        expect.stringMatching(/^Seen only from the discovery owner's side, 1, /),
      ]),
    );
  });

  it("names every button, row, tab and field of the window", async () => {
    const tree = await AccessibilityTree.ofPage(workbench().page);
    expect(tree.nameless()).toEqual([]);
    for (const title of ["Refresh", "Filter…", "Switch Profile…"]) expect(tree.names("button")).toContain(title);
    expect(tree.names("button")).toContain("IPAM profile hub, account 1203715520147781. Click to switch.");
    expect(tree.having("tab")).toContainEqual(expect.objectContaining({ name: "IPAM" }));
  });

  it("says that a filter is on, and which button clears it", async () => {
    await workbench().pressTitle("Filter…");
    await workbench().input.fill("payments");
    await press("Enter");
    await workbench().page.getByText("Filter: payments").waitFor();
    const tree = await AccessibilityTree.ofPage(workbench().page);
    expect(tree.names("button")).toContain("Clear Filter");
    expect(tree.names("button")).not.toContain("Filter…");
    expect(tree.names("StaticText").join("\n")).toContain("Filter: payments");
    await workbench().pressTitle("Clear Filter");
    await workbench().page.getByText("Filter: payments").waitFor({ state: "detached" });
  });

  it("says what is under way at an association, and that its dry run has passed", async () => {
    const late = inject({ dryRun: true, fault: { kind: "latency", ms: 8_000 } });
    await workbench().contextMenu(workbench().row("payments-hangzhou"));
    await workbench().pressMenu("Dry Run Dissociation");
    await expect.poll(async () => (await rows()).join("\n"), soon).toContain("payments-hangzhou, dry run…");
    late.remove();
    await workbench().notification("Dry run passed").waitFor();
    await expect
      .poll(async () => (await rows()).join("\n"), soon)
      .toMatch(/payments-hangzhou, shared by .*dry run passed \d/);
  });

  it("says what is read again, what failed and why, and what to do about it", async () => {
    const stall = inject({ action: "ListIpams", fault: { kind: "latency", ms: 8_000 } });
    await workbench().runCommand("IPAM: Refresh");
    await expect.poll(async () => (await rows()).join("\n"), soon).toContain("being read again");
    stall.remove();
    await account.loaded();
    const fault = inject({
      action: "ListIpams",
      region: "eu-central-1",
      fault: { kind: "error", status: 403, code: "Forbidden.RAM" },
    });
    await workbench().runCommand("IPAM: Refresh");
    await workbench().expand(workbench().row("No permission: vpc:ListIpams"));
    await workbench().row("RequestId:").waitFor();
    const said = await rows();
    expect(said).toContainEqual(
      expect.stringMatching(/^Failed, No permission: vpc:ListIpams, Frankfurt · eu-central-1$/),
    );
    for (const line of [/^Cause: ./, /^What to do: ./, /^Frankfurt · eu-central-1, RequestId: ./])
      expect(said).toContainEqual(expect.stringMatching(line));
    expect((await AccessibilityTree.ofPage(workbench().page)).names("button")).toContain("Try Again");
    fault.remove();
    await workbench().press(workbench().row("Try Again"));
    await workbench().row("No permission").waitFor({ state: "detached" });
  });

  it("says how many regions are still being read, and when there is nothing to show", async () => {
    const stall = inject({ region: "me-east-1", fault: { kind: "latency", ms: 25_000 } });
    await workbench().reload();
    await workbench().openView();
    await workbench().row("Reading regions").waitFor();
    expect((await rows()).join("\n")).toMatch(/Reading regions…, \d+ of 33 still to answer/);
    stall.remove();
    await workbench().row("hub-east-china").waitFor();
    await account.loaded();
    await workbench().pressTitle("Filter…");
    await workbench().input.fill("no such name anywhere");
    await press("Enter");
    await workbench().row("Nothing matches the filter").waitFor();
    expect(await rows()).toEqual([expect.stringContaining("Nothing matches the filter")]);
    await workbench().pressTitle("Clear Filter");
    await workbench().row("hub-east-china").waitFor();
  });
});

describe("By keyboard alone", () => {
  it("an association is found, dry-run from its menu, and the result is announced", async () => {
    await chooseByKeys("payments-hangzhou", "Dry Run Dissociation");
    await workbench().notification("Dry run passed").waitFor();
    await expect.poll(announced, soon).toMatch(/Dry run passed[\s\S]*payments-hangzhou/);
    await runByKeys("Notifications: Focus Notification Toast");
    const toast = workbench().page.locator(".notification-toast .monaco-list:focus-within");
    await toast.waitFor();
    const tree = await AccessibilityTree.ofPage(workbench().page);
    expect(tree.nameless()).toEqual([]);
    expect(tree.things.map(({ name }) => name)).toContainEqual(
      expect.stringMatching(/Dry run passed[\s\S]*payments-hangzhou/),
    );
    expect(account.simulator.count(dryRun)).toBe(1);
    expect(account.simulator.count(change)).toBe(0);
  });

  it("a dissociation is asked for, read in its dialog, and cancelled where the id is to be typed", async () => {
    await chooseByKeys("payments-hangzhou", "Dissociate…");
    const { message, buttons, focused } = await workbench().readDialog();
    expect([buttons.includes("Dissociate"), focused]).toEqual([true, "Dry Run"]);
    const dialogs = (await AccessibilityTree.ofPage(workbench().page)).having("dialog");
    expect(dialogs.map(({ name }) => name).join("\n")).toContain(message);
    const wanted = workbench().dialog.locator(".monaco-button:focus", { hasText: /^Dissociate$/ });
    for (let steps = 0; steps < 6 && !(await wanted.isVisible()); steps += 1) await press("Tab");
    await wanted.waitFor();
    await press("Enter");
    await workbench().waitForInput("To dissociate, type the id");
    const [field] = (await AccessibilityTree.ofPage(workbench().page))
      .having("textbox")
      .filter(({ states }) => states["focused"]);
    expect(field?.name).toMatch(new RegExp(`${payments}.*Dissociate: Type the Id to Confirm`));
    expect(field?.description).toContain("To dissociate, type the id of the resource discovery: payments-hangzhou");
    await workbench().page.keyboard.type(payments.slice(0, -1));
    await press("Escape");
    await workbench().input.waitFor({ state: "hidden" });
    expect(account.simulator.count(change)).toBe(0);
    expect((await rows()).join("\n")).toContain("payments-hangzhou, shared by");
  });

  it("the details are opened, walked through from the first button to the table, and left", async () => {
    await chooseByKeys("hub-east-china", "Show Details");
    await page().getByText("Read at").waitFor();
    await page().locator(".piece").first().waitFor();
    await runByKeys("View: Focus Active Editor Group");
    const passed = await tabUntil("table");
    const order = ["Refresh", "Export…", "Copy: ipam-k3v9qx2m7tdh4wz1", "10.0.0.0/13", "Search by name"];
    const places = order.map((text) => passed.findIndex((name) => name.startsWith(text)));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((one, other) => one - other));
    await press("ArrowDown");
    await expect
      .poll(
        async () =>
          (await AccessibilityTree.ofWebview(await frame())).having("row").filter(({ states }) => states["selected"]),
        soon,
      )
      .toEqual([expect.objectContaining({ name: expect.stringMatching(/^10\.0\.0\.0\/\d+ /) })]);
  });

  it("the map is read as text: where a block is, whose, how full, and what it overlaps", async () => {
    await page().locator('#map [tabindex="0"]').focus();
    await press("Home");
    expect(await page().locator(":focus").textContent()).toBe("10.0.0.0/13");
    await press("ArrowRight");
    expect(await page().locator(":focus").getAttribute("aria-label")).toMatch(
      /^VPC hub-transit, 10\.0\.0\.0\/16, Hangzhou \(cn-hangzhou\), Owner account: \d+, Used: [\d.]+ %$/,
    );
    const overlapping = page().locator('.piece[aria-label*="Overlaps: lake-legacy"]:focus');
    for (let steps = 0; steps < 80 && !(await overlapping.count()); steps += 1) await press("ArrowRight");
    await overlapping.waitFor();
    await press("Enter");
    await page().locator("#crumbs", { hasText: "10.24.0.0/16" }).waitFor();
    await press("Escape");
    await overlapping.waitFor();
  });
});

describe("The details page", () => {
  beforeAll(() => openDetails("hub-east-china"));

  it("names every control, heading, group and figure, and says nothing twice", async () => {
    const tree = await AccessibilityTree.ofWebview(await frame());
    expect(tree.nameless()).toEqual([]);
    expect(tree.repeated()).toEqual([]);
    expect(tree.names("heading")).toEqual(
      expect.arrayContaining(["IPAM hub-east-china", "Address space", "Address blocks", "10.0.0.0/8"]),
    );
    expect(tree.names("group")).toContainEqual(expect.stringMatching(/^10\.0\.0\.0\/8: .*VPC blocks: \d+/));
    expect(tree.having("group")[0]?.description).toContain("Arrow keys go from block to block");
    expect(tree.names("columnheader")).toEqual([
      "CIDR",
      "Name",
      "Type",
      "Id",
      "VPC",
      "Region",
      "Owner",
      "Used",
      "Overlaps",
    ]);
    expect(tree.having("status").length).toBeGreaterThan(0);
  });

  it("breaks no rule of axe", async () => {
    expect(await axeViolations(await frame())).toEqual([]);
  });
});

describe("The plan page", () => {
  beforeAll(openPlan);

  it("names every control, heading and table, and tells the buttons of two rows apart", async () => {
    const tree = await AccessibilityTree.ofWebview(await frame());
    expect(tree.nameless()).toEqual([]);
    expect(tree.repeated()).toEqual([]);
    expect(tree.names("heading")).toEqual(["What a plan would end plan.json"]);
    expect(tree.names("table")).toEqual(["What a plan would end"]);
    expect(tree.names("button").filter((name) => name.startsWith("Reveal in IPAMs"))).toEqual([
      "Reveal in IPAMs, hub-east-china, data-lake-hangzhou",
      "Reveal in IPAMs, hub-east-china, payments-hangzhou",
    ]);
  });

  it("is dry-run by keyboard, says how it came out, and breaks no rule of axe", async () => {
    await page().getByRole("button", { name: "Dry Run All", exact: true }).focus();
    await press("Enter");
    await page().getByText("Dry run finished: 2 of 2 done.").waitFor();
    const tree = await AccessibilityTree.ofWebview(await frame());
    expect(tree.having("status")).toHaveLength(1);
    expect(tree.names("cell").filter((name) => name.startsWith("Passed"))).toHaveLength(2);
    expect(await axeViolations(await frame())).toEqual([]);
  });
});

describe("The walkthrough", () => {
  it("names each step with whether it is done, and its button", async () => {
    await workbench().runCommand("View: Close All Editors");
    await workbench().runCommand("Welcome: Open Walkthrough...");
    await workbench().waitForInput("Get Started with IPAM Explorer");
    await workbench().input.fill("IPAM Explorer");
    const title = "Get Started with IPAM Explorer";
    await workbench().page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
    await press("Enter");
    await workbench().page.locator(".getting-started-step").first().waitFor();
    const tree = await AccessibilityTree.ofPage(workbench().page);
    const steps = [
      ...["Look around in the demo account", "Add a profile of your own"],
      ...["Dry-run a dissociation", "Check a file before you apply it"],
    ];
    expect(tree.names("heading")).toEqual(expect.arrayContaining([title, ...steps]));
    for (const step of steps)
      expect(tree.names("checkbox")).toContainEqual(expect.stringMatching(new RegExp(`^${step}: (Not c|C)ompleted$`)));
    expect(tree.names("button")).toContain("Explore with the Demo Account");
    await workbench().runCommand("View: Close All Editors");
  });
});

describe.each([
  ["Dark High Contrast", "hc-black"],
  ["Light High Contrast", "hc-light"],
  ["Dark Modern", "vs-dark"],
  ["Light Modern", "vs"],
])("In the theme %s", (theme, shown) => {
  const own = theme.toLowerCase().replaceAll(" ", "-");

  it("both pages have words that can be told from their ground", async () => {
    await chooseTheme(theme, shown);
    await openDetails("hub-east-china");
    await page().locator(".piece.overlapping").first().focus();
    await press("ArrowRight");
    expect(await axeViolations(await frame(), ["color-contrast"])).toEqual([]);
    await picture(`accessible-details-${own}`);
    await openPlan();
    const error = (status: number, code: string) => ({ kind: "error", status, code }) as const;
    inject({ dryRun: true, times: 1, fault: error(403, "Forbidden.RAM") });
    inject({ dryRun: true, times: 1, fault: error(400, "ResourceNotFound.Ipam") });
    await page().getByRole("button", { name: "Dry Run All", exact: true }).focus();
    await press("Enter");
    await page().getByText("Dry run finished: 2 of 2 done.").waitFor();
    for (const word of ["Refused", "Cannot tell"]) await page().getByText(word, { exact: true }).waitFor();
    expect(await axeViolations(await frame(), ["color-contrast"])).toEqual([]);
    await picture(`accessible-plan-${own}`);
    await workbench().runCommand("View: Close All Editors");
  });
});
