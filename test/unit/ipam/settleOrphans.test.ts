import { beforeEach, describe, expect, it } from "vitest";
import type { IpamApi } from "../../../src/ipam/IpamApi.ts";
import { IpamError } from "../../../src/ipam/IpamError.ts";
import { MemoryLines } from "../../../src/ipam/MemoryLines.ts";
import { type OrphanTools, settleOrphans } from "../../../src/ipam/settleOrphans.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { sharedPair } from "../../support/sharedPair.ts";
import { TestClock } from "../../support/TestClock.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

describe("Settling what a crash interrupted", () => {
  let lines: MemoryLines;
  let told: string[];

  beforeEach(() => {
    lines = new MemoryLines();
    told = [];
  });

  const tools = (window: number, api: IpamApi): OrphanTools => ({
    journal: memoryJournal({ lines, window: `window-${window}`, pid: window, isRunning: (pid) => pid < 9 }),
    clock: new TestClock(),
    actorFor: async ({ accountId }) => ({ api, accountId }),
    onSettled: (_intent, { outcome }) => told.push(outcome),
  });

  /** Runs over a simulator in which a window that ended had begun to dissociate. */
  async function interrupted(
    work: (api: IpamApi, simulator: Simulator, setAssociated: (is: boolean) => void) => Promise<void>,
  ): Promise<void> {
    const { organisation, ipam, discovery } = sharedPair();
    const simulator = await Simulator.start({ organisation });
    const target = { profile: "p", region: ipam.region, ipamId: ipam.id, discoveryId: discovery.id };
    await memoryJournal({ lines, window: "window-9", pid: 9 }).begin(
      { action: "dissociate", target, dryRunRequestId: undefined },
      "1",
      "token",
    );
    try {
      const api = testCloud(simulator).ipamApi(credentialsOf(simulator));
      await work(api, simulator, (is) => organisation.setAssociated(ipam.id, discovery.id, is, 0));
    } finally {
      await simulator.close();
    }
  }

  it("tells dissociated when the association is gone, and sends no change", () =>
    interrupted(async (api, simulator, setAssociated) => {
      setAssociated(false);
      await settleOrphans(tools(1, api));
      expect(told).toEqual(["dissociated"]);
      expect(simulator.count({ action: "DissociateIpamResourceDiscovery" })).toBe(0);
    }));

  it("tells still associated when it is there to the end", () =>
    interrupted(async (api) => {
      await settleOrphans(tools(1, api));
      expect(told).toEqual(["stillAssociated"]);
    }));

  it("tells not known when nothing can be read", () =>
    interrupted(async (api, simulator) => {
      simulator.inject({ fault: { kind: "html", status: 502 } });
      await settleOrphans(tools(1, api));
      expect(told).toEqual(["unknown"]);
    }));

  it("tells not known when the profile is gone", () =>
    interrupted(async (api) => {
      const error = new IpamError({ reason: "credentialsUnavailable", what: "w", advice: "a", effect: "no" });
      await settleOrphans({ ...tools(1, api), actorFor: () => Promise.reject(error) });
      expect(told).toEqual(["unknown"]);
    }));

  it("tells it once, of windows that start together and of those that start later", () =>
    interrupted(async (api) => {
      await Promise.all([1, 2, 3].map((window) => settleOrphans(tools(window, api))));
      await settleOrphans(tools(4, api));
      expect(told).toEqual(["stillAssociated"]);
    }));
});
