import { describe, expect, it } from "vitest";
import { RequestGate } from "../../../src/alibaba/RequestGate.ts";

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

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("RequestGate", () => {
  it("starts no more for a host, and in all, than its limits", async () => {
    const gate = new RequestGate({ perHost: 2, inAll: 3 });
    const { started, releases, work } = held();
    for (const name of ["a1", "a2", "a3", "b1", "b2"]) void gate.run(name.slice(0, 1), undefined, work(name));
    await turn();
    expect(started).toEqual(["a1", "a2", "b1"]);
    releases[0]?.();
    await turn();
    expect(started).toEqual(["a1", "a2", "b1", "a3"]);
  });

  it("lets a request for a free host pass one that waits for a busy host", async () => {
    const gate = new RequestGate({ perHost: 1, inAll: 9 });
    const { started, work } = held();
    for (const name of ["a1", "a2", "b1"]) void gate.run(name.slice(0, 1), undefined, work(name));
    await turn();
    expect(started).toEqual(["a1", "b1"]);
  });

  it("never starts a request that was cancelled while it waited, and gives its place to the next", async () => {
    const gate = new RequestGate({ perHost: 1, inAll: 1 });
    const { started, releases, work } = held();
    const cancellation = new AbortController();
    void gate.run("a", undefined, work("first"));
    const waiting = gate.run("a", cancellation.signal, work("cancelled"));
    void gate.run("a", undefined, work("next"));
    cancellation.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    releases[0]?.();
    await turn();
    expect(started).toEqual(["first", "next"]);
  });

  it("frees the place of work that fails", async () => {
    const gate = new RequestGate({ perHost: 1, inAll: 1 });
    await expect(gate.run("a", undefined, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    await expect(gate.run("a", undefined, async () => "through")).resolves.toBe("through");
  });
});
