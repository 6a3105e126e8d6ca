import { describe, expect, it } from "vitest";
import { RequestGate } from "../../../src/alibaba/RequestGate.ts";
import type { Clock } from "../../../src/ipam/Clock.ts";
import { IpamError } from "../../../src/ipam/IpamError.ts";
import { TestClock } from "../../support/TestClock.ts";
import { VirtualClock } from "../../support/VirtualClock.ts";

/** Work that ends when told to. */
function held() {
  const releases: (() => void)[] = [];
  const started: string[] = [];
  const work = (name: string) => () =>
    new Promise<void>((resolve) => {
      started.push(name);
      releases.push(resolve);
    });
  return { started, releases, work };
}

/** A gate for so many requests, and none more for changes unless told otherwise. */
function gateOf(perHost: number, inAll: number, clock: Clock, moreForChanges = { perHost: 0, inAll: 0 }): RequestGate {
  return new RequestGate({ perHost, inAll, moreForChanges }, clock);
}

/** A passage to a host, of those that go first unless told otherwise. */
const to = (host: string, turn = 0) => ({
  host,
  turn,
  account: "one",
  operation: "List",
  isChange: false,
  signal: undefined,
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("RequestGate", () => {
  it("starts no more for a host, and in all, than its limits", async () => {
    const gate = gateOf(2, 3, new TestClock());
    const { started, releases, work } = held();
    for (const name of ["a1", "a2", "a3", "b1", "b2"]) void gate.run(to(name.slice(0, 1)), work(name));
    await turn();
    expect(started).toEqual(["a1", "a2", "b1"]);
    releases[0]?.();
    await turn();
    expect(started).toEqual(["a1", "a2", "b1", "a3"]);
  });

  it("lets a request for a free host pass one that waits for a busy host", async () => {
    const gate = gateOf(1, 9, new TestClock());
    const { started, work } = held();
    for (const name of ["a1", "a2", "b1"]) void gate.run(to(name.slice(0, 1)), work(name));
    await turn();
    expect(started).toEqual(["a1", "b1"]);
  });

  it("lets those of a lower turn pass, and those of one turn go in the order they came", async () => {
    const gate = gateOf(1, 1, new TestClock());
    const { started, releases, work } = held();
    void gate.run(to("a"), work("first"));
    for (const [name, itsTurn] of [
      ["c", 2],
      ["b1", 1],
      ["b2", 1],
      ["a", 0],
    ] as const) {
      void gate.run(to("a", itsTurn), work(name));
    }
    await turn();
    for (let ended = 0; ended < 4; ended += 1) {
      releases[ended]?.();
      await turn();
    }
    expect(started).toEqual(["first", "a", "b1", "b2", "c"]);
  });

  it.each([
    ["of its host", 2, 9],
    ["in all", 9, 2],
  ])("lets a change pass reads that hold all places %s, and no second one", async (_where, perHost, inAll) => {
    const gate = gateOf(perHost, inAll, new TestClock(), { perHost: 1, inAll: 1 });
    const { started, releases, work } = held();
    for (const name of ["read 1", "read 2", "read 3"]) void gate.run(to("a"), work(name));
    for (const name of ["change 1", "change 2"]) void gate.run({ ...to("a"), isChange: true }, work(name));
    await turn();
    expect(started).toEqual(["read 1", "read 2", "change 1"]);
    releases[2]?.();
    await turn();
    expect(started.slice(3)).toEqual(["change 2"]);
    releases[0]?.();
    releases[3]?.();
    await turn();
    expect(started.slice(4)).toEqual(["read 3"]);
  });

  it("never starts a request that was cancelled while it waited, and gives its place to the next", async () => {
    const gate = gateOf(1, 1, new TestClock());
    const { started, releases, work } = held();
    const cancellation = new AbortController();
    void gate.run(to("a"), work("first"));
    const waiting = gate.run({ ...to("a"), signal: cancellation.signal }, work("cancelled"));
    void gate.run(to("a"), work("next"));
    cancellation.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    releases[0]?.();
    await turn();
    expect(started).toEqual(["first", "next"]);
  });

  it("frees the place of work that fails", async () => {
    const gate = gateOf(1, 1, new TestClock());
    await expect(gate.run(to("a"), () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    await expect(gate.run(to("a"), async () => "through")).resolves.toBe("through");
  });

  it.each([
    ["answers", failure("notFound"), true],
    ["cancelled requests", failure("cancelled"), false],
    ["requests that were kept from leaving", new Error("held back"), false],
  ])("sees whether an account may send more by %s, where these are proof", async (_what, error, isProof) => {
    const gate = gateOf(64, 64, new VirtualClock());
    const first = Array.from({ length: 12 }, () => gate.run(to("a"), () => Promise.reject(error)));
    await Promise.allSettled(first);
    const { started, work } = held();
    void gate.run(to("a"), work("next"));
    await turn();
    expect(started).toEqual(isProof ? ["next"] : []);
  });
});

function failure(reason: "notFound" | "cancelled"): IpamError {
  return new IpamError({ reason, what: "", advice: "", effect: "no" });
}
