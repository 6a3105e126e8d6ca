import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Profile } from "../../../src/credentials/Profile.ts";
import { Inventory } from "../../../src/ipam/Inventory.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import type { DetailReading } from "../../../src/ui/details/DetailReading.ts";
import { readDetail } from "../../../src/ui/details/readDetail.ts";
import { TestClock } from "../../support/TestClock.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

const hub = { profile: "1", region: "cn-hangzhou", ipamId: "ipam-k3v9qx2m7tdh4wz1", discoveryId: undefined } as const;
const payments = { ...hub, discoveryId: "ipam-res-disco-m4q8zt2vxk7w3hcr" } as const;

describe("Reading details, over HTTP to the simulator's demo organisation", () => {
  let simulator: Simulator;
  let inventory: Inventory;

  beforeEach(async () => {
    simulator = await Simulator.start();
    inventory = new Inventory(testCloud(simulator).ipamApi(credentialsOf(simulator)), ["cn-hangzhou"], () => 0);
  });
  afterEach(async () => {
    inventory.dispose();
    await simulator.close();
  });

  async function read(subject: typeof hub | typeof payments, onProgress: (reading: DetailReading) => void = () => {}) {
    const api = testCloud(simulator).ipamApi(credentialsOf(simulator));
    const profile: Profile = {
      id: "1",
      name: "hub",
      kind: "demo",
      accountId: "1203715520147781",
      store: "session",
      addedAt: "2026-01-01T00:00:00Z",
    };
    const options = { signal: new AbortController().signal, now: () => new TestClock().now(), anew: true, onProgress };
    return readDetail(subject, { profile, api, inventory }, options);
  }

  const placesOf = ({ answers }: DetailReading) =>
    answers
      .map(({ discoveryId, region, error }) => `${discoveryId} ${region}${error ? ` ${error.reason}` : ""}`)
      .sort();

  it("keeps the rows of a list that counts more than it shows, next to what is missing", async () => {
    const change = (fields: Record<string, unknown>) => ({ ...fields, TotalCount: 99 });
    simulator.inject({ action: "ListIpamDiscoveredResource", fault: { kind: "change", change } });
    const { answers } = await read(payments);
    expect(answers.length).toBeGreaterThan(0);
    for (const { resources, error } of answers)
      expect(error?.detail).toMatchObject({ expected: 99, shown: resources.length });
    expect(answers.flatMap(({ resources }) => resources)).not.toEqual([]);
  });

  it("asks each discovery of an IPAM in the regions that both have", async () => {
    const seen: number[] = [];
    const reading = await read(hub, ({ answers }) => seen.push(answers.length));
    expect(placesOf(reading)).toEqual([
      "ipam-res-disco-h8r2mwk5vt3q9xzc cn-hangzhou",
      "ipam-res-disco-h8r2mwk5vt3q9xzc cn-shanghai",
      "ipam-res-disco-m4q8zt2vxk7w3hcr cn-hangzhou",
      "ipam-res-disco-x7j3vw9kq5tz2mhb cn-hangzhou",
    ]);
    expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it("asks one discovery for an association", async () => {
    expect(placesOf(await read(payments))).toEqual(["ipam-res-disco-m4q8zt2vxk7w3hcr cn-hangzhou"]);
  });

  it("keeps what answered when one list fails, with the reason of the other", async () => {
    simulator.inject({
      action: "ListIpamDiscoveredResource",
      where: ({ parameters }) => parameters["ResourceRegionId"] === "cn-shanghai",
      fault: { kind: "answer", status: 403, fields: { Code: "Forbidden.RAM", Message: "no" } },
    });
    const reading = await read(hub);
    expect(placesOf(reading)).toContain("ipam-res-disco-h8r2mwk5vt3q9xzc cn-shanghai forbidden");
    expect(reading.answers.filter(({ error, resources }) => !error && resources.length > 0)).toHaveLength(3);
  });
});
