import { beforeEach, describe, expect, it } from "vitest";
import type { Change } from "../../../src/ipam/Change.ts";
import type { Journal } from "../../../src/ipam/Journal.ts";
import type { Intent } from "../../../src/ipam/JournalEntry.ts";
import { MemoryLines } from "../../../src/ipam/MemoryLines.ts";
import { type Machine, reckoned } from "../../../src/ipam/machine.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { account } from "../../support/records.ts";
import { refusal, targetOf } from "../../support/ScriptedApi.ts";
import { TestClock } from "../../support/TestClock.ts";

const change: Change = { action: "dissociate", target: targetOf(), dryRunRequestId: "DRY" };
const minute = 60_000;
const unknown = { outcome: "unknown", requestId: undefined, error: undefined, until: 1 } as const;
const done = { outcome: "dissociated", requestId: "REAL", observedAt: 1 } as const;
const still = { outcome: "stillAssociated", requestId: "REAL", error: undefined, observedAt: 1 } as const;

describe("A window holds a change", () => {
  let lines: MemoryLines;
  let clock: TestClock;
  let running: Set<number>;

  beforeEach(() => {
    lines = new MemoryLines();
    clock = new TestClock();
    running = new Set([1, 2, 3]);
  });

  /** The window of a process number, on the machine of the test unless told otherwise. */
  const journal = (number: number, others: Partial<Machine> & { clock?: TestClock; pid?: number } = {}): Journal =>
    memoryJournal({
      ...{ window: `window-${number}`, pid: number, lines, clock, isRunning: (pid) => running.has(pid) },
      ...others,
    });
  const begin = async (one: Journal): Promise<Intent> => {
    const beginning = await one.begin(change, account, "token");
    if (!beginning.begun) throw new Error("It did not begin.");
    return beginning.intent;
  };
  /** Whether a window finds the change of another one left behind. */
  const isLeft = async (reader: Journal) => (await reader.orphans()).length === 1;
  /** Lets a window look again and again for so long, and tells whether it finds a change left behind before the last look. */
  const isLeftWithin = async (reader: Journal, milliseconds: number) => {
    for (let left = milliseconds; left > 0; left -= minute / 2) {
      if (await isLeft(reader)) return true;
      await clock.wait(Math.min(left, minute / 2));
    }
    return false;
  };
  /** Whether a window that looks on finds the change left behind after exactly so long. */
  const isLeftAfter = async (reader: Journal, milliseconds: number) => {
    expect(await isLeftWithin(reader, milliseconds - 1)).toBe(false);
    expect(await isLeft(reader)).toBe(false);
    await clock.wait(1);
    return isLeft(reader);
  };
  /** The same, where it looks on for as long as a window may take to renew its holds after a sleep. */
  const isLeftForGood = (reader: Journal) => isLeftAfter(reader, 2 * minute);

  it("while its process runs", async () => {
    await begin(journal(1));
    expect(await isLeft(journal(2))).toBe(false);
    expect(await journal(2).isHeldElsewhere()).toBe(true);
    expect(await journal(1).isHeldElsewhere()).toBe(false);
  });

  it("that no other one can take over then", async () => {
    const intent = await begin(journal(1));
    expect(await journal(2).claim(intent)).toBe(false);
    expect(await journal(1).maySend(intent)).toBe(true);
  });

  it("no more when its process has ended", async () => {
    await begin(journal(1));
    running.delete(1);
    expect(await isLeft(journal(2))).toBe(true);
    expect(await journal(2).isHeldElsewhere()).toBe(false);
  });

  it("no more when its process number is that of the reader, which is another window", async () => {
    await begin(journal(1));
    expect(await isLeft(journal(7, { pid: 1 }))).toBe(true);
  });

  it("itself, whatever its process number", async () => {
    const one = journal(1);
    await begin(one);
    running.clear();
    expect(await isLeft(one)).toBe(false);
  });

  it("for six minutes without a renewal, as its process number may be in use again", async () => {
    await begin(journal(1));
    await clock.wait(6 * minute);
    expect(await isLeftForGood(journal(2))).toBe(true);
  });

  it("over a sleep of both, however long it counts as elapsed: it renews its hold when it wakes up", async () => {
    const night = 12 * 60 * minute;
    const theirs = new TestClock(undefined, clock.elapsed());
    const one = journal(1, { clock: theirs });
    const two = journal(2);
    one.keepHold(await begin(one));
    await clock.wait(night);
    // The other one wakes up first.
    expect(await isLeft(two)).toBe(false);
    await theirs.wait(night);
    await clock.wait(2 * minute);
    expect(await isLeft(two)).toBe(false);
  });

  it("as long as it renews its hold", async () => {
    const one = journal(1);
    const hold = one.keepHold(await begin(one));
    for (let hours = 0; hours < 3; hours += 1) await clock.wait(60 * minute);
    expect(await isLeft(journal(2))).toBe(false);
    hold.dispose();
    await clock.wait(6 * minute);
    expect(await isLeftForGood(journal(2))).toBe(true);
  });

  it("whoever sets the clock meanwhile, and in whichever direction", async () => {
    await begin(journal(1));
    for (const direction of [-1, 1]) {
      clock.set(clock.now() + direction * 365 * 24 * 60 * minute);
      expect(await isLeft(journal(2))).toBe(false);
    }
    await clock.wait(6 * minute);
    clock.set(0);
    expect(await isLeftForGood(journal(2))).toBe(true);
  });

  it("no more when its hold lies ahead within one start of its machine", async () => {
    await begin(journal(1));
    expect(await isLeft(journal(2, { clock: new TestClock(undefined, clock.elapsed() - 1) }))).toBe(true);
  });

  describe("of another start of its machine, which may be that of a copy of this machine", () => {
    it("whatever runs here, until no renewal was seen for six minutes", async () => {
      await begin(journal(1));
      running.delete(1);
      expect(await isLeftAfter(journal(2, { boot: "boot-2" }), 6 * minute)).toBe(true);
    });

    it.each([
      ["named by the platform, as of two copies of one machine", "boot-1", "boot-2", 0],
      ["without a name, of a machine that was started before this one", reckoned(-3_600_000), reckoned(0), 7_200_000],
      ["without a name, of a machine that was started after this one", reckoned(0), reckoned(-3_600_000), 60_000],
    ])("as long as it renews its hold: %s", async (_, theirs, boot, elapsed) => {
      const one = journal(1, { boot: theirs });
      const intent = await begin(one);
      one.keepHold(intent);
      running.delete(1);
      const own = new TestClock(undefined, elapsed);
      const reader = journal(2, { boot, clock: own });
      for (let minutes = 0; minutes < 30; minutes += 1) {
        await clock.wait(minute);
        await own.wait(minute);
        expect(await isLeft(reader)).toBe(false);
        expect(await reader.claim(intent)).toBe(false);
      }
      expect(await one.maySend(intent)).toBe(true);
    });

    it("over a sleep of both: a window that wakes up first has not watched while it slept", async () => {
      const one = journal(1);
      one.keepHold(await begin(one));
      const own = new TestClock();
      const reader = journal(2, { boot: "boot-2", clock: own });
      expect(await isLeft(reader)).toBe(false);
      await own.wait(12 * 60 * minute);
      expect(await isLeft(reader)).toBe(false);
    });
  });

  describe("of another machine", () => {
    const laptop = { host: "laptop", boot: "boot-9" };

    it("whatever runs here, until no renewal was seen for six minutes", async () => {
      await begin(journal(1, { ...laptop, clock: new TestClock(undefined, 5) }));
      running.delete(1);
      expect(await isLeftAfter(journal(2), 6 * minute)).toBe(true);
    });

    it("as long as renewals are seen, whatever its clock says", async () => {
      const theirs = new TestClock(undefined, 5);
      const one = journal(1, { ...laptop, clock: theirs });
      one.keepHold(await begin(one));
      const reader = journal(2);
      for (let minutes = 0; minutes < 60; minutes += 1) {
        await theirs.wait(minute);
        await clock.wait(minute);
        expect(await isLeft(reader)).toBe(false);
      }
      expect(await isLeftWithin(reader, 7 * minute)).toBe(true);
    });

    it("though this machine was started again: the six minutes begin with the first look", async () => {
      await begin(journal(1, laptop));
      await clock.wait(24 * 60 * minute);
      expect(await isLeft(journal(2))).toBe(false);
    });
  });

  describe("of a journal of version 1", () => {
    const old = async (ageMs: number) => {
      const { action, target } = change;
      const fields = { kind: "intent", id: "old", at: clock.now() - ageMs, window: "window-1", pid: 1, action, target };
      await lines.append(JSON.stringify({ ...fields, accountId: account, clientToken: "t" }));
    };

    it.each([
      ["while its process runs", 5 * minute, false],
      ["no more when its time lies ahead", -minute, true],
    ])("%s, by the wall clock", async (_, age, left) => {
      await old(age);
      expect(await isLeft(journal(2))).toBe(left);
    });

    it("no more after six minutes, by the wall clock", async () => {
      await old(6 * minute);
      expect(await isLeftForGood(journal(2))).toBe(true);
    });

    it("no more when its process has ended", async () => {
      await old(minute);
      running.delete(1);
      expect(await isLeft(journal(2))).toBe(true);
    });

    it("and is taken over and settled like any other", async () => {
      await old(minute);
      running.delete(1);
      const two = journal(2);
      const [orphan] = await two.orphans();
      if (!orphan) throw new Error("There is no orphan.");
      expect(await two.claim(orphan)).toBe(true);
      await two.settle(orphan, done);
      expect(await journal(3).history()).toMatchObject([{ outcome: { outcome: "dissociated", window: "window-2" } }]);
    });
  });

  describe("that was taken over", () => {
    let intent: Intent;

    beforeEach(async () => {
      intent = await begin(journal(1));
      running.delete(1);
      expect(await journal(2).claim(intent)).toBe(true);
      running.add(1);
    });

    it("belongs to the window that took it over: the first one may not send any more", async () => {
      expect(await journal(1).maySend(intent)).toBe(false);
      expect(await isLeft(journal(3))).toBe(false);
      running.delete(2);
      expect(await isLeft(journal(3))).toBe(true);
    });

    it("stays with the first of two that find it left behind, however late the other one writes", async () => {
      running.delete(2);
      const three = journal(3);
      const append = lines.append.bind(lines);
      lines.append = async (line) => {
        lines.append = append;
        // Between the look of the third window and its line, a fourth one takes it over.
        running.add(4);
        expect(await journal(4).claim(intent)).toBe(true);
        await append(line);
      };
      expect(await three.claim(intent)).toBe(false);
      expect(await journal(4).maySend(intent)).toBe(true);
    });

    it("is not held again by a renewal of the first one", async () => {
      const one = journal(1);
      const hold = one.keepHold(intent);
      await clock.wait(6 * minute);
      hold.dispose();
      expect(await isLeftForGood(journal(3))).toBe(true);
    });

    it.each([
      ["before", "after"],
      ["after", "before"],
    ])("came out as its sender says, who writes %s the other one", async (when) => {
      const settle = [() => journal(1).settle(intent, done), () => journal(2).settle(intent, still)];
      for (const one of when === "before" ? settle : settle.reverse()) await one();
      expect(await journal(3).history()).toMatchObject([{ outcome: { outcome: "dissociated" } }]);
    });

    it("came out as the other one read, where its sender knows nothing", async () => {
      await journal(1).settle(intent, unknown);
      await journal(2).settle(intent, still);
      await journal(1).settle(intent, unknown);
      expect(await journal(3).history()).toMatchObject([{ outcome: { outcome: "stillAssociated" } }]);
    });
  });

  describe("whose outcome is not known", () => {
    let intent: Intent;

    beforeEach(async () => {
      const one = journal(1);
      intent = await begin(one);
      await one.settle(intent, unknown);
      running.delete(1);
    });

    it("for a later window to find out, whose definite outcome counts", async () => {
      const two = journal(2);
      expect(await isLeft(two)).toBe(true);
      expect(await two.claim(intent)).toBe(true);
      await two.settle(intent, still);
      expect(await journal(3).history()).toMatchObject([{ outcome: { outcome: "stillAssociated" } }]);
      expect(await isLeft(journal(3))).toBe(false);
    });

    it("for one window after the other, as long as none knows", async () => {
      await journal(2).claim(intent);
      await journal(2).settle(intent, { ...unknown, until: 2 });
      expect(await isLeft(journal(3))).toBe(false);
      running.delete(2);
      expect(await isLeft(journal(3))).toBe(true);
    });

    it("to find out also after a later change that was refused", async () => {
      const later = await begin(journal(2));
      await journal(2).settle(later, { outcome: "refused", error: refusal() });
      expect((await journal(3).orphans()).map(({ id }) => id)).toEqual([intent.id]);
    });

    it("and holds up no other change of the same association", async () => {
      expect(await journal(2).begin(change, account, "next")).toMatchObject({ begun: true });
    });

    it("for nobody once a later change of the same association exists, which makes it impossible to tell", async () => {
      const two = journal(2);
      const later = await begin(two);
      expect(await journal(3).orphans()).toEqual([]);
      expect(await journal(3).claim(intent)).toBe(false);
      await two.settle(later, done);
      expect(await journal(3).orphans()).toEqual([]);
    });

    it("still where the later change was taken back", async () => {
      const two = journal(2);
      await two.withdraw(await begin(two));
      expect(await isLeft(journal(3))).toBe(true);
    });
  });
});
