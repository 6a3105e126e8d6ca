import http from "node:http";
import https from "node:https";
import net from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exchange } from "../../../src/credentials/exchange.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { TestClock } from "../../support/TestClock.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

const ends = { region: "cn-hangzhou", ipamId: "ipam-none", discoveryId: "ipam-res-disco-none" } as const;

/** Hands sockets over when a test says so, as VS Code's agent does while it looks for a proxy or asks for a password. */
class LateAgent extends http.Agent {
  readonly #waiting: (() => void)[] = [];

  override createConnection(options: http.ClientRequestArgs, done?: (error: Error | null, socket: net.Socket) => void) {
    this.#waiting.push(() => {
      const socket = net.connect(Number(options.port), options.host ?? "");
      socket.once("connect", () => done?.(null, socket));
    });
    return undefined;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  handOver(): void {
    for (const connect of this.#waiting.splice(0)) connect();
  }
}

describe("A request that has no socket yet", () => {
  const agents = { http: http.globalAgent, https: https.globalAgent };
  let simulator: Simulator;
  let agent: LateAgent;

  beforeEach(async () => {
    simulator = await Simulator.start();
    agent = new LateAgent({ keepAlive: false });
    http.globalAgent = agent;
  });

  afterEach(async () => {
    http.globalAgent = agents.http;
    https.globalAgent = agents.https;
    await simulator.close();
  });

  it("ends when it is cancelled, and a socket that comes later carries nothing", async () => {
    const cloud = testCloud(simulator);
    const api = cloud.ipamApi(credentialsOf(simulator));
    const cancellation = new AbortController();
    const changes = Array.from({ length: 4 }, () =>
      api.dissociate({ ...ends, clientToken: "t" }, { signal: cancellation.signal }),
    );
    const outcomes = Promise.allSettled(changes);
    await vi.waitFor(() => expect(agent.waiting).toBe(4));
    cancellation.abort();
    const cancelled = { status: "rejected", reason: { reason: "cancelled", detail: { effect: "no" } } };
    expect(await outcomes).toMatchObject(changes.map(() => cancelled));
    agent.handOver();
    // All four places of the region are free again.
    const later = Promise.all(changes.map(() => api.listIpams("cn-hangzhou")));
    await vi.waitFor(() => expect(agent.waiting).toBe(4));
    agent.handOver();
    await later;
    expect(simulator.requests.map(({ action }) => action)).toEqual(changes.map(() => "ListIpams"));
  });

  it("ends at its deadline, and has not left", async () => {
    const hasty = testCloud(simulator, new TestClock(), 0.05).ipamApi(credentialsOf(simulator));
    const onLeft = vi.fn();
    await expect(hasty.dissociate({ ...ends, clientToken: "t" }, { onLeft })).rejects.toMatchObject({
      reason: "timeout",
      detail: { effect: "no" },
    });
    expect(onLeft).not.toHaveBeenCalled();
  });

  it("for credentials ends at its deadline too", async () => {
    https.globalAgent = Object.assign(new LateAgent(), { protocol: "https:" }) as unknown as https.Agent;
    await expect(exchange(new URL("https://credentials.example"), { method: "GET", timeoutMs: 50 })).rejects.toThrow(
      "timeout",
    );
  });
});

describe("An answer of status 101", () => {
  let server: net.Server;
  let port: number;

  beforeEach(async () => {
    server = net.createServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () =>
        socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const bound = server.address();
    port = typeof bound === "object" && bound !== null ? bound.port : 0;
  });

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it("ends the request, which may have taken effect", async () => {
    const key = { accessKeyId: "LTAIabcdefghijkl", accessKeySecret: "s".repeat(30) };
    const simulator = await Simulator.start();
    const api = testCloud(simulator).ipamApi(async () => key, { endpoint: `http://127.0.0.1:${port}` });
    await expect(api.dissociate({ ...ends, clientToken: "t" })).rejects.toMatchObject({
      reason: "unreachable",
      detail: { effect: "maybe" },
    });
    await simulator.close();
  });

  it("ends a request for credentials", async () => {
    const asked = exchange(new URL(`http://127.0.0.1:${port}`), { method: "GET", timeoutMs: 60_000 });
    await expect(asked).rejects.toThrow("failed");
  });
});
