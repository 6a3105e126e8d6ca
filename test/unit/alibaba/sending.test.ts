import net from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Cloud } from "../../../src/alibaba/Cloud.ts";
import type { Transmission } from "../../../src/alibaba/Transmit.ts";
import type { IpamApi } from "../../../src/ipam/IpamApi.ts";
import { IpamError } from "../../../src/ipam/IpamError.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { sharedPair } from "../../support/sharedPair.ts";
import { TestClock } from "../../support/TestClock.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";
import { VirtualClock } from "../../support/VirtualClock.ts";

const throttling = { kind: "error", status: 400, code: "Throttling.User" } as const;

let pair: ReturnType<typeof sharedPair>;
let simulator: Simulator;
let api: IpamApi;

/** A change of the pair, and whoever can stop it. */
function change(options: { readonly beforeSend?: () => Promise<void>; readonly api?: IpamApi } = {}) {
  const cancellation = new AbortController();
  const onHeldBack = vi.fn();
  const onLeft = vi.fn();
  const { beforeSend } = options;
  const { ipam, discovery } = pair;
  const sent = (options.api ?? api).dissociate(
    { region: "cn-hangzhou", ipamId: ipam.id, discoveryId: discovery.id, clientToken: "kept" },
    { signal: cancellation.signal, onLeft, onHeldBack, ...(beforeSend && { beforeSend }) },
  );
  sent.catch(() => {});
  return { cancellation, sent, onLeft, onHeldBack };
}

/** Keeps answers back until `answer` is called. */
let hold: () => void;
let answer: () => void;

beforeEach(async () => {
  pair = sharedPair();
  let held = Promise.resolve();
  hold = () => {
    held = new Promise((resolve) => {
      answer = resolve;
    });
  };
  simulator = await Simulator.start({ organisation: pair.organisation, latencyMs: 1, wait: () => held });
  api = testCloud(simulator).ipamApi(credentialsOf(simulator));
});

afterEach(() => simulator.close());

describe("A change that is cancelled", () => {
  it("while its credentials are fetched sends nothing", async () => {
    let asked = () => {};
    const loading = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const held = testCloud(simulator).ipamApi(() => {
      asked();
      return new Promise(() => {});
    });
    const { cancellation, sent } = change({ api: held });
    await loading;
    cancellation.abort();
    await expect(sent).rejects.toMatchObject({ reason: "cancelled", detail: { effect: "no" } });
    expect(simulator.requests).toEqual([]);
  });

  it("before its connection stands sends nothing, and drops the connection", async () => {
    const sockets: net.Socket[] = [];
    // It takes connections, and never answers the handshake of TLS.
    const silent = net.createServer((socket) => {
      sockets.push(socket);
      socket.resume();
      socket.once("data", () => cancellation.abort());
      socket.once("close", () => silent.close());
      socket.on("error", () => {});
    });
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const closed = new Promise((resolve) => silent.once("close", resolve));
    const bound = silent.address();
    const endpoint = `https://127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
    const { cancellation, sent, onLeft } = change({
      api: testCloud(simulator).ipamApi(credentialsOf(simulator), { endpoint }),
    });
    await expect(sent).rejects.toMatchObject({ reason: "cancelled", detail: { effect: "no" } });
    await closed;
    expect(sockets).toHaveLength(1);
    expect(onLeft).not.toHaveBeenCalled();
  });

  it("once it has left is answered all the same", async () => {
    hold();
    const arrived = simulator.next({ clientToken: "kept" });
    const { cancellation, sent } = change();
    await arrived;
    cancellation.abort();
    answer();
    await expect(sent).resolves.toEqual({ requestId: expect.stringMatching(/^[0-9A-F-]{36}$/) });
    expect(simulator.count({ effect: true })).toBe(1);
  });

  it("once it has left keeps its own deadline", async () => {
    simulator.inject({ fault: { kind: "stall" } });
    const hasty = testCloud(simulator, new TestClock(), 0.3).ipamApi(credentialsOf(simulator));
    const arrived = simulator.next({ clientToken: "kept" });
    const { cancellation, sent } = change({ api: hasty });
    await arrived;
    cancellation.abort();
    await expect(sent).rejects.toMatchObject({ reason: "timeout", detail: { effect: "maybe" } });
  });

  it("once it has left is not sent again when its connection breaks, and may have taken effect", async () => {
    simulator.inject({ fault: { kind: "reset", when: "afterEffect" } });
    hold();
    const arrived = simulator.next({ clientToken: "kept" });
    const { cancellation, sent, onHeldBack } = change();
    await arrived;
    cancellation.abort();
    answer();
    await expect(sent).rejects.toMatchObject({ reason: "cancelled", detail: { effect: "maybe" } });
    expect(simulator.requests).toHaveLength(1);
    expect(onHeldBack).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ reason: "unreachable" }));
  });

  it("once it has left tells that its credentials were refused, and asks nobody for others", async () => {
    const good = await credentialsOf(simulator)();
    const renew = vi.fn(async () => true);
    hold();
    const arrived = simulator.next({ clientToken: "kept" });
    const { cancellation, sent } = change({
      api: testCloud(simulator).ipamApi(async () => ({ ...good, accessKeySecret: "rotated away" }), { renew }),
    });
    await arrived;
    cancellation.abort();
    answer();
    await expect(sent).rejects.toMatchObject({ reason: "invalidCredentials", detail: { effect: "no" } });
    expect(renew).not.toHaveBeenCalled();
  });

  it.each([
    ["throttled", throttling, "no"],
    ["met by a fault of the server", { kind: "error", status: 503, code: "ServiceUnavailable" }, "maybe"],
    ["cut off", { kind: "reset", when: "beforeEffect" }, "maybe"],
  ] as const)("while it waits to be sent again, %s, sends nothing more", async (_how, fault, effect) => {
    simulator.inject({ fault });
    const clock = new VirtualClock();
    const { cancellation, sent, onHeldBack } = change({
      api: testCloud(simulator, clock).ipamApi(credentialsOf(simulator)),
    });
    await vi.waitFor(() => expect(onHeldBack).toHaveBeenCalledOnce());
    cancellation.abort();
    await expect(sent).rejects.toMatchObject({ reason: "cancelled", detail: { effect } });
    await clock.run(clock.wait(3_600_000));
    expect(simulator.requests).toHaveLength(1);
    expect(clock.waiting).toBe(0);
  });

  it("while the person is asked for other credentials sends nothing more", async () => {
    const good = await credentialsOf(simulator)();
    const renew = () => new Promise<boolean>(() => {});
    const asking = testCloud(simulator).ipamApi(async () => ({ ...good, accessKeySecret: "rotated away" }), { renew });
    const { cancellation, sent, onHeldBack } = change({ api: asking });
    await vi.waitFor(() => expect(onHeldBack).toHaveBeenCalledOnce());
    cancellation.abort();
    await expect(sent).rejects.toMatchObject({ reason: "cancelled", detail: { effect: "no" } });
    expect(simulator.requests).toHaveLength(1);
  });

  it("once it has left asks nobody for other credentials, though its own are refused", async () => {
    const good = await credentialsOf(simulator)();
    const renew = vi.fn(async () => true);
    const other = testCloud(simulator).ipamApi(async () => ({ ...good, accessKeySecret: "rotated away" }), { renew });
    hold();
    const arrived = simulator.next({ clientToken: "kept" });
    const { cancellation, sent } = change({ api: other });
    await arrived;
    cancellation.abort();
    answer();
    await expect(sent).rejects.toMatchObject({ reason: "invalidCredentials", detail: { effect: "no" } });
    expect(renew).not.toHaveBeenCalled();
  });

  it("while its caller is asked whether it may leave is not even signed", async () => {
    const transmit = vi.fn(async () => ({}));
    const cloud = new Cloud({
      settings: () => ({ endpoint: "", requestTimeoutSeconds: 5 }),
      clock: new TestClock(),
      random: () => 0.5,
      userAgent: "test",
      transmit,
    });
    const { cancellation, sent } = change({
      beforeSend: async () => cancellation.abort(),
      api: cloud.ipamApi(credentialsOf(simulator)),
    });
    await expect(sent).rejects.toMatchObject({ reason: "cancelled", detail: { effect: "no" } });
    expect(transmit).not.toHaveBeenCalled();
  });
});

describe("The caller of a change", () => {
  it("is asked before each try, when its credentials are there, and told of each that failed", async () => {
    simulator.inject({ times: 2, fault: throttling });
    const steps: string[] = [];
    const load = async () => {
      steps.push("load");
      return credentialsOf(simulator)();
    };
    const beforeSend = async () => void steps.push(`before ${simulator.requests.length + 1}`);
    const { sent, onLeft, onHeldBack } = change({ beforeSend, api: testCloud(simulator).ipamApi(load) });
    await sent;
    expect(onLeft).toHaveBeenCalledTimes(3);
    expect(steps).toEqual(["load", "before 1", "load", "before 2", "load", "before 3"]);
    expect(onHeldBack.mock.calls).toMatchObject([[{ reason: "throttled" }], [{ reason: "throttled" }]]);
  });

  it.each([
    ["any error", new Error("The journal cannot be written.")],
    ["one that reads as if another try made sense", failure("throttled")],
    ["one that reads as if other credentials would help", failure("expiredCredentials")],
  ])("lets nothing more leave when it rejects on the second try, with %s", async (_what, error) => {
    simulator.inject({ fault: throttling });
    const beforeSend = vi.fn(async () => {
      if (simulator.requests.length > 0) throw error;
    });
    const renew = vi.fn(async () => true);
    const { sent } = change({ beforeSend, api: testCloud(simulator).ipamApi(credentialsOf(simulator), { renew }) });
    await expect(sent).rejects.toBe(error);
    expect(simulator.requests).toHaveLength(1);
    expect(beforeSend).toHaveBeenCalledTimes(2);
    expect(renew).not.toHaveBeenCalled();
  });
});

describe("A dry run that has passed", () => {
  it.each([200, 400, 429, 500, 503])("is so with HTTP status %i, and is not asked for again", async (status) => {
    const fields = { Code: "DryRunOperation", Message: "Would succeed.", RequestId: "R-1" };
    simulator.inject({ fault: { kind: "answer", status, fields } });
    const { ipam, discovery } = pair;
    const ends = { region: "cn-hangzhou", ipamId: ipam.id, discoveryId: discovery.id, clientToken: "t" } as const;
    expect(await api.dryRunDissociate(ends)).toEqual({ outcome: "passed", requestId: "R-1" });
    expect(await api.dryRunAssociate(ends)).toEqual({ outcome: "passed", requestId: "R-1" });
    expect(simulator.requests).toHaveLength(2);
  });
});

describe("The endpoint of an API", () => {
  /** The hosts that were asked, as the setting changes in between. */
  async function hosts(endpoint: "snapshot" | "live"): Promise<readonly string[]> {
    const asked: string[] = [];
    let setting = "";
    const cloud = new Cloud({
      settings: () => ({ endpoint: setting, requestTimeoutSeconds: 5 }),
      clock: new TestClock(),
      random: () => 0.5,
      userAgent: "test",
      transmit: async (transmission: Transmission) => {
        asked.push(transmission.endpoint.host);
        return { Ipams: [] };
      },
    });
    const own = cloud.ipamApi(credentialsOf(simulator), endpoint === "snapshot" ? { endpoint: cloud.endpoint } : {});
    await own.listIpams("cn-hangzhou");
    setting = "https://elsewhere.example";
    await own.listIpams("cn-hangzhou");
    return asked;
  }

  it("stays the one it was made with, the public one too", async () => {
    expect(await hosts("snapshot")).toEqual(["vpcipam.cn-hangzhou.aliyuncs.com", "vpcipam.cn-hangzhou.aliyuncs.com"]);
    expect(await hosts("live")).toEqual(["vpcipam.cn-hangzhou.aliyuncs.com", "elsewhere.example"]);
  });
});

function failure(reason: "throttled" | "expiredCredentials"): IpamError {
  return new IpamError({ reason, what: "", advice: "", effect: "no" });
}
