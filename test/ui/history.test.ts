import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";

let account: TestAccount;
const workbench = (): Workbench => account.workbench;

beforeAll(async () => {
  account = await TestAccount.start();
  await account.signIn("production");
});

afterAll(() => account.stop());

afterEach(({ task }) => account.afterTest(task));

const effects = () => account.simulator.requests.filter(({ effect }) => effect).map(({ action }) => action);

async function dissociate(reason: string): Promise<void> {
  await workbench().contextMenu(workbench().row("payments-hangzhou"));
  await workbench().pressMenu("Dissociate…");
  await workbench().readDialog();
  await workbench().pressDialog("Dissociate");
  await workbench().answerInput("A reason may follow it", `${payments} ${reason}`);
  await workbench()
    .notification(/Dissociated payments-hangzhou and the IPAM hub-east-china[\s\S]*association is gone/)
    .waitFor();
}

async function confirmAssociation(): Promise<void> {
  const { message, detail, buttons, focused } = await workbench().readDialog();
  expect(message).toBe("Associate payments-hangzhou and the IPAM hub-east-china?");
  expect(detail).toContain(payments);
  expect([[...buttons].sort(), focused]).toEqual([["Associate", "Cancel", "Dry Run"], "Dry Run"]);
  await workbench().pressDialog("Associate");
  await workbench()
    .notification(/Associated payments-hangzhou and the IPAM hub-east-china[\s\S]*association is there/)
    .waitFor();
  await workbench().row("payments-hangzhou").waitFor();
}

it("offers to associate again what it dissociated, by a dry run and a confirmation of its own", async () => {
  await dissociate("ticket 4711: moved to hub 2");
  await workbench().row("payments-hangzhou").waitFor({ state: "detached" });
  await workbench().pressNotification("Dissociated payments-hangzhou", "Associate Again…");
  await confirmAssociation();
  expect(effects()).toEqual(["DissociateIpamResourceDiscovery", "AssociateIpamResourceDiscovery"]);
  expect(account.simulator.count({ action: "AssociateIpamResourceDiscovery", dryRun: true })).toBe(1);
});

it("lists what was changed, with names, outcome, account, RequestId and the reason that was typed", async () => {
  await workbench().runCommand("IPAM: Show History");
  await workbench().waitForInput("Changes Made from This Machine");
  const [last, first, ...others] = await workbench().pickEntries();
  expect(others).toEqual([]);
  expect(last).toMatchObject({ label: "Associate payments-hangzhou with hub-east-china", description: "associated" });
  expect(first).toMatchObject({
    label: "Dissociate payments-hangzhou from hub-east-china",
    description: "dissociated",
  });
  for (const fact of [
    "Hangzhou (cn-hangzhou)",
    "account 1203715520147781",
    payments,
    "RequestId: ",
    "reason: ticket 4711: moved to hub 2",
  ]) {
    expect(first?.detail).toContain(fact);
  }
  await workbench().screenshot("test-results/history.png");
  await workbench().input.fill("4711");
  await expect.poll(async () => (await workbench().pickEntries()).length).toBe(1);
  await workbench().page.keyboard.press("Enter");
  // It was associated again, so that there is nothing to undo.
  await workbench().waitForInput("Copy RequestId");
  expect((await workbench().pickEntries()).map(({ label }) => label)).toEqual(["Copy as JSON", "Copy RequestId"]);
  await workbench().page.keyboard.press("Escape");
  await workbench().input.waitFor({ state: "hidden" });
});

it("has nothing to undo once it was associated again", async () => {
  await workbench().runCommand("IPAM: Undo Last Dissociation");
  await workbench().notification("There is no dissociation from this machine that could be undone.").waitFor();
  expect(account.simulator.requests).toEqual([]);
});

it("undoes the last dissociation after VS Code restarted, by the names it had", async () => {
  await dissociate("");
  await account.closeVsCode();
  await account.openVsCode();
  await workbench().row("hub-east-china").waitFor();
  await account.loaded();
  await workbench().runCommand("IPAM: Undo Last Dissociation");
  await confirmAssociation();
});

it("associates from an IPAM in the tree, of the discoveries that are not associated yet", async () => {
  await dissociate("");
  await workbench().contextMenu(workbench().row("hub-east-china"));
  await workbench().pressMenu("Associate a Resource Discovery…");
  await workbench().waitForInput(payments);
  expect((await workbench().pickEntries()).map(({ label }) => label)).toContain("payments-hangzhou");
  await workbench().screenshot("test-results/associate.png");
  await workbench().pick("payments-hangzhou");
  await workbench().input.press("Enter");
  await confirmAssociation();
});

it("skips what cannot be undone, as its discovery is not shared any more", async () => {
  const { organisation } = account.simulator;
  await dissociate("");
  await workbench().row("payments-hangzhou").waitFor({ state: "detached" });
  const discovery = organisation.discoveries.find(({ id }) => id === payments);
  const consumers = [...(discovery?.sharedWith ?? [])];
  discovery?.sharedWith.clear();
  await workbench().runCommand("IPAM: Refresh");
  await account.loaded();
  await workbench().clearNotifications();
  await workbench().runCommand("IPAM: Undo Last Dissociation");
  await workbench().notification("There is no dissociation from this machine that could be undone.").waitFor();
  for (const consumer of consumers) discovery?.sharedWith.add(consumer);
});
