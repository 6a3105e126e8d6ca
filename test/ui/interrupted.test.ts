import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { FaultRule } from "../../src/simulator/FaultRules.ts";
import type { Moment } from "../../src/simulator/RequestLog.ts";
import { TestAccount } from "../support/TestAccount.ts";

const ipam = "ipam-k3v9qx2m7tdh4wz1";
const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const change = { action: "DissociateIpamResourceDiscovery", dryRun: false } as const;
const reading = { action: "ListIpamResourceDiscoveryAssociations" } as const;

let account: TestAccount;

beforeAll(async () => {
  account = await TestAccount.start({ settings: { "ipamExplorer.confirmation": "button" } });
  await account.addProfile("production");
  await account.workbench.row("payments-hangzhou").waitFor();
  await account.loaded();
});

afterAll(() => account.stop());

afterEach(({ task }) => account.afterTest(task));

/** Presses through the confirmation; resolves once the change has come that far. */
async function dissociate(moment: Moment, request: { readonly action: string } = change): Promise<void> {
  const { workbench, simulator } = account;
  const row = workbench.row("payments-hangzhou");
  await row.waitFor();
  await workbench.contextMenu(row);
  await workbench.pressMenu("Dissociate…");
  await workbench.readDialog();
  const sent = simulator.next(change, "arrived");
  const reached =
    request === change ? simulator.next(change, moment) : sent.then(() => simulator.next(request, moment));
  await workbench.pressDialog("Dissociate");
  await reached;
}

interface Crash {
  readonly when: string;
  readonly moment: Moment;
  readonly request?: { readonly action: string };
  readonly rule: Omit<FaultRule, "times">;
  readonly told: RegExp;
}

/** By its id where the tree, which was read later, does not know its name any more. */
const gone =
  /Dissociated (payments-hangzhou|ipam-res-disco-m4q8)[\s\S]*the association is gone[\s\S]*How this change came out was not known before/;
const there =
  /Still associated: (payments-hangzhou|ipam-res-disco-m4q8)[\s\S]*How this change came out was not known before[\s\S]*Nothing is sent again/;
const onTheWay: Crash = {
  when: "on the way to the service",
  moment: "arrived",
  rule: { ...change, fault: { kind: "latency", ms: 1_500 } },
  told: gone,
};
const unanswered: Crash = {
  when: "done and not answered",
  moment: "acted",
  rule: { ...change, fault: { kind: "stall", when: "afterEffect" } },
  told: gone,
};
const halfAnswered: Crash = {
  when: "done and answered by half",
  moment: "acted",
  rule: { ...change, fault: { kind: "stall", when: "afterHeaders" } },
  told: gone,
};
const beingRead: Crash = {
  when: "answered and being read",
  moment: "arrived",
  request: reading,
  rule: { ...reading, fault: { kind: "latency", ms: 1_500 } },
  told: gone,
};
const notDone: Crash = {
  when: "left, and never done",
  moment: "acted",
  rule: { ...change, fault: { kind: "stall" } },
  told: there,
};

it.each([
  ...[onTheWay, unanswered, halfAnswered, beingRead, notDone],
  ...[onTheWay, unanswered, halfAnswered, beingRead, onTheWay],
])(
  "finds out what came of a change that a crash of the extension host interrupted: $when",
  {
    timeout: 150_000,
  },
  async ({ moment, request = change, rule, told }) => {
    const { workbench, simulator, server } = account;
    const fault = simulator.inject(rule);
    await dissociate(moment, request);
    expect(server.killExtensionHosts()).toBeGreaterThan(0);
    fault.remove();
    await workbench.reload();
    await workbench.notification(told).waitFor({ timeout: 100_000 });
    expect(simulator.organisation.isAssociated(ipam, payments)).toBe(told === there);
    expect(simulator.count(change)).toBe(1);
    // Told once: the next start says nothing of it.
    await workbench.clearNotifications();
    simulator.organisation.setAssociated(ipam, payments, true, 0);
    await workbench.reload();
    await workbench.row("payments-hangzhou").waitFor();
    await account.loaded();
    expect(await workbench.notifications()).toEqual([]);
  },
);

it("only stops waiting when it is cancelled after sending, and tells the outcome later", async () => {
  const { workbench, simulator } = account;
  const fault = simulator.inject({ ...change, fault: { kind: "latency", ms: 4_000 } });
  await dissociate("arrived");
  await workbench.pressNotification("Cancel only stops waiting", "Cancel");
  await workbench
    .notification(/Outcome unknown: payments-hangzhou[\s\S]*You stopped waiting[\s\S]*does not undo it/)
    .waitFor();
  await workbench.notification(/Dissociated payments-hangzhou[\s\S]*the association is gone/).waitFor();
  expect(simulator.count(change)).toBe(1);
  fault.remove();
});
