import { describe, expect, it } from "vitest";
import type { Journal } from "../../../src/ipam/Journal.ts";
import { joinRegion } from "../../../src/ipam/joinRegion.ts";
import { type Loss, LossWatch, type SeenStore } from "../../../src/ipam/LossWatch.ts";
import { MemoryLines } from "../../../src/ipam/MemoryLines.ts";
import { type Machine, reckoned } from "../../../src/ipam/machine.ts";
import type { RegionInventory } from "../../../src/ipam/RegionInventory.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { account, association, ipam } from "../../support/records.ts";
import { TestClock } from "../../support/TestClock.ts";

const region = "cn-hangzhou";
const target = { profile: "p", region, ipamId: "ipam-a1", discoveryId: "ipam-res-disco-shared" } as const;
const linux = { host: "workstation", boot: "boot-1" };
/** Of a platform that names no start: as the process reckons it. */
const mac = { host: "macbook", boot: reckoned(Date.UTC(2026, 0, 1) - 3_600_000) };

const loading: RegionInventory = { region, state: "loading" };
const loaded = (isAssociated: boolean): RegionInventory => {
  const contents = joinRegion([ipam()], isAssociated ? [association()] : [], [], [], true);
  return { region, state: "loaded", readAt: 1, contents };
};

/** Windows of one machine, with one journal, one store and one clock. */
class Windows {
  readonly clock = new TestClock();
  readonly lines = new MemoryLines();
  readonly running = new Set<number>();
  readonly reports: string[] = [];
  readonly store: SeenStore;
  readonly #machine: Machine;

  constructor(machine: Machine = linux) {
    this.#machine = machine;
    const kept = new Map<string, unknown>();
    this.store = { get: (key) => kept.get(key), set: (key, value) => void kept.set(key, value) };
  }

  open(pid: number, report: (loss: Loss) => Promise<void> = async () => {}): { watch: LossWatch; journal: Journal } {
    this.running.add(pid);
    const window = `window-${pid}`;
    const { lines, clock, running } = this;
    const isRunning = (other: number) => running.has(other);
    const machine = this.#machine;
    const journal = memoryJournal({ ...machine, window, pid, lines, clock, isRunning });
    const watch = new LossWatch({
      ...{ store: this.store, machine, clock },
      journalOf: async () => journal,
      isUnderWay: () => false,
      onOpen: () => {},
      report: async (loss) => {
        await report(loss);
        this.reports.push(`${window}: ${loss.why.cause}`);
      },
    });
    return { watch, journal };
  }

  async read(watch: LossWatch, isAssociated: boolean, profile = "p"): Promise<void> {
    watch.look(profile, loading);
    await this.clock.wait(1_000);
    watch.look(profile, loaded(isAssociated));
    await this.settle();
  }

  /** All that follows from memory follows within a few turns. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  }

  async change(journal: Journal, outcome: "dissociated" | "associated"): Promise<void> {
    const action = outcome === "dissociated" ? "dissociate" : "associate";
    const beginning = await journal.begin({ action, target, dryRunRequestId: "DRY" }, account, outcome);
    if (!beginning.begun) throw new Error("It did not begin.");
    await this.clock.wait(1_000);
    await journal.settle(beginning.intent, { outcome, requestId: "REAL", observedAt: this.clock.now() });
    await this.clock.wait(1_000);
  }
}

describe("The watches of several windows", () => {
  it("reports a loss once, in the window that saw it first", async () => {
    const windows = new Windows();
    const [one, other] = [windows.open(1), windows.open(2)];
    await windows.read(one.watch, true);
    await windows.read(one.watch, false);
    await windows.read(other.watch, false);
    expect(windows.reports).toEqual(["window-1: notJournalled"]);
  });

  it("reports a loss in the second window when the first ends before it could", async () => {
    const windows = new Windows();
    const [one, other] = [windows.open(1, () => new Promise(() => {})), windows.open(2)];
    await windows.read(one.watch, true);
    await windows.read(one.watch, false);
    await windows.read(other.watch, false);
    expect(windows.reports).toEqual([]);

    windows.running.delete(1);
    other.watch.lookAgain();
    await windows.settle();
    expect(windows.reports).toEqual(["window-2: notJournalled"]);
  });

  it("blames nobody else where the change was written just when the loss was claimed", async () => {
    const windows = new Windows();
    const [one, other] = [windows.open(1), windows.open(2)];
    await windows.read(one.watch, true);
    const append = windows.lines.append.bind(windows.lines);
    windows.lines.append = async (line) => {
      windows.lines.append = append;
      if (line.includes('"loss"')) await windows.change(other.journal, "dissociated");
      await append(line);
    };
    await windows.read(one.watch, false);
    expect(windows.reports).toEqual([]);
  });

  it("reports no loss that another window has seen again since, and the next one that is real", async () => {
    const windows = new Windows();
    const [one, other] = [windows.open(1), windows.open(2)];
    await windows.read(one.watch, true);
    const asked = { action: "dissociate", target, dryRunRequestId: "DRY" } as const;
    const beginning = await one.journal.begin(asked, account, "token");
    if (!beginning.begun) throw new Error("It did not begin.");
    // The other window waits for the end of the change.
    await windows.read(other.watch, false);
    await one.journal.settle(beginning.intent, { outcome: "unknown", requestId: "A", error: undefined, until: 1 });
    await windows.read(one.watch, true);
    other.watch.lookAgain();
    await windows.settle();
    expect(windows.reports).toEqual([]);

    await windows.read(one.watch, false);
    expect(windows.reports).toEqual(["window-1: perhapsOwn"]);
  });

  it("reports a loss of now though another profile tells of one that was reported long ago", async () => {
    const windows = new Windows();
    const one = windows.open(1);
    await windows.read(one.watch, true, "other");
    await windows.read(one.watch, true);
    await windows.read(one.watch, false);
    expect(windows.reports).toEqual(["window-1: notJournalled"]);
    await windows.read(one.watch, true);
    windows.running.delete(1);

    const two = windows.open(2);
    await windows.read(two.watch, false, "other");
    await windows.read(two.watch, false);
    expect(windows.reports).toEqual(["window-1: notJournalled", "window-2: notJournalled"]);
  });

  it("writes one line for a loss, however often it asks who reports it", async () => {
    const windows = new Windows();
    const [one, other] = [windows.open(1, () => new Promise(() => {})), windows.open(2)];
    await windows.read(one.watch, true);
    await windows.read(one.watch, false);
    await windows.read(other.watch, false);
    const before = await windows.lines.read();
    for (let times = 0; times < 5; times += 1) {
      other.watch.lookAgain();
      await windows.settle();
    }
    expect(await windows.lines.read()).toHaveLength(before.length);
  });

  it("lets no dissociation explain a loss when another window has seen the association since", async () => {
    const windows = new Windows();
    const [one, other] = [windows.open(1), windows.open(2)];
    await windows.read(one.watch, true);
    await windows.read(other.watch, true);
    await windows.change(one.journal, "dissociated");
    await windows.read(one.watch, false);
    await windows.change(one.journal, "associated");
    await windows.read(one.watch, true);
    await windows.read(other.watch, false);
    expect(windows.reports).toEqual(["window-2: perhapsOwn"]);
  });

  it("lets no dissociation explain a loss when a window before it has seen the association since", async () => {
    const windows = new Windows();
    const one = windows.open(1);
    await windows.read(one.watch, true);
    await windows.change(one.journal, "dissociated");
    // Somebody else has associated the two again before this window read them.
    await windows.read(one.watch, true);
    windows.running.delete(1);
    await windows.read(windows.open(2).watch, false);
    expect(windows.reports).toEqual(["window-2: perhapsOwn"]);
  });

  it("lets no dissociation explain a loss that was seen since, though a reading before it was cancelled", async () => {
    const windows = new Windows();
    const one = windows.open(1);
    await windows.read(one.watch, true);
    // A reading begins, and another account is opened: nobody hears how it ends.
    one.watch.look("p", loading);
    await windows.change(one.journal, "dissociated");
    // Somebody else associates the two again.
    await windows.read(one.watch, true);
    await windows.read(one.watch, false);
    expect(windows.reports).toEqual(["window-1: perhapsOwn"]);
  });

  it("counts a reading from its begin, though its first part is shown before the rest", async () => {
    const windows = new Windows();
    const one = windows.open(1);
    await windows.read(one.watch, true);
    one.watch.look("p", loading);
    await windows.change(one.journal, "dissociated");
    one.watch.look("p", { ...loading, isFirstPart: true });
    one.watch.look("p", loaded(true));
    await windows.read(one.watch, false);
    // The reading that began before the change may show what was before it.
    expect(windows.reports).toEqual([]);
  });

  it("reports a loss once, though the disk is full when that is to be written", async () => {
    const windows = new Windows();
    const [one, other] = [windows.open(1), windows.open(2)];
    await windows.read(one.watch, true);
    const append = windows.lines.append.bind(windows.lines);
    windows.lines.append = async (line) => {
      if (line.includes('"lossReported"')) throw Object.assign(new Error("full"), { code: "ENOSPC" });
      await append(line);
    };
    await windows.read(one.watch, false);
    await windows.read(other.watch, false);
    windows.lines.append = append;
    for (let times = 0; times < 20; times += 1) {
      await windows.clock.wait(30_000);
      await windows.settle();
    }
    expect(windows.reports).toEqual(["window-1: notJournalled"]);
  });

  it("reports a loss once, of two windows that wait for one that ended and whose number is in use again", async () => {
    const windows = new Windows();
    const [one, two, three] = [windows.open(1, () => new Promise(() => {})), windows.open(2), windows.open(3)];
    await windows.read(one.watch, true);
    for (const { watch } of [one, two, three]) await windows.read(watch, false);
    one.watch.dispose();
    for (let times = 0; times < 40; times += 1) {
      await windows.clock.wait(30_000);
      await windows.settle();
    }
    expect(windows.reports).toEqual(["window-2: notJournalled"]);
  });

  describe.each([
    ["where the platform names each start", linux],
    ["where the platform names no start", mac],
  ])("when the clock is set back, %s", (_, machine) => {
    it("lets no dissociation explain a loss that was seen since", async () => {
      const windows = new Windows(machine);
      const one = windows.open(1);
      await windows.read(one.watch, true);
      await windows.change(one.journal, "dissociated");
      windows.clock.set(windows.clock.now() - 3_600_000);
      await windows.read(one.watch, true);
      await windows.read(one.watch, false);
      expect(windows.reports).toEqual(["window-1: perhapsOwn"]);
    });

    it("reports a loss of now though one was reported before", async () => {
      const windows = new Windows(machine);
      const one = windows.open(1);
      await windows.read(one.watch, true);
      await windows.read(one.watch, false);
      windows.clock.set(windows.clock.now() - 3_600_000);
      await windows.read(one.watch, true);
      await windows.read(one.watch, false);
      expect(windows.reports).toEqual(["window-1: notJournalled", "window-1: notJournalled"]);
    });
  });
});
