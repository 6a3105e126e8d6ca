import http from "node:http";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assumptions } from "../../../src/alibaba/assumptions.ts";
import type { OpenApiCaller } from "../../../src/alibaba/OpenApiCaller.ts";
import { VpcIpamClient } from "../../../src/alibaba/VpcIpamClient.ts";
import type { IpamApi } from "../../../src/ipam/IpamApi.ts";
import { Organisation } from "../../../src/simulator/Organisation.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { TestClock } from "../../support/TestClock.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

const hangzhou = "ipam-k3v9qx2m7tdh4wz1";
const ownDefault = "ipam-res-disco-h8r2mwk5vt3q9xzc";
const payments = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const ends = { region: "cn-hangzhou", ipamId: hangzhou, discoveryId: payments } as const;

describe("VpcIpamClient, over HTTP to the simulator", () => {
  let simulator: Simulator;
  let api: IpamApi;

  beforeEach(async () => {
    simulator = await Simulator.start();
    api = testCloud(simulator).ipamApi(credentialsOf(simulator));
  });
  afterEach(() => simulator.close());

  it("lists IPAMs with their fields", async () => {
    const [ipam] = await api.listIpams("cn-hangzhou");
    expect(ipam).toMatchObject({
      ipamId: hangzhou,
      name: "hub-east-china",
      ownerId: "1203715520147781",
      operatingRegions: ["cn-hangzhou", "cn-shanghai"],
      defaultDiscoveryId: ownDefault,
      associationCount: 3,
    });
  });

  it("stops waiting for credentials when it is cancelled", async () => {
    const cancellation = new AbortController();
    const waiting = testCloud(simulator).ipamApi(() => {
      cancellation.abort();
      return new Promise(() => {});
    });
    const { signal } = cancellation;
    await expect(waiting.listIpams("cn-hangzhou", {}, { signal })).rejects.toMatchObject({ reason: "cancelled" });
    expect(simulator.requests).toEqual([]);
  });

  it("lists own and shared discoveries apart", async () => {
    const own = await api.listOwnDiscoveries("cn-hangzhou");
    const shared = await api.listSharedDiscoveries("cn-hangzhou");
    expect(own.map(({ discoveryId }) => discoveryId)).toEqual([ownDefault]);
    expect(shared.map(({ name }) => name)).toEqual(["payments-hangzhou", "data-lake-hangzhou"]);
  });

  it("lists an association whose IPAM only the owner's side shows", async () => {
    const rows = await api.listAssociations("cn-shanghai");
    expect(rows.map(({ ipamId }) => ipamId)).toContain("ipam-f8x5tq3kzw7vm2hd");
  });

  it("reads all pages, 100 rows a page", async () => {
    const organisation = new Organisation();
    const account = organisation.addAccount("1000000000000001", "large");
    const ipam = organisation.addIpam(account, "cn-beijing");
    for (let index = 0; index < 249; index += 1) {
      organisation.associate(ipam, organisation.addDiscovery(account, "cn-beijing"));
    }
    const large = await Simulator.start({ organisation });
    const rows = await testCloud(large).ipamApi(credentialsOf(large)).listAssociations("cn-beijing");
    expect(rows).toHaveLength(250);
    expect(large.count({ action: "ListIpamResourceDiscoveryAssociations" })).toBe(3);
    await large.close();
  });

  it("keeps lists that are equal in all rows once", async () => {
    const organisation = new Organisation();
    const account = organisation.addAccount("1000000000000001", "alike");
    for (const team of ["net", "net", "other"]) {
      organisation.addDiscovery(account, "cn-beijing", { tags: [{ Key: "team", Value: team }] });
    }
    const alike = await Simulator.start({ organisation });
    const rows = await testCloud(alike).ipamApi(credentialsOf(alike)).listOwnDiscoveries("cn-beijing");
    expect(rows.map(({ tags }) => tags[0]?.value)).toEqual(["net", "net", "other"]);
    expect(rows[1]?.tags).toBe(rows[0]?.tags);
    expect(new Set(rows.map(({ operatingRegions }) => operatingRegions)).size).toBe(1);
    await alike.close();
  });

  it("keeps no deadline of a request that was answered", async () => {
    const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === "Timeout").length;
    const before = timers();
    await api.listIpams("cn-hangzhou");
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it("lists what a discovery found", async () => {
    const query = { region: "cn-hangzhou", discoveryId: payments, resourceRegion: "cn-hangzhou", type: "VPC" } as const;
    expect((await api.listDiscoveredResources(query)).map(({ cidr }) => cidr)).toContain("10.24.0.0/16");
  });

  it("tells the account behind a key", async () => {
    const identity = await testCloud(simulator).callerIdentity(credentialsOf(simulator), "cn-hangzhou");
    expect(identity).toMatchObject({ accountId: "1203715520147781", identityType: "RAMUser" });
  });

  it("tells whether the service is opened", async () => {
    expect(await api.isServiceOpened("cn-hangzhou")).toBe(true);
  });

  it("takes DryRunOperation for the success that it is, and nothing changes", async () => {
    const answer = await api.dryRunDissociate({ ...ends, clientToken: "t1" });
    expect(answer).toEqual({ outcome: "passed", requestId: expect.stringMatching(/^[0-9A-F-]{36}$/) });
    expect(simulator.organisation.isAssociated(hangzhou, payments)).toBe(true);
  });

  it.each([400, 403, 404, 409])("takes DryRunOperation for success with HTTP %i too, asked once", async (status) => {
    simulator.inject({ dryRun: true, fault: { kind: "error", status, code: "DryRunOperation" } });
    expect(await api.dryRunDissociate({ ...ends, clientToken: "t1" })).toMatchObject({ outcome: "passed" });
    expect(simulator.count({ dryRun: true })).toBe(1);
  });

  it.each([301, 302, 307])("takes DryRunOperation for success in a redirect with HTTP %i too", async (status) => {
    const headers = { location: "http://127.0.0.1:9/" };
    simulator.inject({ fault: { kind: "error", status, code: "DryRunOperation", headers } });
    expect(await api.dryRunDissociate({ ...ends, clientToken: "t1" })).toMatchObject({ outcome: "passed" });
    await expect(api.dissociate({ ...ends, clientToken: "t2" })).rejects.toMatchObject({ reason: "wrongTarget" });
    expect(simulator.requests).toHaveLength(2);
  });

  it.each([429, 500, 503])("takes DryRunOperation for success, and for nothing else, with HTTP %i", async (status) => {
    simulator.inject({ dryRun: true, fault: { kind: "error", status, code: "DryRunOperation" } });
    expect(await api.dryRunAssociate({ ...ends, clientToken: "t1" })).toMatchObject({ outcome: "passed" });
  });

  it("takes DryRunOperation for success in a 2xx answer too", async () => {
    const fields = { RequestId: "R-2", Code: "DryRunOperation" };
    simulator.inject({ dryRun: true, fault: { kind: "answer", fields } });
    const answer = await api.dryRunDissociate({ ...ends, clientToken: "t1" });
    expect(answer).toEqual({ outcome: "passed", requestId: "R-2" });
  });

  it("takes a 2xx answer with another code for an alarm", async () => {
    simulator.inject({ dryRun: true, fault: { kind: "answer", fields: { RequestId: "R-2", Code: "Success" } } });
    const answer = await api.dryRunDissociate({ ...ends, clientToken: "t1" });
    expect(answer).toEqual({ outcome: "changed", requestId: "R-2" });
  });

  it.each([
    ["has none", {}],
    ["has an empty one", { RequestId: "" }],
    ["has null", { RequestId: null }],
    ["has a blank one", { RequestId: "  " }],
    ["has a number", { RequestId: 12 }],
    ["has an object", { RequestId: {} }],
    ["has a list", { RequestId: ["R"] }],
  ])("takes the RequestId from the header where the answer %s", async (_how, fields) => {
    simulator.inject({ fault: { kind: "answer", fields } });
    const receipt = await api.dissociate({ ...ends, clientToken: "t1" });
    const dryRun = await api.dryRunDissociate({ ...ends, clientToken: "t2" });
    expect(dryRun).toEqual({ outcome: "changed", requestId: dryRun.requestId });
    expect([receipt.requestId, dryRun.requestId]).toEqual(simulator.requests.map(({ requestId }) => requestId));
    simulator.inject({ fault: { kind: "answer", fields: { ...fields, Ipams: [{}] } } });
    await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({
      reason: "badAnswer",
      detail: { requestId: expect.stringMatching(/^[0-9A-F-]{36}$/) },
    });
  });

  it("names the RequestId of STS when its answer has no credentials", async () => {
    const role = {
      region: "cn-hangzhou",
      roleArn: "acs:ram::1000000000000001:role/network-admin",
      sessionName: "test",
      durationSeconds: 900,
    } as const;
    simulator.inject({ fault: { kind: "answer", fields: { RequestId: "R-3", Credentials: {} } } });
    await expect(testCloud(simulator).assumeRole(credentialsOf(simulator), role)).rejects.toMatchObject({
      reason: "badAnswer",
      detail: { requestId: "R-3" },
    });
  });

  it("has no RequestId where neither the answer nor its header has one", async () => {
    const headless = await silentServer();
    const bare = testCloud(simulator).ipamApi(credentialsOf(simulator), { endpoint: headless.endpoint });
    expect(await bare.dissociate({ ...ends, clientToken: "t1" })).toEqual({ requestId: undefined });
    const dryRun = await bare.dryRunDissociate({ ...ends, clientToken: "t1" });
    expect(dryRun).toEqual({ outcome: "changed", requestId: undefined });
    await headless.close();
  });

  it("hands on how a change or a dry run is followed, and marks it as one that may change something", async () => {
    const calls: Parameters<OpenApiCaller["call"]>[] = [];
    const caller = {
      call: async (...call: Parameters<OpenApiCaller["call"]>) => {
        calls.push(call);
        return { RequestId: "R" };
      },
    } as unknown as OpenApiCaller;
    const client = new VpcIpamClient(caller);
    const { signal } = new AbortController();
    const options = { signal, beforeSend: async () => {}, onLeft: () => {}, onHeldBack: () => {} };
    const request = { ...ends, clientToken: "t1" };
    await client.dissociate(request, options);
    await client.associate(request, options);
    await client.dryRunDissociate(request, options);
    await client.dryRunAssociate(request, options);
    await client.isServiceOpened("cn-hangzhou").catch(() => {});
    expect(
      calls.map(([{ action, mayChange = false, finalIfAccepted = false }]) => [action, mayChange, finalIfAccepted]),
    ).toEqual([
      ["DissociateIpamResourceDiscovery", true, false],
      ["AssociateIpamResourceDiscovery", true, false],
      ["DissociateIpamResourceDiscovery", true, true],
      ["AssociateIpamResourceDiscovery", true, true],
      ["GetVpcIpamServiceStatus", false, false],
    ]);
    for (const [, given] of calls.slice(0, 4)) expect(given).toEqual(options);
  });

  it("takes a 2xx answer to a dry run for an alarm", async () => {
    simulator.inject({ dryRun: true, fault: { kind: "ignoreDryRun" } });
    expect(await api.dryRunDissociate({ ...ends, clientToken: "t1" })).toMatchObject({ outcome: "changed" });
  });

  it.each([
    ["is empty", { kind: "empty" }, "badAnswer"],
    ["is a page", { kind: "html", status: 200 }, "badAnswer"],
    ["is a list", { kind: "answer", fields: [] }, "badAnswer"],
    ["breaks off", { kind: "ignoreDryRun", answer: { kind: "truncate" } }, "unreachable"],
    ["does not come to its end", { kind: "ignoreDryRun", answer: { kind: "stall", when: "afterHeaders" } }, "timeout"],
  ] as const)(
    "takes it for an alarm when the 2xx answer to a dry run %s, and does not ask again",
    async (_how, fault, reason) => {
      simulator.inject({ dryRun: true, fault });
      const impatient = testCloud(simulator, new TestClock(), 0.4).ipamApi(credentialsOf(simulator));
      const answer = await impatient.dryRunDissociate({ ...ends, clientToken: "t1" });
      expect(answer).toMatchObject({ outcome: "changed", unreadable: { reason } });
      expect(simulator.count({ dryRun: true })).toBe(1);
    },
  );

  it("dissociates and associates again", async () => {
    await api.dissociate({ ...ends, clientToken: "t1" });
    expect(simulator.organisation.isAssociated(hangzhou, payments)).toBe(false);
    await api.associate({ ...ends, clientToken: "t2" });
    expect(simulator.organisation.isAssociated(hangzhou, payments)).toBe(true);
  });

  it.each([
    ["an own default", { ...ends, discoveryId: ownDefault }, "unsupported", /cannot be dissociated/],
    ["an unknown IPAM", { ...ends, ipamId: "ipam-none" }, "notFound", /IPAM does not exist/],
    ["an unknown discovery", { ...ends, discoveryId: "ipam-res-disco-none" }, "notFound", /discovery does not exist/],
    [
      "two that are not associated",
      {
        ...ends,
        discoveryId: "ipam-res-disco-v3m9xk6wq2zt8hjr",
        region: "cn-shanghai",
        ipamId: "ipam-p6w2jt8rnb5xk0yd",
      },
      "notFound",
      /not associated/,
    ],
  ] as const)("says of %s why it is refused", async (_what, target, reason, sentence) => {
    if (reason === "notFound" && target.region === "cn-shanghai") {
      simulator.organisation.setAssociated(target.ipamId, target.discoveryId, false, 0);
    }
    const call = api.dissociate({ ...target, clientToken: "t1" });
    await expect(call).rejects.toMatchObject({ reason, message: expect.stringMatching(sentence) });
  });

  it("names the RAM action that is missing, and the RequestId", async () => {
    simulator.organisation.accounts[0]?.denied.add("vpc:ListIpams");
    await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({
      reason: "forbidden",
      detail: { ramAction: "vpc:ListIpams", requestId: expect.any(String), httpStatus: 403 },
    });
  });

  it("tries throttled calls again, with the same ClientToken", async () => {
    simulator.inject({ times: 2, fault: { kind: "error", status: 400, code: "Throttling.User" } });
    await api.dissociate({ ...ends, clientToken: "kept" });
    expect(simulator.requests.map(({ clientToken }) => clientToken)).toEqual(["kept", "kept", "kept"]);
    expect(simulator.count({ effect: true })).toBe(1);
  });

  it("waits as long as x-acs-retry-after says, before it tries again", async () => {
    const clock = new TestClock();
    const patient = testCloud(simulator, clock).ipamApi(credentialsOf(simulator));
    const headers = { "x-acs-retry-after": "4000" };
    simulator.inject({ times: 1, fault: { kind: "error", status: 429, code: "Throttling", headers } });
    await patient.listIpams("cn-hangzhou");
    expect(clock.waits).toEqual([4000 * assumptions.retryAfterUnitMs]);
  });

  it("does a change once, though the connection broke after it took effect", async () => {
    simulator.inject({ times: 1, fault: { kind: "reset", when: "afterEffect" } });
    await api.dissociate({ ...ends, clientToken: "kept" });
    expect([simulator.requests.length, simulator.count({ effect: true })]).toEqual([2, 1]);
  });

  it("reads a proxy's HTML page as a fault of the server, not as a syntax error", async () => {
    simulator.inject({ fault: { kind: "html", status: 502 } });
    await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({
      reason: "serverFault",
      detail: { httpStatus: 502 },
    });
  });

  it.each([
    ["a list that is none", { Ipams: "none" }],
    ["a row without id", { Ipams: [{}] }],
    ["a row that is none", { Ipams: [7] }],
  ])("refuses %s", async (_what, fields) => {
    simulator.inject({ fault: { kind: "change", change: () => fields } });
    await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({ reason: "badAnswer" });
  });

  it("ends a list whose pages go in a circle", async () => {
    simulator.inject({ fault: { kind: "change", change: (fields) => ({ ...fields, NextToken: "again" }) } });
    await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({ reason: "invalidParameter" });
  });

  it("gives up at the deadline, and knows that the request may have taken effect", async () => {
    simulator.inject({ fault: { kind: "stall" } });
    const hasty = testCloud(simulator, undefined, 0.2).ipamApi(credentialsOf(simulator));
    await expect(hasty.listIpams("cn-hangzhou")).rejects.toMatchObject({
      reason: "timeout",
      detail: { effect: "maybe" },
    });
  });

  it("ends at once when cancelled", async () => {
    simulator.inject({ fault: { kind: "stall" } });
    const cancellation = new AbortController();
    const call = api.listIpams("cn-hangzhou", {}, { signal: cancellation.signal });
    setImmediate(() => cancellation.abort());
    await expect(call).rejects.toMatchObject({ reason: "cancelled" });
  });

  it("says that nothing left when the connection is refused", async () => {
    await simulator.close();
    await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({
      reason: "unreachable",
      detail: { effect: "no", code: "ECONNREFUSED" },
    });
    simulator = await Simulator.start();
  });

  it("has at most four requests under way to one region", async () => {
    const slow = await Simulator.start({ latencyMs: 20 });
    const cloud = testCloud(slow).ipamApi(credentialsOf(slow));
    await Promise.all(Array.from({ length: 12 }, () => cloud.listIpams("cn-hangzhou")));
    expect(slow.maxConcurrent).toBe(4);
    await slow.close();
  });
});

/** A server whose answers hold nothing at all. */
async function silentServer(): Promise<{ readonly endpoint: string; close(): Promise<void> }> {
  const server = http.createServer((_request, response) => response.end("{}"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server has no address.");
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { endpoint: `http://127.0.0.1:${address.port}`, close };
}
