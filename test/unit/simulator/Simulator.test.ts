import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { regions } from "../../../src/ipam/regions.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { SdkClient } from "../../support/SdkClient.ts";
import { scaleOrganisation } from "../../support/scaleOrganisation.ts";
import { type SharedPair, sharedPair } from "../../support/sharedPair.ts";

const list = { RegionId: "cn-hangzhou" };

describe("A simulator", () => {
  let pair: SharedPair;
  let simulator: Simulator;
  let client: SdkClient;

  beforeEach(async () => {
    pair = sharedPair();
    simulator = await Simulator.start({ organisation: pair.organisation });
    client = new SdkClient(simulator);
  });
  afterEach(() => simulator.close());

  it("listens on loopback only, at the address it tells", () => {
    expect(simulator.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("records every request with what it came to", async () => {
    await client.call("ListIpams", list);
    await client.call("DissociateIpamResourceDiscovery", { ...pair.ends, ClientToken: "t1" });
    expect(simulator.requests).toEqual([
      {
        action: "ListIpams",
        region: "cn-hangzhou",
        accountId: "1000000000000001",
        parameters: list,
        dryRun: false,
        clientToken: undefined,
        status: 200,
        code: undefined,
        requestId: expect.any(String),
        effect: false,
      },
      expect.objectContaining({ clientToken: "t1", parameters: { ...pair.ends, ClientToken: "t1" }, effect: true }),
    ]);
  });

  it("records a request it cannot attribute without an account", async () => {
    await new SdkClient(simulator, { ...firstKey(), accessKeySecret: "wrong" }).call("ListIpams", list);
    expect(simulator.requests).toMatchObject([{ accountId: undefined, status: 400, code: "SignatureDoesNotMatch" }]);
  });

  it("records no secret, not even one in a parameter", async () => {
    await client.call("ListIpams", {
      ...list,
      SecurityToken: "a-secret",
      Signature: "a-secret",
      AccessKeyId: "a-secret",
    });
    expect(JSON.stringify(simulator.requests)).not.toContain("a-secret");
  });

  it("counts requests by their fields or by a test of one's own", async () => {
    await client.call("ListIpams", list);
    await client.call("ListIpams", {});
    expect(simulator.count({})).toBe(2);
    expect(simulator.count({ action: "ListIpams", status: 200 })).toBe(1);
    expect(simulator.count(({ code }) => code?.startsWith("Missing") ?? false)).toBe(1);
    simulator.forget();
    expect(simulator.count({})).toBe(0);
  });

  it("tells how many requests were under way at once, in all and in a region", async () => {
    simulator.inject({ fault: { kind: "stall" } });
    const abort = new AbortController();
    const calls = ["cn-hangzhou", "cn-hangzhou", "cn-shanghai"].map(async (RegionId) => {
      const request = await client.sign("ListIpams", { RegionId });
      return client.send(request, abort.signal).catch(() => undefined);
    });
    while (simulator.requests.length < calls.length) await simulator.next({});
    abort.abort();
    await Promise.all(calls);
    expect(simulator.maxConcurrent).toBe(3);
    expect(simulator.maxConcurrentIn("cn-hangzhou")).toBe(2);
    expect(simulator.maxConcurrentIn("eu-central-1")).toBe(0);
  });

  it("does not count one after another as at once", async () => {
    for (let count = 0; count < 3; count += 1) await client.call("ListIpams", list);
    expect(simulator.maxConcurrent).toBe(1);
  });

  it("tells when a client has gone away", async () => {
    simulator.inject({ fault: { kind: "stall" } });
    const ended = simulator.next({}, "ended");
    const abort = new AbortController();
    const arrived = simulator.next({});
    const sent = client.send(await client.sign("ListIpams", list), abort.signal);
    await arrived;
    abort.abort();
    await expect(sent).rejects.toThrow();
    expect(await ended).toMatchObject({ status: undefined });
  });

  it("ends every connection when it closes, whatever is under way", async () => {
    simulator.inject({ fault: { kind: "stall" } });
    const arrived = simulator.next({});
    const stalled = client.call("ListIpams", list);
    stalled.catch(() => undefined);
    await arrived;
    await simulator.close();
    await expect(stalled).rejects.toMatchObject({ code: "ECONNRESET" });
    await expect(client.call("ListIpams", list)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  });

  it("closes in the middle of a latency", async () => {
    simulator.inject({ fault: { kind: "latency", ms: 60_000 } });
    const arrived = simulator.next({});
    const slow = client.call("ListIpams", list);
    slow.catch(() => undefined);
    await arrived;
    await simulator.close();
    await expect(slow).rejects.toThrow();
  });

  it("lets a client that talks nonsense go", async () => {
    const socket = connect(Number(new URL(simulator.endpoint).port), "127.0.0.1");
    socket.on("error", () => undefined);
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.end("nonsense\r\n\r\n");
    socket.resume();
    await closed;
    expect(await client.call("ListIpams", list)).toMatchObject({ status: 200 });
  });

  it("drops a body that no request of the service has", async () => {
    const request = await client.sign("ListIpams", list);
    await expect(client.send({ ...request, body: "x".repeat(2 * 1024 * 1024) })).rejects.toThrow();
  });

  it("sees what is built while it runs", async () => {
    const total = async () => (await client.call("ListIpams", list)).fields["TotalCount"];
    const ipam = pair.organisation.addIpam(pair.consumer, "cn-hangzhou");
    expect(await total()).toBe(2);
    pair.organisation.remove(ipam);
    expect(await total()).toBe(1);
  });

  it("serves every region of the list on the one port", async () => {
    await simulator.close();
    simulator = await Simulator.start({ organisation: scaleOrganisation(regions, { ipamsPerRegion: 3 }) });
    const large = new SdkClient(simulator);
    for (const RegionId of regions) {
      expect((await large.call("ListIpams", { RegionId })).fields["TotalCount"]).toBe(3);
    }
  });

  it("serves a thousand IPAMs in pages of a hundred", async () => {
    await simulator.close();
    const organisation = scaleOrganisation(["cn-hangzhou"], { ipamsPerRegion: 1000, sharedPerIpam: 1 });
    simulator = await Simulator.start({ organisation });
    const action = "ListIpamResourceDiscoveryAssociations";
    const { fields } = await new SdkClient(simulator).call(action, { ...list, MaxResults: 100 });
    expect(fields).toMatchObject({ Count: 100, TotalCount: 2000 });
  });

  const firstKey = () => {
    const [key] = pair.consumer.accessKeys;
    if (!key) throw new Error("The account has no key.");
    return key;
  };
});
