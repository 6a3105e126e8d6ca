import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commonRegions } from "../../../src/ipam/commonRegions.ts";
import { distinctResources } from "../../../src/ipam/distinctResources.ts";
import { measureImpact } from "../../../src/ipam/measureImpact.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

let simulator: Simulator;

beforeEach(async () => {
  simulator = await Simulator.start();
});

afterEach(() => simulator.close());

const now = () => 7;

/** The discovery of the demo organisation whose resources stand in most regions. */
function largest() {
  const [found] = [...simulator.organisation.discoveries]
    .filter(({ region }) => region === "cn-hangzhou")
    .sort((one, other) => other.operatingRegions.length - one.operatingRegions.length);
  if (!found) throw new Error("There is no discovery.");
  return { region: "cn-hangzhou", discoveryId: found.id, operatingRegions: found.operatingRegions } as const;
}

const api = () => testCloud(simulator).ipamApi(credentialsOf(simulator));

const requests = () => simulator.requests.filter(({ action }) => action === "ListIpamDiscoveredResource");

it("tells VPCs and vSwitches of each operating region apart by one request each", async () => {
  const query = largest();
  const impact = await measureImpact(query, api(), now);
  expect(impact.readAt).toBe(7);
  expect(requests()).toHaveLength(query.operatingRegions.length);
  expect(impact.regions.map(({ region }) => region)).toEqual(query.operatingRegions);
  for (const { region, tally } of impact.regions) {
    const listed = await api().listDiscoveredResources({ ...query, resourceRegion: region });
    expect(tally).toEqual({ ...distinctResources(listed), atMost: false });
  }
});

it("counts a VPC with secondary CIDR blocks once", async () => {
  const [payments] = simulator.organisation.discoveries.filter(({ name }) => name === "payments-hangzhou");
  const query = { ...largest(), discoveryId: payments?.id ?? "", operatingRegions: ["cn-hangzhou"] };
  const rows = await api().listDiscoveredResources({ ...query, resourceRegion: "cn-hangzhou" });
  const [region] = (await measureImpact(query, api(), now)).regions;
  expect(rows.filter(({ type }) => type === "VPC").length).toBeGreaterThan(region?.tally?.vpcs ?? Number.NaN);
});

it("takes the service's own count, as the most there may be, of more than one page", async () => {
  simulator.inject({ fault: { kind: "change", change: (fields) => ({ ...fields, NextToken: "more" }) } });
  const query = { ...largest(), operatingRegions: ["cn-hangzhou"] };
  const [region] = (await measureImpact(query, api(), now)).regions;
  expect(region?.tally?.atMost).toBe(true);
  expect(region?.tally?.vpcs).toBeGreaterThan(0);
  expect(requests().map(({ parameters }) => parameters["MaxResults"])).toEqual(["100", "1", "1"]);
});

it("leaves out what it cannot count, with the reason, and never takes it for nothing", async () => {
  simulator.organisation.accounts[0]?.denied.add("vpc:ListIpamDiscoveredResource");
  const impact = await measureImpact(largest(), api(), now);
  for (const region of impact.regions) {
    expect(region).not.toHaveProperty("tally");
    expect(region.error).toMatchObject({ reason: "forbidden" });
  }
});

it("does not know a count that the service leaves out", async () => {
  const change = ({ TotalCount: _, ...fields }: object & { TotalCount?: unknown }) => ({
    ...fields,
    NextToken: "more",
  });
  simulator.inject({ fault: { kind: "change", change } });
  const [region] = (await measureImpact(largest(), api(), now)).regions;
  expect(region).toEqual({ region: region?.region });
});

it("ends when it is cancelled", async () => {
  const cancellation = new AbortController();
  cancellation.abort();
  await expect(measureImpact(largest(), api(), now, cancellation.signal)).rejects.toMatchObject({
    reason: "cancelled",
  });
});

describe("commonRegions", () => {
  const of = (...operatingRegions: string[]) => ({ operatingRegions });

  it("are those that both ends operate in", () => {
    expect(commonRegions(of("a", "b", "c"), of("c", "d", "a"))).toEqual(["a", "c"]);
  });

  it("are those of the end that is known, and nothing is made up where neither is", () => {
    expect(commonRegions(undefined, of("a"))).toEqual(["a"]);
    expect(commonRegions(of("b"), undefined)).toEqual(["b"]);
    expect(commonRegions(undefined, undefined)).toBeUndefined();
  });
});
