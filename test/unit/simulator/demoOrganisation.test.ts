import { describe, expect, it } from "vitest";
import { idKind } from "../../../src/ipam/ids.ts";
import { demoOrganisation } from "../../../src/simulator/demoOrganisation.ts";
import type { Organisation } from "../../../src/simulator/Organisation.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";

const demo = demoOrganisation();
const [hub, payments] = demo.accounts;
const now = Date.now();

describe("The demo organisation", () => {
  it("is what a simulator serves unless told otherwise", async () => {
    const simulator = await Simulator.start();
    await simulator.close();
    expect(simulator.organisation.accounts.map(({ name }) => name)).toEqual(demo.accounts.map(({ name }) => name));
  });

  it("has three accounts, the hub first", () => {
    expect(demo.accounts.map(({ name }) => name)).toEqual([
      "Harbour Network Hub",
      "Harbour Payments",
      "Harbour Data Platform",
    ]);
  });

  it("has at least five IPAMs in at least four regions", () => {
    expect(demo.ipams.length).toBeGreaterThanOrEqual(5);
    expect(new Set(demo.ipams.map(({ region }) => region)).size).toBeGreaterThanOrEqual(4);
  });

  it("keeps to the quotas: one IPAM and one custom discovery per account and region", () => {
    const custom = demo.discoveries.filter(({ type }) => type === "custom");
    for (const all of [demo.ipams, custom]) {
      const places = all.map(({ owner, region }) => `${owner} ${region}`);
      expect(places).toEqual([...new Set(places)]);
    }
  });

  it("made each own custom discovery after the IPAM of its region, which else had turned it into its default", () => {
    for (const { owner, region, createdAt, type } of demo.discoveries) {
      const ipam = demo.ipams.find((one) => one.owner === owner && one.region === region);
      if (ipam && type === "custom") expect(createdAt > ipam.createdAt).toBe(true);
    }
  });

  it("has ids of the service's shape, none twice, none like AWS's", () => {
    const ids = [...demo.ipams, ...demo.discoveries].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids.every((id) => ["ipam", "discovery"].includes(idKind(id) ?? ""))).toBe(true);
    expect(ids.filter((id) => /-0[0-9a-f]{16}$/.test(id))).toEqual([]);
  });

  it.each([
    ["the IPAM's own default", (row: Row) => row.discovery.id === row.ipam.defaultDiscovery],
    ["an own custom one", (row: Row) => row.discovery.owner === hub?.id && row.discovery.type === "custom"],
    [
      "a custom one of another account",
      (row: Row) => row.discovery.owner !== hub?.id && row.discovery.type === "custom",
    ],
    ["another account's default", (row: Row) => row.discovery.owner !== hub?.id && row.discovery.type === "system"],
  ])("has, associated with an IPAM of the hub, %s", (_what, matches) => {
    expect(
      rowsOf(demo)
        .filter(({ ipam }) => ipam.owner === hub?.id)
        .filter(matches),
    ).not.toEqual([]);
  });

  it("has an association that the hub sees from the discovery's side only", () => {
    const rows = rowsOf(demo).filter(({ ipam, discovery }) => ipam.owner !== hub?.id && discovery.owner === hub?.id);
    expect(rows.map(({ ipam, discovery }) => [ipam.owner, discovery.name])).toEqual([[payments?.id, "hub-lab"]]);
  });

  it("has a discovery that is shared with the hub and not associated", () => {
    const associated = new Set(rowsOf(demo).map(({ discovery }) => discovery.id));
    const free = demo.discoveries.filter(({ id, sharedWith }) => sharedWith.has(hub?.id ?? "") && !associated.has(id));
    expect(free.map(({ name }) => name)).toEqual(["data-lake-shanghai"]);
  });

  it.each(
    demo.discoveries.map((discovery) => [discovery.name || `the default of ${discovery.region}`, discovery] as const),
  )("has 10 to 40 resources behind %s", (_name, discovery) => {
    const resources = discovery.operatingRegions.flatMap((region) => demo.resourcesOf(discovery, region));
    expect(resources.length).toBeGreaterThanOrEqual(10);
    expect(resources.length).toBeLessThanOrEqual(40);
  });

  it("gives no address block to two VPCs, and no id to two resources", () => {
    const resources = demo.discoveries.flatMap((one) =>
      one.operatingRegions.flatMap((region) => demo.resourcesOf(one, region)),
    );
    const vpcs = new Map(resources.map((resource) => [`${resource.id} ${resource.cidr}`, resource]));
    const blocks = [...vpcs.values()].filter(({ type }) => type === "VPC").map(({ cidr }) => cidr);
    expect(blocks).toEqual([...new Set(blocks)]);
  });

  it("is the same each time but for its keys", () => {
    const again = demoOrganisation();
    expect(again.discoveries).toEqual(demo.discoveries);
    expect(again.ipams).toEqual(demo.ipams);
    expect(again.accounts[0]?.accessKeys[0]?.accessKeyId).not.toBe(hub?.accessKeys[0]?.accessKeyId);
  });
});

type Row = ReturnType<Organisation["associationsOf"]>[number];

function rowsOf(organisation: Organisation): readonly Row[] {
  return organisation.ipams.flatMap((ipam) => organisation.associationsOf(ipam, now));
}
