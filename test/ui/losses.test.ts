import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { TestAccount } from "../support/TestAccount.ts";
import type { Workbench } from "../support/Workbench.ts";

const hub = "ipam-k3v9qx2m7tdh4wz1";
const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const told = "No longer associated: payments-hangzhou and the IPAM hub-east-china";

let account: TestAccount;
const workbench = (): Workbench => account.workbench;

beforeAll(async () => {
  account = await TestAccount.start({ settings: { "ipamExplorer.confirmation": "button" } });
  await account.signIn("production");
});

afterAll(() => account.stop());

afterEach(({ task }) => account.afterTest(task));

it("tells once of an association that someone else ended, what the IPAM no longer sees, and offers it again", async () => {
  account.simulator.organisation.setAssociated(hub, payments, false);
  await workbench().runCommand("IPAM: Refresh");
  await workbench().notification(told).waitFor();
  await workbench()
    .notification(/The IPAM no longer sees: \d+ VPCs and \d+ vSwitches in cn-hangzhou/)
    .waitFor();
  await workbench().screenshot("test-results/loss.png");
  await workbench().pressNotification(told, "Associate Again…");
  await workbench().readDialog();
  await workbench().pressDialog("Associate");
  await workbench().notification("Associated payments-hangzhou").waitFor();
  await workbench().clearNotifications();
  await workbench().runCommand("IPAM: Refresh");
  await account.loaded();
  expect(await workbench().notifications()).toEqual([]);
});

it("tells at the next start of what went meanwhile, and that nothing is known of a discovery not shared any more", async () => {
  await account.closeVsCode();
  const { organisation } = account.simulator;
  organisation.setAssociated(hub, payments, false);
  organisation.discoveries.find(({ id }) => id === payments)?.sharedWith.clear();
  await account.openVsCode();
  await workbench().notification(told).waitFor();
  await workbench().notification("The IPAM no longer sees: not known").waitFor();
});

it("does not tell of what this machine ended itself", async () => {
  await workbench().row("data-singapore").waitFor();
  await account.loaded();
  await workbench().contextMenu(workbench().row("data-singapore"));
  await workbench().pressMenu("Dissociate…");
  await workbench().readDialog();
  await workbench().pressDialog("Dissociate");
  await workbench().notification("Dissociated data-singapore").waitFor();
  await workbench().row("data-singapore").waitFor({ state: "detached" });
  await workbench().runCommand("IPAM: Refresh");
  await account.loaded();
  expect((await workbench().notifications()).join()).not.toContain("No longer associated");
});
