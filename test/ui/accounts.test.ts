import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

let account: TestAccount;
const workbench = (): Workbench => account.workbench;

beforeAll(async () => {
  account = await TestAccount.start();
  await account.signIn("hub");
});

afterAll(() => account.stop());

afterEach(({ task }) => account.afterTest(task));

/** The labels of the rows of a level, 1 at the top. */
async function labels(level: number): Promise<readonly string[]> {
  return (await workbench().tree()).filter((row) => row.level === level).map(({ label }) => label);
}

async function groupBy(title: string): Promise<void> {
  await workbench().runCommand("IPAM: Group By");
  const label = workbench().page.locator(".quick-input-list .label-name", { hasText: new RegExp(`^\\s*${title}$`) });
  await label.click();
}

it("shows each profile that is added beside the others, with its own failures", async () => {
  await workbench().runCommand("IPAM: Show All Profiles Side by Side");
  await workbench().notification("This is the only profile so far").waitFor();
  await workbench().clearNotifications();
  await account.addProfile("payments", workbench(), account.keyOf(1));
  await workbench().row("payments-ipam").waitFor();
  const lake = account.keyOf(2);
  await account.addProfile("lake", workbench(), lake);
  await workbench().notification("Signed in as account 1549930286017735").waitFor();
  await account.loaded();
  await expect.poll(() => labels(1)).toEqual(["hub", "payments", "lake"]);
  expect(await labels(2)).toEqual(expect.arrayContaining(["hub-east-china", "payments-ipam"]));
  await workbench().statusBar("lake · 1549930286017735 (+2)").waitFor();

  lake.inactive = true;
  await workbench().clearNotifications();
  await workbench().runCommand("IPAM: Refresh");
  await workbench().notification("This AccessKey is disabled.").waitFor();
  await workbench().clearNotifications();
  await workbench().row("AccessKey refused").waitFor();
  await expect
    .poll(async () => (await workbench().tree()).find(({ label }) => label === "lake")?.description)
    .toMatch(/active · IPAMs: \d · not everything could be read/);
  expect((await workbench().tree()).find(({ label }) => label === "hub")?.description).not.toContain("read");
  await workbench().screenshot("test-results/accounts.png");
  lake.inactive = false;
});

it("makes the account of a row the active one, without reading anything again", async () => {
  await workbench().runCommand("IPAM: Refresh");
  await workbench().row("AccessKey refused").waitFor({ state: "detached" });
  await account.loaded();
  account.simulator.forget();
  await workbench().contextMenu(workbench().row("1203715520147781"));
  await workbench().pressMenu("Switch Profile");
  await workbench().statusBar("hub · 1203715520147781 (+2)").waitFor();
  expect(await labels(1)).toEqual(["hub", "payments", "lake"]);
  expect(account.simulator.requests).toEqual([]);
});

it("dry-runs with the credentials of the account that a row belongs to", async () => {
  await workbench().contextMenu(workbench().row("hub-labshared by 1203715520147781"));
  await workbench().pressMenu("Dry Run Dissociation");
  await workbench().notification("Dry run passed").waitFor();
  const [sent] = account.simulator.requests.filter(({ action }) => action === "DissociateIpamResourceDiscovery");
  expect(sent?.accountId).toBe("1882009915530042");
});

it("names each account in a confirmation about several", async () => {
  const rows = [
    workbench().row("payments-hangzhoushared by"),
    workbench().row("hub-labshared by 1203715520147781"),
  ] as const;
  await workbench().select(...rows);
  await workbench().contextMenu(rows[0]);
  await workbench().pressMenu("Dissociate…");
  const { detail } = await workbench().readDialog();
  await workbench().screenshot("test-results/several-accounts.png");
  expect(detail).toContain("Account: hub (1203715520147781), payments (1882009915530042)");
  expect(detail.match(/^Account: (hub|payments)$/gm)).toEqual(["Account: hub", "Account: payments"]);
  await workbench().pressDialog("Cancel");
  await workbench().runCommand("View: Close All Editors");
});

it("groups by discovery: which IPAMs see it, and which no IPAM sees", async () => {
  await groupBy("Resource discovery");
  await workbench().row("no IPAM sees it").waitFor();
  const rows = await workbench().tree();
  const lab = rows.findIndex(({ label }) => label === "hub-lab");
  expect(rows[lab]?.description).toMatch(/^cn-shanghai · owner 1203715520147781 · IPAMs: 2/);
  expect(rows.slice(lab + 1, lab + 3)).toMatchObject([
    { level: 2, label: "hub-shanghai" },
    { level: 2, label: "payments-ipam" },
  ]);
  await workbench().screenshot("test-results/by-discovery.png");
  await workbench().contextMenu(workbench().row("no IPAM sees it"));
  await workbench().page.keyboard.press("Escape");
});

it("groups by region, with the IPAMs of all accounts and whose each is", async () => {
  await groupBy("Region");
  await expect.poll(async () => (await labels(1)).slice(0, 2)).toEqual(["Hangzhou", "Shanghai"]);
  const rows = await workbench().tree();
  expect(rows.find(({ label }) => label === "payments-ipam")?.description).toMatch(/^payments · cn-shanghai/);
  await workbench().screenshot("test-results/by-region.png");
});

it("lists the IPAMs of all accounts one below the other, and a filter searches them all", async () => {
  await groupBy("IPAM");
  await expect.poll(() => labels(1)).toContain("payments-ipam");
  await workbench().runCommand("IPAM: Filter");
  await workbench().input.fill("hub-lab");
  await expect.poll(() => labels(1)).toEqual(["hub-shanghai", "payments-ipam"]);
  await workbench().page.keyboard.press("Escape");
  await expect.poll(() => labels(1)).toContain("hub-east-china");
});

it("reads the regions that are chosen, and none twice", async () => {
  await workbench().runCommand("IPAM: Choose Regions");
  await workbench().waitForInput("Choose Regions");
  // Takes the mark from all of them.
  await workbench().page.locator(".quick-input-header").getByRole("checkbox").first().click();
  await workbench().input.fill("cn-hangzhou");
  await workbench().page.locator(".quick-input-list .monaco-list-row").first().click();
  await workbench().page.keyboard.press("Enter");
  await workbench().row("payments-ipam").waitFor({ state: "detached" });
  await workbench().row("hub-east-china").waitFor();
  expect(account.simulator.requests).toEqual([]);
  await workbench().runCommand("IPAM: Choose Regions");
  await workbench().waitForInput("Choose Regions");
  await workbench().page.locator(".quick-input-header").getByRole("checkbox").first().click();
  await workbench().page.keyboard.press("Enter");
  await workbench().row("payments-ipam").waitFor();
  await account.loaded();
  expect(account.simulator.requests.filter(({ region }) => region === "cn-hangzhou")).toEqual([]);
  expect(account.simulator.count({ action: "ListIpams" })).toBe(3 * 32);
});

it("shows the three accounts of the demo side by side, and no others", async () => {
  await groupBy("Account");
  await workbench().runCommand("IPAM: Explore with the Demo Account");
  const demo = ["Harbour Network Hub", "Harbour Payments", "Harbour Data Platform"];
  await expect.poll(() => labels(1), { timeout: 30_000 }).toEqual(demo);
  await account.loaded();
  await workbench().statusBar("IPAM demo: Harbour Network Hub (+2)").waitFor();
  await workbench().runCommand("IPAM: Switch Profile");
  await workbench().pick("hub");
  await expect.poll(() => labels(1), { timeout: 30_000 }).toEqual(["hub", "payments", "lake"]);
  await account.loaded();
});

it("stands there again as it was left, and shows the active profile only when asked to", async () => {
  await groupBy("Account");
  await expect.poll(() => labels(1)).toEqual(["hub", "payments", "lake"]);
  // A window that is closed by the browser may lose what it was about to keep.
  await workbench().reload();
  await expect.poll(() => labels(1), { timeout: 60_000 }).toEqual(["hub", "payments", "lake"]);
  await account.loaded();
  await workbench().runCommand("IPAM: Show the Active Profile Only");
  await expect.poll(() => labels(1)).toEqual(["hub"]);
  await groupBy("IPAM");
  await workbench().statusBar("hub · 1203715520147781").waitFor();
  expect(await labels(1)).not.toContain("payments-ipam");
});
