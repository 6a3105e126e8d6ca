import { afterEach, describe, expect, it } from "vitest";
import { Inventory } from "../../../src/ipam/Inventory.ts";
import { loadInTurn } from "../../../src/ipam/loadInTurn.ts";
import { regions } from "../../../src/ipam/regions.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { manyAccounts } from "../../support/manyAccounts.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";
import { VirtualService } from "../../support/VirtualService.ts";

let simulator: Simulator;

describe("loadInTurn, over HTTP to accounts with 101 associations in each region", () => {
  afterEach(() => simulator.close());

  it("asks for every page of every list once", async () => {
    const three = regions.slice(0, 3);
    const { organisation, pages } = manyAccounts({ hubs: 3, regions: three, associations: 101 });
    simulator = await Simulator.start({ organisation });
    const cloud = testCloud(simulator);
    const inventories = [0, 1, 2].map(
      (account) => new Inventory(cloud.ipamApi(credentialsOf(simulator, account)), three, () => 0),
    );
    await loadInTurn(inventories);
    expect(pages).toBe(3 * 3 * 5);
    expect(simulator.requests).toHaveLength(pages);
    const rows = inventories.flatMap((inventory) =>
      inventory
        .snapshots()
        .flatMap(({ contents }) => contents?.ipams.flatMap(({ associations }) => associations) ?? []),
    );
    expect(rows).toHaveLength(3 * 3 * 101);
    expect(rows.filter(({ discovery }) => discovery === undefined)).toEqual([]);
  });

  it("keeps nobody waiting who acts while accounts are being read", async () => {
    const { inventories, api } = await openMany(4);
    const loads = loadInTurn(inventories);
    await simulator.next({ action: "ListIpams" });
    await api.listAssociations("cn-hangzhou", { ipamId: "ipam-asked-for" });
    const place = simulator.requests.findIndex(({ parameters }) => parameters["IpamId"] === "ipam-asked-for");
    // 64 were under way before it, and 200 were waiting.
    expect(place).toBeLessThan(200);
    await loads;
    expect(simulator.requests).toHaveLength(4 * 33 * 5 + 1);
  });
});

// In virtual time, because a first round of each account leaves at once, and the others when that was answered.
it("loadInTurn lets the first account's second pages pass the first pages of accounts that came after it", async () => {
  const { organisation } = manyAccounts({ hubs: 4, regions, associations: 101 });
  const service = new VirtualService({ organisation, limits: [], latencyMs: 30 });
  const inventories = [0, 1, 2, 3].map(
    (account) => new Inventory(service.cloud.ipamApi(service.credentials(account)), regions, () => 0),
  );
  await service.clock.run(loadInTurn(inventories));
  const asked = service.arrivals.map(({ accountId }) => accountId);
  const [first, , , last] = organisation.accounts.map(({ id }) => id);
  const places = asked.flatMap((accountId, place) => (accountId === last ? [place] : []));
  const [afterFirstRound = 0] = places.slice(12);
  expect(afterFirstRound).toBeGreaterThan(asked.lastIndexOf(first ?? ""));
});

async function openMany(hubs: number) {
  const { organisation } = manyAccounts({ hubs, regions, associations: 101 });
  simulator = await Simulator.start({ organisation, latencyMs: 30 });
  const cloud = testCloud(simulator);
  const inventories = Array.from(
    { length: hubs },
    (_, account) => new Inventory(cloud.ipamApi(credentialsOf(simulator, account)), regions, () => 0),
  );
  return { inventories, api: cloud.ipamApi(credentialsOf(simulator, hubs - 1)) };
}
