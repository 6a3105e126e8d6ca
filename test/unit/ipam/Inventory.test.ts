import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Inventory } from "../../../src/ipam/Inventory.ts";
import { type Region, regions } from "../../../src/ipam/regions.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { TestClock } from "../../support/TestClock.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

describe("Inventory, over HTTP to the simulator's demo organisation", () => {
  let simulator: Simulator;
  let inventory: Inventory;

  const newInventory = (of: readonly Region[] = regions) =>
    new Inventory(testCloud(simulator).ipamApi(credentialsOf(simulator)), of, () => new TestClock().now());
  const states = () => inventory.snapshots().map(({ state }) => state);
  const names = (region: Region) =>
    inventory
      .region(region)
      .contents?.ipams.flatMap(({ associations }) =>
        associations.map(({ discovery, discoveryId }) => discovery?.name || discoveryId),
      );

  beforeEach(async () => {
    simulator = await Simulator.start();
    inventory = newInventory();
  });
  afterEach(async () => {
    inventory.dispose();
    await simulator.close();
  });

  it("reads all 33 regions", async () => {
    await inventory.load();
    expect(states()).toEqual(regions.map(() => "loaded"));
    expect(names("cn-hangzhou")).toEqual([
      "ipam-res-disco-h8r2mwk5vt3q9xzc",
      "data-lake-hangzhou",
      "payments-hangzhou",
    ]);
    expect(inventory.region("cn-shanghai").contents?.ownerSide).toHaveLength(1);
  });

  it("asks for discoveries only where something refers to them, and for shared ones only where one is watched", async () => {
    await inventory.load();
    const asked = simulator.requests.map(({ action }) => action);
    const own = simulator.requests.filter(
      ({ action, parameters }) => action === "ListIpamResourceDiscoveries" && parameters["IsShared"] === undefined,
    );
    const count = (name: string) => asked.filter((action) => action === name).length;
    expect([count("ListIpams"), count("ListIpamResourceDiscoveryAssociations")]).toEqual([33, 33]);
    expect(own).toHaveLength(4);
    expect(count("ListIpamResourceDiscoveries")).toBe(7);
  });

  it("publishes each region as it answers", async () => {
    const published = new Set<Region>();
    inventory.onDidChange((region) => inventory.region(region).state === "loaded" && published.add(region));
    await inventory.load();
    expect(published.size).toBe(33);
  });

  it("shows the IPAMs of a region before their associations have been read", async () => {
    simulator.inject({ action: "ListIpamResourceDiscoveryAssociations", fault: { kind: "stall" } });
    inventory = newInventory(["cn-hangzhou"]);
    const published = new Promise((resolve) => {
      inventory.onDidChange((region) => {
        const snapshot = inventory.region(region);
        if (snapshot.contents) resolve(snapshot);
      });
    });
    void inventory.load();
    expect(await published).toMatchObject({
      state: "loading",
      contents: { ipams: [{ ipam: { name: "hub-east-china" }, associations: [] }] },
    });
  });

  it("lets a region that fails spoil no other", async () => {
    simulator.inject({
      action: "ListIpams",
      region: "cn-hangzhou",
      fault: { kind: "error", status: 403, code: "Forbidden.RAM" },
    });
    await inventory.load();
    expect(inventory.region("cn-hangzhou")).toMatchObject({ state: "failed", error: { reason: "forbidden" } });
    expect(states().filter((state) => state === "loaded")).toHaveLength(32);
  });

  it("shows IPAMs whose associations cannot be read, and says what is missing", async () => {
    const fault = { kind: "error", status: 403, code: "Forbidden.RAM" } as const;
    simulator.inject({ action: "ListIpamResourceDiscoveryAssociations", fault });
    inventory = newInventory(["cn-hangzhou"]);
    await inventory.load();
    const { contents } = inventory.region("cn-hangzhou");
    expect(contents?.ipams.map(({ ipam }) => ipam.name)).toEqual(["hub-east-china"]);
    expect(contents?.gaps.map(({ detail }) => detail.ramAction)).toEqual(["vpc:ListIpamResourceDiscoveryAssociations"]);
  });

  it("reads one region again without asking the others", async () => {
    await inventory.load();
    simulator.forget();
    await inventory.load(["cn-hangzhou"]);
    expect(new Set(simulator.requests.map(({ region }) => region))).toEqual(new Set(["cn-hangzhou"]));
  });

  it("keeps what was read while it reads again, and when that fails", async () => {
    await inventory.load();
    simulator.inject({ region: "cn-hangzhou", fault: { kind: "error", status: 403, code: "Forbidden.RAM" } });
    const reading = inventory.load(["cn-hangzhou"]);
    expect(inventory.region("cn-hangzhou")).toMatchObject({ state: "loading", contents: { ipams: [{}] } });
    await reading;
    expect(inventory.region("cn-hangzhou")).toMatchObject({ state: "failed", contents: { ipams: [{}] } });
  });

  it("asks whether the service is opened when there is nothing, and only then", async () => {
    const [hub] = simulator.organisation.accounts;
    if (hub) hub.opened = false;
    await inventory.load();
    expect(inventory.serviceOpened).toBe(false);
    expect(simulator.count({ action: "GetVpcIpamServiceStatus" })).toBe(1);
  });

  it("says that the service is not activated when the lists say so, and asks nothing more", async () => {
    simulator.inject({ fault: { kind: "error", status: 400, code: "OptInRequired.Ipam" } });
    await inventory.load();
    const error = { reason: "serviceNotOpened", detail: { code: "OptInRequired.Ipam", region: "cn-hangzhou" } };
    expect(inventory.region("cn-hangzhou")).toMatchObject({ state: "failed", error });
    expect(simulator.count({ action: "GetVpcIpamServiceStatus" })).toBe(0);
  });

  it.each(["OperationDenied.ServiceNotOpened", "SomethingNew"])(
    "asks whether the service is activated when lists fail with %s, which no page names",
    async (code) => {
      const [hub] = simulator.organisation.accounts;
      if (hub) hub.opened = false;
      simulator.inject({ action: "ListIpams", fault: { kind: "error", status: 400, code } });
      await inventory.load();
      expect(inventory.region("cn-hangzhou")).toMatchObject({
        error: { reason: "serviceNotOpened", detail: { code } },
      });
      if (hub) hub.opened = true;
      await inventory.load();
      expect(inventory.region("cn-hangzhou")).not.toMatchObject({ error: { reason: "serviceNotOpened" } });
    },
  );

  it("does not ask for the status of a service that answers with IPAMs", async () => {
    await inventory.load();
    expect(simulator.count({ action: "GetVpcIpamServiceStatus" })).toBe(0);
  });

  it("publishes nothing after it was disposed of", async () => {
    const loading = inventory.load();
    const published: Region[] = [];
    inventory.onDidChange((region) => published.push(region));
    inventory.dispose();
    await loading;
    expect(published).toEqual([]);
  });

  it("has at most 64 requests under way in all", async () => {
    await simulator.close();
    simulator = await Simulator.start({ latencyMs: 30 });
    inventory = newInventory();
    await inventory.load();
    expect(simulator.maxConcurrent).toBeLessThanOrEqual(64);
    expect(simulator.maxConcurrent).toBeGreaterThan(40);
  });
});
