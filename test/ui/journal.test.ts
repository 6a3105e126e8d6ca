import { appendFileSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { filesBelow } from "../support/filesBelow.ts";
import { TestAccount } from "../support/TestAccount.ts";
import { Workbench } from "../support/Workbench.ts";

const ipam = "ipam-k3v9qx2m7tdh4wz1";
const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const change = { action: "DissociateIpamResourceDiscovery", dryRun: false } as const;

let account: TestAccount;
/** Lets the requests go on that a latency holds. */
let release = (): void => {};

beforeAll(async () => {
  account = await TestAccount.start({
    settings: { "ipamExplorer.confirmation": "button" },
    simulator: {
      wait: () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    },
  });
  await account.addProfile("production");
  await account.workbench.row("payments-hangzhou").waitFor();
  await account.loaded();
});

afterAll(() => account.stop());

afterEach(async ({ task }) => {
  release();
  await account.afterTest(task);
});

/** Comes as far as the confirmation. */
async function askToDissociate(workbench: Workbench): Promise<void> {
  const row = workbench.row("payments-hangzhou");
  await row.waitFor();
  await workbench.contextMenu(row);
  await workbench.pressMenu("Dissociate…");
  await workbench.readDialog();
}

function journalFile(): string {
  const file = filesBelow(account.written).find((name) => path.basename(name) === "journal.jsonl");
  if (!file) throw new Error("There is no journal.");
  return file;
}

it("sends one change when two windows want it, and when it is asked for again in one", async () => {
  const { workbench: first, simulator } = account;
  // A browser of its own: neither the window's state nor its list of profiles is that of the first one.
  const folders = [path.join(account.written, "workspace"), path.join(account.written, "second-browser")] as const;
  const second = await Workbench.open(account.server, ...folders);
  try {
    await second.openView();
    await account.addProfile("same account", second);
    await askToDissociate(second);
    const fault = simulator.inject({ ...change, times: 1, fault: { kind: "latency", ms: 1 } });
    await askToDissociate(first);
    const arrived = simulator.next(change);
    await first.pressDialog("Dissociate");
    await arrived;
    await second.pressDialog("Dissociate");
    await second
      .notification(
        /Not dissociated by this change: payments-hangzhou[\s\S]*was not sent[\s\S]*Another window of VS Code holds an earlier change of this association/,
      )
      .waitFor();
    await second.screenshot("test-results/not-sent.png");
    expect((await first.contextMenu(first.row("payments-hangzhou"))).join()).not.toMatch(/Dissociat/);
    await first.page.keyboard.press("Escape");
    await first.runCommand("IPAM: Dissociate");
    await first.waitForInput("owner 1203715520147781");
    await first.pick("payments-hangzhou");
    await first.input.press("Enter");
    await first.notification(/payments-hangzhou[\s\S]*is being worked on already/).waitFor();
    release();
    await first.notification(/Dissociated payments-hangzhou[\s\S]*the association is gone/).waitFor();
    fault.remove();
    expect(simulator.count(change)).toBe(1);
    expect(simulator.count({ effect: true })).toBe(1);
  } finally {
    await second.close();
  }
});

it("sets a damaged line aside, tells of it once, and still settles the change beside it", {
  timeout: 150_000,
}, async () => {
  const { workbench, simulator, server } = account;
  simulator.organisation.setAssociated(ipam, payments, true, 0);
  simulator.forget();
  await workbench.runCommand("IPAM: Refresh");
  await workbench.row("payments-hangzhou").waitFor();
  await account.refreshed();
  await askToDissociate(workbench);
  const fault = simulator.inject({ ...change, fault: { kind: "stall", when: "afterEffect" } });
  const acted = simulator.next(change, "acted");
  await workbench.pressDialog("Dissociate");
  await acted;
  server.killExtensionHosts();
  fault.remove();
  const file = journalFile();
  appendFileSync(file, '\n{"kind":"intent","id":"dama');
  appendFileSync(file, "\n");
  const number = readFileSync(file, "utf8").split("\n").length - 1;
  await workbench.reload();
  const told = workbench.notification(`Line ${number} of the journal of changes is damaged. It was set aside`);
  await told.waitFor({ timeout: 100_000 });
  expect(await told.textContent()).toContain(file);
  await workbench
    .notification(/Dissociated[\s\S]*the association is gone[\s\S]*How this change came out was not known before/)
    .waitFor({ timeout: 100_000 });
  expect(simulator.count(change)).toBe(1);
  await workbench.clearNotifications();
  simulator.organisation.setAssociated(ipam, payments, true, 0);
  await workbench.reload();
  await workbench.row("payments-hangzhou").waitFor();
  await account.loaded();
  expect(await workbench.notifications()).toEqual([]);
});
