import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "../../../src/simulator/Fault.ts";
import type { FaultRule } from "../../../src/simulator/FaultRules.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { SdkClient } from "../../support/SdkClient.ts";
import { type SharedPair, sharedPair } from "../../support/sharedPair.ts";

const dissociate = "DissociateIpamResourceDiscovery";
const list = { RegionId: "cn-hangzhou" };

describe("A fault of the simulator", () => {
  let pair: SharedPair;
  let simulator: Simulator;
  let client: SdkClient;
  const waits: number[] = [];

  beforeEach(async () => {
    pair = sharedPair();
    waits.length = 0;
    const wait = async (milliseconds: number) => void waits.push(milliseconds);
    simulator = await Simulator.start({ organisation: pair.organisation, wait, latencyMs: 5 });
    client = new SdkClient(simulator);
  });
  afterEach(() => simulator.close());

  const isAssociated = () => pair.organisation.isAssociated(pair.ipam.id, pair.discovery.id);
  /** Sends a dissociation and gives up when the simulator has done with it what it is going to do. */
  const abandoned = async () => {
    const abort = new AbortController();
    const acted = simulator.next({ action: dissociate }, "acted");
    const sent = client.send(await client.sign(dissociate, pair.ends), abort.signal);
    await Promise.race([acted, sent]);
    setImmediate(() => abort.abort());
    return sent;
  };

  describe("before the effect leaves everything as it was:", () => {
    it.each<[string, Fault, object]>([
      ["an error", { kind: "error", status: 503, code: "ServiceUnavailable" }, { status: 503 }],
      ["a proxy's page", { kind: "html", status: 502 }, { status: 502, text: expect.stringContaining("<html>") }],
      ["an empty answer", { kind: "empty" }, { status: 200, text: "" }],
      ["a made-up answer", { kind: "answer", fields: ["no object"] }, { status: 200, text: '["no object"]' }],
    ])("%s", async (_what, fault, answer) => {
      simulator.inject({ fault });
      expect(await client.call(dissociate, pair.ends)).toMatchObject(answer);
      expect(isAssociated()).toBe(true);
      expect(simulator.requests).toMatchObject([{ effect: false }]);
    });

    it("a reset", async () => {
      simulator.inject({ fault: { kind: "reset", when: "beforeEffect" } });
      await expect(client.call(dissociate, pair.ends)).rejects.toMatchObject({ code: "ECONNRESET" });
      expect(isAssociated()).toBe(true);
      expect(simulator.requests).toMatchObject([{ effect: false, status: undefined }]);
    });

    it("a stall", async () => {
      simulator.inject({ fault: { kind: "stall" } });
      await expect(abandoned()).rejects.toMatchObject({ name: "AbortError" });
      expect(isAssociated()).toBe(true);
    });
  });

  describe("after the effect hides that it happened:", () => {
    it.each<[string, Fault, object]>([
      ["an error", { kind: "error", status: 500, code: "InternalError", when: "afterEffect" }, { status: 500 }],
      ["a proxy's page", { kind: "html", status: 502, when: "afterEffect" }, { status: 502 }],
      ["an empty answer", { kind: "empty", when: "afterEffect" }, { status: 200, text: "" }],
      ["a made-up answer", { kind: "answer", fields: {}, when: "afterEffect" }, { status: 200, text: "{}" }],
    ])("%s", async (_what, fault, answer) => {
      simulator.inject({ fault });
      expect(await client.call(dissociate, pair.ends)).toMatchObject(answer);
      expect(isAssociated()).toBe(false);
      expect(simulator.requests).toMatchObject([{ effect: true }]);
    });

    it("a reset", async () => {
      simulator.inject({ fault: { kind: "reset", when: "afterEffect" } });
      await expect(client.call(dissociate, pair.ends)).rejects.toMatchObject({ code: "ECONNRESET" });
      expect(isAssociated()).toBe(false);
    });

    it("an answer that ends in the middle", async () => {
      simulator.inject({ fault: { kind: "truncate" } });
      await expect(client.call(dissociate, pair.ends)).rejects.toThrow(/aborted/);
      expect(isAssociated()).toBe(false);
    });

    it.each(["afterEffect", "afterHeaders"] as const)("a stall %s", async (when) => {
      simulator.inject({ fault: { kind: "stall", when } });
      await expect(abandoned()).rejects.toThrow(/abort/);
      expect(isAssociated()).toBe(false);
    });
  });

  it("sends headers of its own, as throttling does", async () => {
    const headers = { "x-acs-retry-after": "1500" };
    simulator.inject({
      fault: { kind: "error", status: 400, code: "Throttling.User", message: "Slow down.", headers },
    });
    expect(await client.call("ListIpams", list)).toMatchObject({
      status: 400,
      headers,
      fields: { Code: "Throttling.User", Message: "Slow down.", RequestId: expect.any(String) },
    });
  });

  it("leaves out a header that an answer is not to have", async () => {
    simulator.inject({ fault: { kind: "answer", fields: {}, headers: { "x-acs-request-id": undefined } } });
    const { headers } = await client.call("ListIpams", list);
    expect(headers).not.toHaveProperty("x-acs-request-id");
  });

  it("changes what was answered", async () => {
    simulator.inject({ fault: { kind: "change", change: (fields) => ({ ...fields, TotalCount: "one", New: [] }) } });
    const { fields } = await client.call("ListIpams", list);
    expect(fields).toMatchObject({ TotalCount: "one", New: [], Count: 1 });
  });

  it("can answer with pages that never end", async () => {
    const fields = { Ipams: [], NextToken: "again", MaxResults: 10, TotalCount: 99, Count: 0 };
    simulator.inject({ action: "ListIpams", fault: { kind: "answer", fields } });
    const second = await client.call("ListIpams", { ...list, NextToken: "again" });
    expect(second.fields).toEqual(fields);
  });

  it("can carry a dry run out", async () => {
    simulator.inject({ dryRun: true, fault: { kind: "ignoreDryRun" } });
    expect(await client.call(dissociate, { ...pair.ends, DryRun: true })).toMatchObject({ status: 200 });
    expect(isAssociated()).toBe(false);
    expect(simulator.requests).toMatchObject([{ dryRun: true, effect: true, status: 200 }]);
  });

  it("adds its latency to the others and to what else goes wrong", async () => {
    simulator.inject({ fault: { kind: "latency", ms: 100 } });
    simulator.inject({ fault: { kind: "empty" } });
    simulator.inject({ fault: { kind: "latency", ms: 20 } });
    expect(await client.call("ListIpams", list)).toMatchObject({ text: "" });
    expect(waits).toEqual([125]);
  });

  describe("meets", () => {
    const error = { kind: "error", status: 500, code: "InternalError" } as const;
    const isMet = async (rule: Omit<FaultRule, "fault">) => {
      const injected = simulator.inject({ ...rule, fault: error });
      const code = await client.code("ListIpams", list);
      injected.remove();
      return code === "InternalError";
    };

    it.each([
      ["action", { action: "ListIpams" }, { action: "GetVpcIpamServiceStatus" }],
      ["region", { region: "cn-hangzhou" }, { region: "cn-shanghai" }],
      ["account", { accountId: "1000000000000001" }, { accountId: "1000000000000002" }],
      ["kind of run", { dryRun: false }, { dryRun: true }],
    ])("requests by their %s", async (_what, right, wrong) => {
      expect([await isMet(right), await isMet(wrong)]).toEqual([true, false]);
    });

    it("requests by a test of one's own", async () => {
      expect(await isMet({ where: ({ parameters }) => parameters["RegionId"] === "cn-hangzhou" })).toBe(true);
    });

    it("as many requests as asked for", async () => {
      simulator.inject({ times: 2, fault: error });
      const codes = [];
      for (let count = 0; count < 3; count += 1) codes.push(await client.code("ListIpams", list));
      expect(codes).toEqual(["InternalError", "InternalError", undefined]);
    });

    it("nothing once removed, and removing it twice does no harm", async () => {
      const first = simulator.inject({ fault: { ...error, code: "First" } });
      const second = simulator.inject({ fault: { ...error, code: "Second" } });
      expect(await client.code("ListIpams", list)).toBe("Second");
      second.remove();
      second.remove();
      expect(await client.code("ListIpams", list)).toBe("First");
      first.remove();
      expect(await client.code("ListIpams", list)).toBeUndefined();
    });
  });
});
