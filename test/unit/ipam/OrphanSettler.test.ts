import { beforeEach, describe, expect, it } from "vitest";
import type { IpamApi } from "../../../src/ipam/IpamApi.ts";
import type { Intent } from "../../../src/ipam/JournalEntry.ts";
import { MemoryLines } from "../../../src/ipam/MemoryLines.ts";
import { OrphanSettler, type OrphanTools } from "../../../src/ipam/OrphanSettler.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { association } from "../../support/records.ts";
import { failure, refusal, ScriptedApi, shared, targetOf } from "../../support/ScriptedApi.ts";
import { sharedPair } from "../../support/sharedPair.ts";
import { TestClock } from "../../support/TestClock.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

const unknown = { outcome: "unknown", requestId: undefined, error: undefined, until: 1 } as const;

describe("Settling what a window left behind", () => {
  let api: ScriptedApi;
  let lines: MemoryLines;
  let clock: TestClock;
  let running: Set<number>;
  let told: string[];

  beforeEach(() => {
    api = new ScriptedApi();
    lines = new MemoryLines();
    clock = new TestClock();
    running = new Set([1, 2, 3, 9]);
    told = [];
  });

  const journal = (window: number) =>
    memoryJournal({ lines, clock, window: `window-${window}`, pid: window, isRunning: (pid) => running.has(pid) });
  const settler = (window: number, tools: Partial<OrphanTools> = {}) =>
    new OrphanSettler({
      journal: journal(window),
      clock,
      actorFor: async () => ({ api: api.asApi() }),
      onSettled: (_intent, { outcome }) => told.push(outcome),
      onFailed: (error) => told.push(String(error)),
      ...tools,
    });
  /** Window 9 has begun a change. */
  const begin = async (): Promise<Intent> => {
    const change = { action: "dissociate", target: targetOf(), dryRunRequestId: undefined } as const;
    const beginning = await journal(9).begin(change, "1", "token");
    if (!beginning.begun) throw new Error("It did not begin.");
    return beginning.intent;
  };
  /** Window 9 has begun a change, and has ended. */
  const leave = async (): Promise<Intent> => {
    const intent = await begin();
    running.delete(9);
    return intent;
  };
  const outcomes = async () => (await journal(3).history()).map(({ outcome }) => outcome?.outcome);
  /** Lets what is done in the background come to its end. */
  const pass = async (milliseconds: number) => {
    await clock.wait(milliseconds);
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
  };

  it.each([
    ["dissociated", () => api.associated.clear()],
    ["stillAssociated", () => {}],
    [
      "unknown",
      () => {
        api.readAssociations = () => Promise.reject(failure({ reason: "unreachable" }));
      },
    ],
  ] as const)("tells %s as it is read, writes it first, and sends nothing", async (outcome, arrange) => {
    await leave();
    arrange();
    const onSettled: OrphanTools["onSettled"] = (_intent, settlement) => told.push(settlement.outcome);
    await settler(1, { onSettled }).settle();
    expect([told, await outcomes(), api.sent]).toEqual([[outcome], [outcome], []]);
  });

  it("tells not known when nobody can act for its profile any more", async () => {
    await leave();
    await settler(1, { actorFor: () => Promise.reject(refusal({ reason: "credentialsUnavailable" })) }).settle();
    expect([told, await outcomes()]).toEqual([["unknown"], ["unknown"]]);
  });

  it("leaves alone what a window still holds", async () => {
    await begin();
    await settler(1).settle();
    expect([told, api.readings]).toEqual([[], 0]);
  });

  it("settles it when that window ends", async () => {
    await begin();
    await settler(1).settle();
    running.delete(9);
    await pass(30_000);
    expect([told, await outcomes()]).toEqual([["stillAssociated"], ["stillAssociated"]]);
  });

  it("watches no more once nothing is held elsewhere, or the window closes", async () => {
    const intent = await begin();
    const [one, two] = [settler(1), settler(2)];
    await Promise.all([one.settle(), two.settle()]);
    two.dispose();
    await journal(9).settle(intent, { outcome: "dissociated", requestId: "R", observedAt: 1 });
    await pass(30_000);
    let reads = 0;
    const read = lines.read.bind(lines);
    lines.read = () => {
      reads += 1;
      return read();
    };
    await pass(3_600_000);
    expect(reads).toBe(0);
  });

  it("begins no watch when it is disposed of while it settles", async () => {
    await begin();
    const one = settler(1);
    const settling = one.settle();
    one.dispose();
    await settling;
    running.delete(9);
    await pass(30_000);
    expect(told).toEqual([]);
  });

  it("says when the journal fails while it watches", async () => {
    await begin();
    await settler(1).settle();
    lines.read = () => Promise.reject(new Error("broken"));
    await pass(30_000);
    expect(told).toEqual(["Error: broken"]);
  });

  it("fails when the journal cannot be read in the beginning", async () => {
    lines.read = () => Promise.reject(new Error("broken"));
    await expect(settler(1).settle()).rejects.toThrow("broken");
  });

  it("tells each once, of windows that settle together and of those that start later", async () => {
    await leave();
    await Promise.all([1, 2, 3].map((window) => settler(window).settle()));
    await settler(1).settle();
    expect(told).toEqual(["stillAssociated"]);
  });

  it("settles once though it is asked again meanwhile", async () => {
    await leave();
    const one = settler(1);
    await Promise.all([one.settle(), one.settle()]);
    expect(told).toEqual(["stillAssociated"]);
  });

  it("settles what was left while it was settling, when it is asked again meanwhile", async () => {
    await leave();
    const one = settler(1);
    let first: Promise<void> | undefined;
    const own = api.readAssociations;
    api.readAssociations = async () => {
      api.readAssociations = own;
      running.add(8);
      const change = {
        action: "dissociate",
        target: targetOf("ipam-res-disco-other"),
        dryRunRequestId: undefined,
      } as const;
      await journal(8).begin(change, "1", "token");
      running.delete(8);
      first = one.settle();
      return own();
    };
    await one.settle();
    await first;
    expect(await outcomes()).toEqual(["stillAssociated", "dissociated"]);
  });

  it("tells what it found out though the journal cannot be read after it", async () => {
    await leave();
    const own = api.readAssociations;
    api.readAssociations = async () => {
      lines.read = () => Promise.reject(new Error("broken"));
      return own();
    };
    await settler(1)
      .settle()
      .catch(() => {});
    expect(told).toEqual(["stillAssociated"]);
  });

  it("renews its hold while it reads", async () => {
    await leave();
    api.readAssociations = async () => {
      await clock.wait(20 * 60_000);
      expect(await journal(2).orphans()).toEqual([]);
      return [association()];
    };
    await settler(1).settle();
    expect(told).toEqual(["stillAssociated"]);
  });

  it("tells not known no second time, and what is known then", async () => {
    const intent = await begin();
    await journal(9).settle(intent, unknown);
    running.delete(9);
    const own = api.readAssociations;
    api.readAssociations = () => Promise.reject(failure({ reason: "unreachable" }));
    await settler(1).settle();
    expect([told, await outcomes()]).toEqual([[], ["unknown"]]);
    running.delete(1);
    api.readAssociations = own;
    await settler(2).settle();
    expect([told, await outcomes()]).toEqual([["stillAssociated"], ["stillAssociated"]]);
  });

  it.each([
    ["more", "dissociated"],
    ["as much", "stillAssociated"],
  ] as const)("tells nothing when the window that sent it found out %s meanwhile", async (_, outcome) => {
    const intent = await leave();
    const own = api.readAssociations;
    api.readAssociations = async () => {
      // It was only busy, and not gone.
      await journal(9).settle(intent, { outcome, requestId: "R", observedAt: 1, error: undefined });
      return own();
    };
    await settler(1).settle();
    expect([told, await outcomes()]).toEqual([[], [outcome]]);
  });

  it("tells not known no second time when the window that sent it says so meanwhile", async () => {
    const intent = await leave();
    api.readAssociations = async () => {
      await journal(9).settle(intent, unknown);
      throw failure({ reason: "unreachable" });
    };
    await settler(1).settle();
    expect([told, await outcomes()]).toEqual([[], ["unknown"]]);
  });

  it.each(["read", "append"] as const)(
    "settles later what it took over when the disk failed just then: %s",
    async (what) => {
      await leave();
      const append = lines.append.bind(lines);
      const read = lines.read.bind(lines);
      const busy = () => Object.assign(new Error("busy"), { code: "EBUSY" });
      lines.append = async (line) => {
        await append(line);
        if (!line.includes('"claim"')) return;
        lines.append = append;
        if (what === "append") throw busy();
        lines.read = async () => {
          lines.read = read;
          throw busy();
        };
      };
      const one = settler(1);
      await expect(one.settle()).rejects.toThrow("busy");
      expect(told).toEqual([]);
      await one.settle();
      expect([told, await outcomes()]).toEqual([["stillAssociated"], ["stillAssociated"]]);
    },
  );

  it("settles several at once, each by its own account", async () => {
    await leave();
    const other = targetOf("ipam-res-disco-other", "q");
    await memoryJournal({ lines, clock, window: "window-8", pid: 8 }).begin(
      { action: "associate", target: other, dryRunRequestId: undefined },
      "2",
      "token",
    );
    const asked: string[] = [];
    api.associated.add(other.discoveryId);
    api.associated.delete(shared);
    await settler(1, {
      actorFor: async ({ accountId }) => {
        asked.push(accountId);
        return { api: api.asApi() };
      },
    }).settle();
    expect([asked, told]).toEqual([
      ["1", "2"],
      ["dissociated", "associated"],
    ]);
  });

  it("reads over real sockets, and asks for no change", async () => {
    const { organisation, ipam, discovery } = sharedPair();
    const simulator = await Simulator.start({ organisation });
    try {
      const target = { profile: "p", region: ipam.region, ipamId: ipam.id, discoveryId: discovery.id };
      await journal(9).begin({ action: "dissociate", target, dryRunRequestId: undefined }, "1", "token");
      running.delete(9);
      organisation.setAssociated(ipam.id, discovery.id, false, 0);
      const real: IpamApi = testCloud(simulator).ipamApi(credentialsOf(simulator));
      await settler(1, { actorFor: async () => ({ api: real }) }).settle();
      expect(told).toEqual(["dissociated"]);
      expect(simulator.count({ action: "DissociateIpamResourceDiscovery" })).toBe(0);
    } finally {
      await simulator.close();
    }
  });
});
