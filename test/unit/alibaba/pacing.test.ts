import { describe, expect, it } from "vitest";
import { Inventory } from "../../../src/ipam/Inventory.ts";
import type { IpamApi } from "../../../src/ipam/IpamApi.ts";
import { measureImpact } from "../../../src/ipam/measureImpact.ts";
import { regions } from "../../../src/ipam/regions.ts";
import type { CallLimit } from "../../../src/simulator/CallLimiter.ts";
import { Organisation } from "../../../src/simulator/Organisation.ts";
import { scaleOrganisation } from "../../support/scaleOrganisation.ts";
import { VirtualService, type VirtualServiceOptions } from "../../support/VirtualService.ts";

const tenPerSecond: CallLimit = { calls: 10, perMs: 1000, of: "account" };
const documented: CallLimit = { calls: 300, perMs: 60_000, of: "operation" };

const serviceOf = (limits: readonly CallLimit[], options: Partial<VirtualServiceOptions> = {}) =>
  new VirtualService({ organisation: scaleOrganisation(regions, { sharedPerIpam: 1 }), limits, ...options });

/** All 33 regions of an account, the first unless told otherwise. */
function readAll(service: VirtualService, account = 0) {
  const api = service.cloud.ipamApi(service.credentials(account));
  const inventory = new Inventory(api, regions, () => service.clock.now());
  return { api, inventory, read: inventory.load() };
}

function expectComplete(inventory: Inventory): void {
  expect(inventory.snapshots().map(({ state }) => state)).toEqual(regions.map(() => "loaded"));
  expect(inventory.snapshots().flatMap(({ contents }) => contents?.gaps ?? [])).toEqual([]);
}

describe.each([
  ["windows that slide", tenPerSecond],
  ["windows that begin each second", { ...tenPerSecond, aligned: true }],
])("An account limited to 10 calls per second, in %s", (_, limit) => {
  it.each([20, 100, 300, 900])(
    "is read without a gap and with few refusals, at a latency of %i ms",
    async (latencyMs) => {
      const service = serviceOf([limit], { latencyMs });
      const { inventory, read } = readAll(service);
      await service.clock.run(read);
      expectComplete(inventory);
      expect(service.refused).toBeGreaterThan(0);
      expect(service.refused).toBeLessThanOrEqual(0.05 * service.arrivals.length);
    },
  );
});

it.each([1200, 1500, 2000])("is read with few refusals at latencies from 20 to %i ms", async (slowest) => {
  let [refused, arrived] = [0, 0];
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = randomOf(seed);
    const service = serviceOf([tenPerSecond], { latencyMs: () => 20 + random() * (slowest - 20) });
    const { inventory, read } = readAll(service);
    await service.clock.run(read);
    expectComplete(inventory);
    refused += service.refused;
    arrived += service.arrivals.length;
  }
  expect(refused).toBeLessThanOrEqual(0.05 * arrived);
});

/** Numbers from 0 to 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed * 7919;
  return () => {
    state = (state * 1103515245 + 12345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
}

/** Requests that left after a moment and before the first one of that action. */
const before = (service: VirtualService, action: string, since: number) => {
  const later = service.arrivals.filter(({ leftAt }) => leftAt > since).sort((one, other) => one.leftAt - other.leftAt);
  return later.findIndex((arrival) => arrival.action === action);
};

it("lets a change pass all that is read in the background, by one step of the pace at most", async () => {
  const service = serviceOf([tenPerSecond]);
  const { api, read } = readAll(service);
  await service.clock.run(service.clock.wait(4_000));
  const ends = { region: "cn-hangzhou", ipamId: "ipam-none", discoveryId: "ipam-res-disco-none" } as const;
  const asked = service.clock.elapsed();
  const change = api.dryRunDissociate({ ...ends, clientToken: "t" }).catch(() => {});
  await service.clock.run(read);
  await change;
  expect(before(service, "DissociateIpamResourceDiscovery", asked)).toBeLessThanOrEqual(1);
});

it("lets a change pass all that a person waits for", async () => {
  const service = serviceOf([tenPerSecond]);
  const api = service.cloud.ipamApi(service.credentials());
  const lists = Promise.all(regions.map((region) => api.listIpams(region)));
  await service.clock.run(service.clock.wait(2_000));
  const ends = { region: "cn-hangzhou", ipamId: "ipam-none", discoveryId: "ipam-res-disco-none" } as const;
  const asked = service.clock.elapsed();
  const change = api.dissociate({ ...ends, clientToken: "t" }).catch(() => {});
  await service.clock.run(lists);
  await change;
  expect(before(service, "DissociateIpamResourceDiscovery", asked)).toBeLessThanOrEqual(1);
});

it("lets a list that a person waits for pass all that is read in the background", async () => {
  const service = serviceOf([tenPerSecond]);
  const { api, read } = readAll(service);
  await service.clock.run(service.clock.wait(4_000));
  const asked = service.clock.elapsed();
  await service.clock.run(api.isServiceOpened("cn-hangzhou"));
  await service.clock.run(read);
  expect(before(service, "GetVpcIpamServiceStatus", asked)).toBeLessThanOrEqual(1);
});

describe("Impacts that are counted", () => {
  /** An account with a discovery in all regions, and the impact of it, counted that many times. */
  function stage() {
    const organisation = scaleOrganisation(regions, { sharedPerIpam: 1 });
    const [hub] = organisation.accounts;
    if (!hub) throw new Error("There is no account.");
    const { id } = organisation.addDiscovery(hub, "cn-hangzhou", { operatingRegions: regions });
    const service = serviceOf([tenPerSecond], { organisation });
    const query = { region: "cn-hangzhou", discoveryId: id, operatingRegions: regions } as const;
    const count = (api: IpamApi, times: number) =>
      Promise.all(Array.from({ length: times }, () => measureImpact(query, api, () => 0)));
    return { service, count };
  }

  it("let a look at one association pass", async () => {
    const { service, count } = stage();
    const api = service.cloud.ipamApi(service.credentials());
    const impacts = count(api, 5);
    await service.clock.run(service.clock.wait(3_000));
    const asked = service.clock.elapsed();
    await service.clock.run(api.listAssociations("cn-hangzhou", { ipamId: "ipam-none", discoveryId: "none" }));
    await service.clock.run(impacts);
    expect(before(service, "ListIpamResourceDiscoveryAssociations", asked)).toBeLessThanOrEqual(1);
  });

  it("pass all that is read in the background", async () => {
    const { service, count } = stage();
    const { api, read } = readAll(service);
    await service.clock.run(service.clock.wait(3_000));
    const asked = service.clock.elapsed();
    const impacts = count(api, 1);
    await service.clock.run(Promise.all([impacts, read]));
    expect(before(service, "ListIpamDiscoveredResource", asked)).toBeLessThanOrEqual(1);
  });
});

it("counts the impact of 100 associations over 33 regions under the documented limit, with none refused", async () => {
  const organisation = new Organisation();
  const account = organisation.addAccount("1000000000000001", "hub");
  const discoveries = Array.from({ length: 100 }, () =>
    organisation.addDiscovery(account, "cn-hangzhou", { operatingRegions: regions }),
  );
  const service = serviceOf([documented], { organisation });
  const api = service.cloud.ipamApi(service.credentials());
  const impacts = discoveries.map(({ id }) =>
    measureImpact({ region: "cn-hangzhou", discoveryId: id, operatingRegions: regions }, api, () => 0),
  );
  const counted = (await service.clock.run(Promise.all(impacts))).flatMap((impact) => impact.regions);
  expect(counted).toHaveLength(3300);
  expect(counted.filter(({ tally }) => tally === undefined)).toEqual([]);
  expect([service.arrivals.length, service.refused]).toEqual([3300, 0]);
});

it("reads 33 regions in three round trips where nothing is throttled", async () => {
  const latencyMs = 100;
  const service = serviceOf([], { latencyMs });
  const { inventory, read } = readAll(service);
  await service.clock.run(read);
  expectComplete(inventory);
  expect(service.clock.elapsed() / latencyMs).toBeLessThanOrEqual(3);
});

it("is not held up by regions that do not answer", async () => {
  const silent = new Set<string>(regions.slice(0, 8));
  const service = serviceOf([], { latencyMs: ({ call }) => (silent.has(call.region) ? 60_000 : 100) });
  const { inventory, read } = readAll(service);
  await service.clock.run(service.clock.wait(10_000));
  const loaded = inventory.snapshots().filter(({ state }) => state === "loaded");
  expect(loaded.map(({ region }) => region)).toEqual(regions.filter((region) => !silent.has(region)));
  await service.clock.run(read);
});

it("lets an account that is throttled slow down no other", async () => {
  const organisation = scaleOrganisation(regions, { sharedPerIpam: 1 });
  const service = serviceOf([{ calls: 1, perMs: 10_000, of: "account" }], { organisation });
  const unlimited = serviceOf([], { organisation });
  const [, other] = organisation.accounts;
  const slow = readAll(service);
  const free = new Inventory(service.cloud.ipamApi(service.credentials(1)), ["cn-hangzhou"], () => 0);
  await service.clock.run(free.load());
  const left = service.arrivals.filter(({ accountId }) => accountId === other?.id);
  expect(left.slice(0, 2).map(({ leftAt }) => leftAt)).toEqual([0, 0]);
  slow.inventory.dispose();
  await service.clock.run(slow.read);
  expect([service.clock.waiting, unlimited.clock.waiting]).toEqual([0, 0]);
});

describe("All APIs of one account", () => {
  /** How many requests two APIs sent in the first moment, each asking for all regions. */
  async function leftAtOnce(first: string, second: string): Promise<number> {
    const service = serviceOf([]);
    const inventories = [first, second].map(
      (account) => new Inventory(service.cloud.ipamApi(service.credentials(), { account }), regions, () => 0),
    );
    await service.clock.run(Promise.all(inventories.map((inventory) => inventory.load())));
    return service.arrivals.filter(({ leftAt }) => leftAt === 0).length;
  }

  it("are paced together, and those of two accounts are not", async () => {
    const [together, apart] = [await leftAtOnce("1", "1"), await leftAtOnce("1", "2")];
    expect(apart).toBe(2 * together);
  });
});

it("forgets requests that are cancelled while they wait, and waits for nothing more", async () => {
  const service = serviceOf([tenPerSecond]);
  const { inventory, read } = readAll(service);
  await service.clock.run(service.clock.wait(3_000));
  inventory.dispose();
  await service.clock.run(read);
  const arrived = service.arrivals.length;
  await service.clock.run(service.clock.wait(60_000));
  expect(service.arrivals.length - arrived).toBeLessThanOrEqual(1);
  expect(service.clock.waiting).toBe(0);
});
