import { afterEach, beforeEach, expect, it } from "vitest";
import type { Journal } from "../../../src/ipam/Journal.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { type SharedPair, sharedPair } from "../../support/sharedPair.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";
import { testRunner } from "../../support/testRunner.ts";

let pair: SharedPair;
let simulator: Simulator;
let journal: Journal;
let decision: "change" | "dryRun" | "cancel";

beforeEach(async () => {
  pair = sharedPair();
  pair.organisation.setAssociated(pair.ipam.id, pair.discovery.id, false, 0);
  simulator = await Simulator.start({ organisation: pair.organisation });
  journal = memoryJournal();
  decision = "change";
});

afterEach(() => simulator.close());

const target = () =>
  ({ profile: "p", region: "cn-hangzhou", ipamId: pair.ipam.id, discoveryId: pair.discovery.id }) as const;

const runner = () => testRunner({ api: testCloud(simulator).ipamApi(credentialsOf(simulator)), journal });
const associate = () =>
  runner().change("associate", [target()], {
    confirm: async () => decision,
    noteOf: () => ({ ipamName: "hub", discoveryName: "spoke" }),
  });

const sent = () => [simulator.count({ dryRun: true }), simulator.count({ effect: true })];

it("associates after its own dry run, with one change that the journal keeps with its names", async () => {
  expect(await associate()).toMatchObject({ ended: "settled", ends: [{ settlement: { outcome: "associated" } }] });
  expect(sent()).toEqual([1, 1]);
  expect(pair.organisation.isAssociated(pair.ipam.id, pair.discovery.id)).toBe(true);
  expect(await journal.history()).toMatchObject([
    {
      intent: { action: "associate", note: { ipamName: "hub", discoveryName: "spoke" } },
      outcome: { outcome: "associated" },
    },
  ]);
});

it("refuses what is associated already, and sends no change", async () => {
  pair.organisation.setAssociated(pair.ipam.id, pair.discovery.id, true, 0);
  expect(await associate()).toMatchObject({
    ended: "checked",
    checks: [{ verdict: "refused", why: "alreadyAssociated" }],
  });
  expect(simulator.count({ effect: true })).toBe(0);
});

it("sends nothing when the person cancels, and changes nothing by a dry run", async () => {
  decision = "cancel";
  expect(await associate()).toEqual({ ended: "cancelled" });
  expect(await runner().dryRun("associate", [target()])).toMatchObject({
    ended: "checked",
    checks: [{ verdict: "ready" }],
  });
  expect(sent()).toEqual([2, 0]);
});

it("cannot tell without the permission, and says which is missing", async () => {
  pair.consumer.denied.add("vpc:AssociateIpamResourceDiscovery");
  expect(await associate()).toMatchObject({ checks: [{ verdict: "cannotTell", error: { reason: "forbidden" } }] });
});

it("says that a discovery is not shared any more", async () => {
  pair.discovery.sharedWith.delete(pair.consumer.id);
  expect(await associate()).toMatchObject({ checks: [{ verdict: "refused", why: "service" }] });
});

it("raises the alarm when the dry run is answered like the change, and reads at once what came of it", async () => {
  simulator.inject({ action: "AssociateIpamResourceDiscovery", fault: { kind: "ignoreDryRun" } });
  expect(await associate()).toMatchObject({ checks: [{ verdict: "alarm", observed: "associated" }] });
});
