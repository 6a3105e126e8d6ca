import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Inventory } from "../../../src/ipam/Inventory.ts";
import type { IpamApi } from "../../../src/ipam/IpamApi.ts";
import type { JoinedAssociation } from "../../../src/ipam/RegionInventory.ts";
import { ResourceCounts } from "../../../src/ipam/ResourceCounts.ts";
import type { Region } from "../../../src/ipam/regions.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

let simulator: Simulator;
let api: IpamApi;
let inventory: Inventory;

beforeAll(async () => {
  simulator = await Simulator.start({});
  api = testCloud(simulator).ipamApi(credentialsOf(simulator));
  inventory = new Inventory(api, ["cn-hangzhou", "cn-shanghai"], () => 1);
  await inventory.load();
});

afterAll(() => simulator.close());

function association(region: Region, discoveryId: string, side: "ipam" | "owner"): JoinedAssociation {
  const contents = inventory.region(region).contents;
  const rows = side === "owner" ? contents?.ownerSide : contents?.ipams.flatMap(({ associations }) => associations);
  const found = rows?.find((row) => row.discoveryId === discoveryId);
  if (!found) throw new Error("There is no such association.");
  return found;
}

describe("What an IPAM sees through an association", () => {
  const shared = "ipam-res-disco-m4q8zt2vxk7w3hcr";
  const lab = "ipam-res-disco-v3m9xk6wq2zt8hjr";

  it("is not known until it is counted, and then with the time", async () => {
    const counts = new ResourceCounts(() => 7);
    const row = association("cn-hangzhou", shared, "ipam");
    expect(counts.get("p", row)).toBeUndefined();
    const count = await counts.count("p", api, row);
    expect(count).toMatchObject({ vpcs: 4, atMost: false, countedAt: 7 });
    expect(count?.vSwitches).toBeGreaterThan(0);
    expect(counts.get("p", row)).toEqual(count);
    expect(counts.get("another profile", row)).toBeUndefined();
  });

  it("leaves out operating regions that the IPAM has not", async () => {
    const count = await new ResourceCounts(() => 7).count("p", api, association("cn-shanghai", lab, "ipam"));
    expect(count).toMatchObject({ vpcs: 0, vSwitches: 0, atMost: false });
  });

  it("is at most what the discovery sees when the IPAM is another account's", async () => {
    const count = await new ResourceCounts(() => 7).count("p", api, association("cn-shanghai", lab, "owner"));
    expect(count).toMatchObject({ vpcs: 2, atMost: true });
  });

  it("stays unknown when no list describes the discovery", async () => {
    const row = { ...association("cn-hangzhou", shared, "ipam"), discovery: undefined };
    expect(await new ResourceCounts(() => 7).count("p", api, row)).toBeUndefined();
  });
});
