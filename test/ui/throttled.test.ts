import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { TestAccount } from "../support/TestAccount.ts";

const ipam = "ipam-k3v9qx2m7tdh4wz1";
const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const change = { action: "DissociateIpamResourceDiscovery", dryRun: false } as const;

let account: TestAccount;

beforeAll(async () => {
  account = await TestAccount.start({ settings: { "ipamExplorer.confirmation": "button" } });
  await account.addProfile("production");
  await account.workbench.row("payments-hangzhou").waitFor();
  await account.loaded();
});

afterAll(() => account.stop());

afterEach(({ task }) => account.afterTest(task));

/** Presses through the confirmation of a dissociation. */
async function confirm(): Promise<void> {
  const { workbench } = account;
  await workbench.contextMenu(workbench.row("payments-hangzhou"));
  await workbench.pressMenu("Dissociate…");
  await workbench.readDialog();
  await workbench.pressDialog("Dissociate");
}

it("sends nothing more once a change is cancelled that waits after the service refused it, and says so", async () => {
  const { workbench, simulator } = account;
  const headers = { "x-acs-retry-after": "15000" };
  const throttled = simulator.inject({
    ...change,
    fault: { kind: "error", status: 400, code: "Throttling.User", headers },
  });
  const refused = simulator.next(change, "ended");
  await confirm();
  await refused;
  await workbench.notification("Cancel keeps it from being sent").waitFor();
  await workbench.screenshot("test-results/throttled.png");
  await workbench.pressNotification("Cancel keeps it from being sent", "Cancel");
  await workbench
    .notification(
      /Not dissociated by this change: payments-hangzhou[\s\S]*You cancelled before the next try[\s\S]*RequestId/,
    )
    .waitFor();
  await workbench.screenshot("test-results/throttled-cancelled.png");
  throttled.remove();
  // Once the account may send again, it reads; the change does not come.
  await workbench.runCommand("IPAM: Refresh");
  await account.loaded();
  expect(simulator.count(change)).toBe(1);
  expect(simulator.organisation.isAssociated(ipam, payments)).toBe(true);
  await workbench.clearNotifications();
  await workbench.runCommand("IPAM: Show History");
  await workbench.waitForInput("Changes Made from This Machine");
  expect((await workbench.pickEntries()).map(({ description }) => description)).toEqual(["refused"]);
  await workbench.page.keyboard.press("Escape");
});

it("sends a change again by itself after a refusal that passes, with the same ClientToken", async () => {
  const { workbench, simulator } = account;
  simulator.forget();
  simulator.inject({ ...change, times: 1, fault: { kind: "error", status: 400, code: "Throttling.User" } });
  await confirm();
  await workbench.notification(/Dissociated payments-hangzhou[\s\S]*the association is gone/).waitFor();
  const sent = simulator.requests.filter(({ action, dryRun }) => action === change.action && !dryRun);
  expect(sent.map(({ code }) => code)).toEqual(["Throttling.User", undefined]);
  expect(new Set(sent.map(({ clientToken }) => clientToken)).size).toBe(1);
});
