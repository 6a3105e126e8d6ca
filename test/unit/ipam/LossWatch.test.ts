import { beforeEach, describe, expect, it } from "vitest";
import type { Journal } from "../../../src/ipam/Journal.ts";
import type { Intent } from "../../../src/ipam/JournalEntry.ts";
import { type Loss, LossWatch, type LossWatchTools, type SeenStore } from "../../../src/ipam/LossWatch.ts";
import { MemoryLines } from "../../../src/ipam/MemoryLines.ts";
import type { RegionContents, RegionInventory } from "../../../src/ipam/RegionInventory.ts";
import type { Settlement } from "../../../src/ipam/Settlement.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { association, discovery, ipam } from "../../support/records.ts";
import { failure, shared, targetOf } from "../../support/ScriptedApi.ts";
import { TestClock } from "../../support/TestClock.ts";

const region = "cn-hangzhou";
const machine = { host: "workstation", boot: "boot-1" };
const done: Settlement = { outcome: "dissociated", requestId: "R", observedAt: 1 };
const refused: Settlement = { outcome: "refused", error: failure({ reason: "refused", effect: "no" }) };
const still: Settlement = { outcome: "stillAssociated", requestId: "R", error: undefined, observedAt: 1 };
const unknown: Settlement = { outcome: "unknown", requestId: "R", error: undefined, until: 1 };

/** A store as each window has one, over what is kept. */
class MemoryStore implements SeenStore {
  readonly kept = new Map<string, unknown>();

  get(key: string): unknown {
    return this.kept.get(key);
  }

  set(key: string, value: unknown): void {
    // As written and read again.
    if (value === undefined) this.kept.delete(key);
    else this.kept.set(key, JSON.parse(JSON.stringify(value)));
  }
}

function contents(discoveryIds: readonly string[]): RegionContents {
  const associations = discoveryIds.map((discoveryId) => ({
    ...association({ discoveryId }),
    ...{ ipam: ipam(), discovery: discovery({ discoveryId }), provenance: "shared", removability: "removable" },
  })) as RegionContents["ipams"][number]["associations"];
  const lists = { ownerSide: [], discoveries: [], allDiscoveries: true, gaps: [] };
  return { ...lists, ipams: [{ ipam: ipam(), associations }] };
}

/** A region without associations, of which a list could not be read. */
function lacking(action: string | undefined): RegionContents {
  return { ...contents([]), gaps: [failure({ reason: "forbidden", ...(action && { action }) })] };
}

describe("The watch for associations that are gone", () => {
  let lines: MemoryLines;
  let clock: TestClock;
  let running: Set<number>;
  let underWay: boolean;

  beforeEach(() => {
    lines = new MemoryLines();
    clock = new TestClock();
    running = new Set([1, 2, 3]);
    underWay = false;
  });

  /** A window, with what it reported. */
  class Window {
    readonly reported: Loss[] = [];
    /** How often it asked for changes to be settled. */
    asked = 0;
    readonly journal: Journal;
    readonly watch: LossWatch;
    readonly store: MemoryStore;

    constructor(number: number, store = new MemoryStore(), tools: Partial<LossWatchTools> = {}) {
      this.store = store;
      this.journal = memoryJournal({
        ...{ lines, clock, window: `window-${number}`, pid: number, isRunning: (pid) => running.has(pid) },
      });
      this.watch = new LossWatch({
        ...{ store, machine, clock, journalOf: async () => this.journal, isUnderWay: () => underWay },
        onOpen: () => {
          this.asked += 1;
        },
        report: async (loss) => void this.reported.push(loss),
        ...tools,
      });
    }

    get causes(): readonly string[] {
      return this.reported.map(({ why }) => why.cause);
    }

    /** A reading that shows these associations, a while after the one before. */
    async read(discoveryIds: readonly string[], profile = "p"): Promise<void> {
      await this.begin(profile);
      await this.end({ state: "loaded", contents: contents(discoveryIds), readAt: clock.now() }, profile);
    }

    async begin(profile = "p"): Promise<void> {
      await pass(1_000);
      this.watch.look(profile, { region, state: "loading" });
    }

    async end(snapshot: Omit<Extract<RegionInventory, { state: "loaded" }>, "region">, profile = "p"): Promise<void> {
      await pass(1_000);
      this.watch.look(profile, { region, ...snapshot });
      await pass(1);
    }
  }

  /** Time passes, and what is done in the background comes to its end. */
  const pass = async (milliseconds: number) => {
    await clock.wait(milliseconds);
    for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const begin = async (journal: Journal): Promise<Intent> => {
    const change = { action: "dissociate", target: targetOf(), dryRunRequestId: undefined } as const;
    const beginning = await journal.begin(change, "1", "token");
    if (!beginning.begun) throw new Error("It did not begin.");
    return beginning.intent;
  };

  it("reports one that is there no more, once, with what was known of it", async () => {
    const one = new Window(1);
    await one.read([shared, "ipam-res-disco-other"]);
    await one.read(["ipam-res-disco-other"]);
    await one.read(["ipam-res-disco-other"]);
    await pass(3_600_000);
    expect(one.reported).toMatchObject([
      {
        profile: "p",
        region,
        lost: { discoveryId: shared, discoveryName: "payments" },
        why: { cause: "notJournalled" },
      },
    ]);
  });

  it("reports nothing of a first reading, nor what is new", async () => {
    const one = new Window(1);
    await one.read([]);
    await one.read([shared]);
    expect(one.reported).toEqual([]);
  });

  it.each([
    ["lacks a list that it does not name", { state: "loaded", contents: lacking(undefined), readAt: 1 }],
    ["lacks associations", { state: "loaded", contents: lacking("ListIpamResourceDiscoveryAssociations"), readAt: 1 }],
    ["failed", { state: "failed", error: failure(), contents: contents([]), readAt: 1 }],
    ["is under way", { state: "loading", contents: contents([]) }],
  ] as const)("compares nothing with a reading that %s", async (_, snapshot) => {
    const one = new Window(1);
    await one.read([shared]);
    one.watch.look("p", { region, ...snapshot });
    await pass(60_000);
    expect(one.reported).toEqual([]);
    await one.read([]);
    expect(one.causes).toEqual(["notJournalled"]);
  });

  it.each(["ListIpamResourceDiscoveries", "ListIpams"])("reports a loss though %s may not be read", async (action) => {
    const one = new Window(1);
    await one.read([shared]);
    one.watch.look("p", { region, state: "loaded", contents: lacking(action), readAt: 1 });
    await pass(60_000);
    expect(one.causes).toEqual(["notJournalled"]);
  });

  it("reports once, of two windows that see it", async () => {
    const [one, two] = [new Window(1), new Window(2)];
    for (const ids of [[shared], []]) await Promise.all([one.read(ids), two.read(ids)]);
    await pass(3_600_000);
    expect([...one.reported, ...two.reported]).toHaveLength(1);
  });

  it("reports once, of two windows that see it one after the other", async () => {
    const [one, two] = [new Window(1), new Window(2)];
    for (const window of [one, two]) await window.read([shared]);
    for (const window of [one, two]) await window.read([]);
    expect([one.causes, two.causes]).toEqual([["notJournalled"], []]);
  });

  it("reports once, through two profiles of one association", async () => {
    const one = new Window(1);
    for (const ids of [[shared], []]) for (const profile of ["p", "q"]) await one.read(ids, profile);
    await pass(3_600_000);
    expect(one.reported).toHaveLength(1);
  });

  it("reports again what came back and is gone again", async () => {
    const one = new Window(1);
    for (const ids of [[shared], [], [shared], []]) await one.read(ids);
    expect(one.reported).toHaveLength(2);
  });

  it("reports again what came back and is gone again while the first message is on its way", async () => {
    let show: () => void = () => {};
    const shown: Loss[] = [];
    const report: LossWatchTools["report"] = async (loss) => {
      shown.push(loss);
      await new Promise<void>((resolve) => {
        show = resolve;
      });
    };
    const one = new Window(1, undefined, { report });
    for (const ids of [[shared], [], [shared], []]) await one.read(ids);
    expect(shown).toHaveLength(1);
    show();
    await pass(1);
    expect(shown).toHaveLength(2);
    show();
    await one.read([]);
    expect(shown).toHaveLength(2);
  });

  describe("over a restart", () => {
    it("reports what was lost meanwhile", async () => {
      const one = new Window(1);
      await one.read([shared]);
      one.watch.dispose();
      running.delete(1);
      const two = new Window(2, one.store);
      await two.read([]);
      expect(two.causes).toEqual(["notJournalled"]);
    });

    it("reports nothing that was reported before", async () => {
      const one = new Window(1);
      for (const ids of [[shared], []]) await one.read(ids);
      running.delete(1);
      const again = [new Window(2, one.store), new Window(3, new MemoryStore())];
      for (const window of again) await window.read([]);
      expect(again.flatMap(({ reported }) => reported)).toEqual([]);
    });

    it("reports nothing that another window, which kept a store of its own, has reported before", async () => {
      const [one, two] = [new Window(1), new Window(2)];
      for (const window of [one, two]) await window.read([shared]);
      await one.read([]);
      two.watch.dispose();
      running.delete(1);
      running.delete(2);
      const three = new Window(3, two.store);
      await three.read([]);
      expect([one.causes, three.causes]).toEqual([["notJournalled"], []]);
    });

    it("reports what a window claimed that ended before it could report it", async () => {
      const never = () => new Promise<void>(() => {});
      const one = new Window(1, new MemoryStore(), { report: never });
      for (const ids of [[shared], []]) await one.read(ids);
      one.watch.dispose();
      running.delete(1);
      const two = new Window(2, one.store);
      await two.read([]);
      expect(two.causes).toEqual(["notJournalled"]);
    });

    it("keeps what is not explained yet, though more has changed", async () => {
      const one = new Window(1);
      await one.read([shared]);
      underWay = true;
      await one.read(["ipam-res-disco-new"]);
      one.watch.dispose();
      underWay = false;
      const two = new Window(2, one.store);
      await two.read(["ipam-res-disco-new"]);
      expect([one.causes, two.causes]).toEqual([[], ["notJournalled"]]);
    });

    it("knows that a reading before it showed the association after a change from here", async () => {
      const one = new Window(1);
      await one.read([shared]);
      await one.journal.settle(await begin(one.journal), done);
      await one.read([]);
      await one.read([shared]);
      one.watch.dispose();
      const two = new Window(2, one.store);
      await two.read([]);
      expect(two.causes).toEqual(["perhapsOwn"]);
    });

    it("begins again where what was kept is damaged", async () => {
      const store = new MemoryStore();
      store.set(`seen/p/${region}`, [{ ipamId: 7 }]);
      const one = new Window(1, store);
      for (const ids of [[shared], []]) await one.read(ids);
      expect(one.causes).toEqual(["notJournalled"]);
    });
  });

  it("reports what another window claimed that ended before it could report it", async () => {
    const one = new Window(1, new MemoryStore(), { report: () => new Promise<void>(() => {}) });
    const two = new Window(2);
    for (const window of [one, two]) await window.read([shared]);
    for (const window of [one, two]) await window.read([]);
    await pass(60_000);
    expect(two.reported).toEqual([]);
    const claims = (await lines.read()).length;
    await pass(30_000);
    expect((await lines.read()).length).toBe(claims);
    one.watch.dispose();
    running.delete(1);
    await pass(60_000);
    expect(two.causes).toEqual(["notJournalled"]);
  });

  describe("while something is done with it", () => {
    it("waits for a change or dry run of this window, and reports when nothing came of it", async () => {
      const one = new Window(1);
      await one.read([shared]);
      underWay = true;
      await one.read([]);
      await pass(60_000);
      expect(one.reported).toEqual([]);
      underWay = false;
      one.watch.lookAgain();
      await pass(1);
      expect(one.causes).toEqual(["notJournalled"]);
    });

    it.each([
      ["taken back", undefined],
      ["refused", refused],
    ])("waits for a change of another window, and reports when it was %s", async (_, settlement) => {
      const [one, two] = [new Window(1), new Window(2)];
      await one.read([shared]);
      const intent = await begin(two.journal);
      await one.read([]);
      await pass(60_000);
      expect(one.reported).toEqual([]);
      await (settlement ? two.journal.settle(intent, settlement) : two.journal.withdraw(intent));
      await pass(30_000);
      expect(one.causes).toEqual(["notJournalled"]);
    });

    it("has a change settled that decides and whose window may have ended", async () => {
      const one = new Window(1);
      await one.read([shared]);
      expect(one.asked).toBe(0);
      await begin(new Window(9).journal);
      await one.read([]);
      expect([one.asked, one.causes]).toEqual([1, []]);
    });

    it("reports nothing when a change of another window ended it", async () => {
      const [one, two] = [new Window(1), new Window(2)];
      await one.read([shared]);
      const intent = await begin(two.journal);
      await one.read([]);
      await two.journal.settle(intent, done);
      await pass(60_000);
      await one.read([]);
      expect(one.reported).toEqual([]);
    });

    it("waits no more once it is seen again", async () => {
      const one = new Window(1);
      await one.read([shared]);
      underWay = true;
      await one.read([]);
      await one.read([shared]);
      underWay = false;
      await pass(60_000);
      expect(one.reported).toEqual([]);
    });
  });

  describe("after a change from here", () => {
    it("reports nothing that it ended, over a restart too", async () => {
      const one = new Window(1);
      await one.read([shared]);
      await one.journal.settle(await begin(one.journal), done);
      const two = new Window(2, one.store);
      await two.read([]);
      await one.read([]);
      expect([...one.reported, ...two.reported]).toEqual([]);
    });

    it("reports nothing though a reading that had begun before still showed it", async () => {
      const one = new Window(1);
      await one.read([shared]);
      await one.begin();
      await clock.wait(1);
      await one.journal.settle(await begin(one.journal), done);
      await one.end({ state: "loaded", contents: contents([shared]), readAt: 1 });
      await one.read([]);
      expect(one.reported).toEqual([]);
    });

    it("reports one that a reading showed that began later", async () => {
      const one = new Window(1);
      await one.read([shared]);
      await one.journal.settle(await begin(one.journal), done);
      await one.read([]);
      await one.read([shared]);
      await one.read([]);
      expect(one.causes).toEqual(["perhapsOwn"]);
    });

    it("waits for the next reading where a change saw it after this one began, and reports what that one misses", async () => {
      const one = new Window(1);
      await one.read([shared]);
      await one.journal.settle(await begin(one.journal), done);
      await one.begin();
      const undo = { action: "associate", target: targetOf(), dryRunRequestId: undefined } as const;
      const beginning = await one.journal.begin(undo, "1", "undo");
      if (!beginning.begun) throw new Error("It did not begin.");
      await pass(1_000);
      await one.journal.settle(beginning.intent, { outcome: "associated", requestId: "R", observedAt: 1 });
      await one.end({ state: "loaded", contents: contents([]), readAt: 1 });
      await pass(60_000);
      expect(one.reported).toEqual([]);
      await one.read([]);
      expect(one.causes).toEqual(["perhapsOwn"]);
    });

    it("reports one that was undone and then ended by somebody else", async () => {
      const one = new Window(1);
      await one.read([shared]);
      await one.journal.settle(await begin(one.journal), done);
      const undo = { action: "associate", target: targetOf(), dryRunRequestId: undefined } as const;
      const beginning = await one.journal.begin(undo, "1", "undo");
      if (!beginning.begun) throw new Error("It did not begin.");
      await one.journal.settle(beginning.intent, { outcome: "associated", requestId: "R", observedAt: 1 });
      await one.read([]);
      expect(one.causes).toEqual(["perhapsOwn"]);
    });

    it.each([still, unknown])("says that it may be its doing where it came out as $outcome", async (settlement) => {
      const one = new Window(1);
      await one.read([shared]);
      const intent = await begin(one.journal);
      await one.journal.settle(intent, settlement);
      await one.read([]);
      expect(one.reported).toMatchObject([{ why: { cause: "perhapsOwn", change: { intent: { id: intent.id } } } }]);
    });

    it("takes an alarm for the cause", async () => {
      const one = new Window(1);
      await one.read([shared]);
      const change = { action: "dissociate", target: targetOf(), dryRunRequestId: undefined } as const;
      await one.journal.settle(await one.journal.beginAlarm(change, "1", "token"), done);
      await one.read([]);
      expect(one.reported).toEqual([]);
    });
  });

  it.each([
    ["read", "unreadable"],
    ["append", "notJournalled"],
  ] as const)("reports what it knows of the cause when the journal fails to %s", async (what, cause) => {
    const one = new Window(1);
    await one.read([shared]);
    Object.assign(lines, { [what]: () => Promise.reject(new Error("broken")) });
    await one.read([]);
    expect(one.causes).toEqual([cause]);
  });

  it("reports what the journal does not tell once, however often it is read", async () => {
    const one = new Window(1);
    await one.read([shared]);
    lines.read = () => Promise.reject(new Error("broken"));
    for (const ids of [[], []]) await one.read(ids);
    await pass(3_600_000);
    expect(one.causes).toEqual(["unreadable"]);
  });

  it("reports it once though it is read again while the message is on its way", async () => {
    let show: () => void = () => {};
    let times = 0;
    const report = () => {
      times += 1;
      return new Promise<void>((resolve) => {
        show = resolve;
      });
    };
    const one = new Window(1, undefined, { report });
    await one.read([shared]);
    lines.read = () => Promise.reject(new Error("broken"));
    for (const ids of [[], []]) await one.read(ids);
    show();
    await one.read([]);
    expect(times).toBe(1);
  });

  it("reports nothing that is seen again while the journal is read", async () => {
    let give: () => void = () => {};
    const one: Window = new Window(1, undefined, {
      journalOf: () =>
        new Promise((resolve) => {
          give = () => resolve(one.journal);
        }),
    });
    for (const ids of [[shared], [], [shared]]) await one.read(ids);
    give();
    await pass(1);
    expect(one.reported).toEqual([]);
  });

  it("looks no more once it is disposed of", async () => {
    const one = new Window(1);
    await one.read([shared]);
    underWay = true;
    await one.read([]);
    one.watch.dispose();
    underWay = false;
    await pass(3_600_000);
    expect(one.reported).toEqual([]);
  });
});
