import { beforeEach, describe, expect, it } from "vitest";
import type { Change } from "../../../src/ipam/Change.ts";
import type { Journal } from "../../../src/ipam/Journal.ts";
import { type Intent, parseEntry } from "../../../src/ipam/JournalEntry.ts";
import { MemoryLines } from "../../../src/ipam/MemoryLines.ts";
import { regionOf } from "../../../src/ipam/regions.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { account } from "../../support/records.ts";
import { targetOf } from "../../support/ScriptedApi.ts";
import { TestClock } from "../../support/TestClock.ts";

const change: Change = { action: "dissociate", target: targetOf(), dryRunRequestId: "DRY" };
const other: Change = { ...change, target: targetOf("ipam-res-disco-other") };
const done = { outcome: "dissociated", requestId: "REAL", observedAt: 1 } as const;

/** Lines that can be written only while there is room. */
class FullLines extends MemoryLines {
  hasRoom = true;
  tries = 0;

  override async append(line: string): Promise<void> {
    this.tries += 1;
    if (!this.hasRoom) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    await super.append(line);
  }
}

describe("A journal that cannot be written", () => {
  let lines: FullLines;
  let clock: TestClock;
  let unwritten: [id: string, code: unknown][];
  let journal: Journal;

  beforeEach(() => {
    lines = new FullLines();
    clock = new TestClock();
    unwritten = [];
    journal = memoryJournal({
      ...{ lines, clock },
      onUnwritten: ({ id }, error) =>
        unwritten.push([id, error instanceof Error && "code" in error ? error.code : undefined]),
    });
  });

  const begin = async (what = change): Promise<Intent> => {
    const beginning = await journal.begin(what, account, "token");
    if (!beginning.begun) throw new Error("It did not begin.");
    return beginning.intent;
  };
  const elsewhere = () => memoryJournal({ lines, clock, window: "window-2", pid: 2 });
  /** What stands in the lines, in a word each. */
  const written = async () =>
    (await lines.read()).map((line) => {
      const entry = parseEntry(line, regionOf);
      if (typeof entry === "string") return entry;
      return "outcome" in entry ? `${entry.outcome} ${entry.intent}` : "id" in entry ? `${entry.kind} ${entry.id}` : "";
    });

  it("lets no change begin, and does not stand in the way of the next one", async () => {
    lines.hasRoom = false;
    await expect(journal.begin(change, account, "token")).rejects.toMatchObject({ code: "ENOSPC" });
    lines.hasRoom = true;
    expect(await journal.begin(change, account, "token")).toMatchObject({ begun: true });
  });

  it("lets no change begin whose line is swallowed, and does not stand in the way of the next one", async () => {
    const read = lines.read.bind(lines);
    lines.read = async () => [];
    await expect(journal.begin(change, account, "token")).rejects.toThrow("is not there");
    lines.read = read;
    expect(await written()).toEqual(["intent window-1-1", "notSent window-1-1"]);
    expect(await journal.begin(change, account, "token")).toMatchObject({ begun: true });
  });

  it("lets no change begin that cannot be read back, and does not stand in the way of the next one", async () => {
    const read = lines.read.bind(lines);
    lines.read = () => Promise.reject(new Error("broken"));
    await expect(journal.begin(change, account, "token")).rejects.toThrow("broken");
    lines.read = read;
    expect(await elsewhere().begin(change, account, "token")).toMatchObject({ begun: true });
  });

  it("reports an outcome that it cannot write, once, and keeps it in memory", async () => {
    const intent = await begin();
    lines.hasRoom = false;
    await journal.settle(intent, done);
    expect(unwritten).toEqual([[intent.id, "ENOSPC"]]);
    expect(await journal.history()).toMatchObject([{ outcome: { outcome: "dissociated" } }]);
    expect(await elsewhere().history()).toMatchObject([{ outcome: undefined }]);
  });

  it("lets this window begin the next change of the association, and no other one", async () => {
    const intent = await begin();
    lines.hasRoom = false;
    await journal.settle(intent, done);
    const read = await journal.history();
    expect(read[0]?.outcome?.outcome).toBe("dissociated");
    expect(await journal.maySend(intent)).toBe(false);
    lines.hasRoom = true;
    expect(await elsewhere().begin(change, account, "token")).toMatchObject({ begun: false });
    expect(await journal.begin(change, account, "token")).toMatchObject({ begun: true });
  });

  it("is tried again now and then until it succeeds, and no more after that", async () => {
    const intent = await begin();
    lines.hasRoom = false;
    await journal.settle(intent, done);
    await clock.wait(30_000);
    await settled();
    lines.hasRoom = true;
    await clock.wait(30_000);
    await settled();
    expect(await written()).toEqual([`intent ${intent.id}`, `dissociated ${intent.id}`]);
    const { tries } = lines;
    await clock.wait(3_600_000);
    await settled();
    expect(lines.tries).toBe(tries);
    expect(unwritten).toHaveLength(1);
  });

  it("is tried again before the next line, and keeps the order", async () => {
    const [first, second] = [await begin(), await begin(other)];
    lines.hasRoom = false;
    await journal.settle(first, done);
    lines.hasRoom = true;
    await journal.settle(second, done);
    expect((await written()).slice(2)).toEqual([`dissociated ${first.id}`, `dissociated ${second.id}`]);
  });

  it("is tried again before the next change begins", async () => {
    const first = await begin();
    lines.hasRoom = false;
    await journal.settle(first, done);
    lines.hasRoom = true;
    const second = await begin();
    expect((await written()).slice(1)).toEqual([`dissociated ${first.id}`, `intent ${second.id}`]);
  });

  const alarm = async () => journal.settle(await journal.beginAlarm(change, account, "token"), done);

  it("keeps the order of several, however often it is tried, and writes none twice", async () => {
    const [first, second] = [await begin(), await begin(other)];
    lines.hasRoom = false;
    await Promise.all([journal.settle(first, done), journal.settle(second, done)]);
    await clock.wait(90_000);
    await settled();
    lines.hasRoom = true;
    await Promise.all([clock.wait(90_000), alarm()]);
    await settled();
    expect((await written()).slice(2, 4)).toEqual([`dissociated ${first.id}`, `dissociated ${second.id}`]);
    const all = await written();
    expect(new Set(all).size).toBe(all.length);
  });

  it("keeps an alarm too, and has it in this window's history", async () => {
    lines.hasRoom = false;
    await alarm();
    expect(await journal.history()).toMatchObject([
      { intent: { origin: "dryRun" }, outcome: { outcome: "dissociated" } },
    ]);
    expect(await lines.read()).toEqual([]);
    lines.hasRoom = true;
    await clock.wait(30_000);
    await settled();
    expect(await elsewhere().history()).toMatchObject([{ outcome: { outcome: "dissociated" } }]);
  });

  it("is tried no more once the window closes", async () => {
    const intent = await begin();
    lines.hasRoom = false;
    await journal.settle(intent, done);
    const { tries } = lines;
    journal.dispose();
    await clock.wait(90_000);
    await settled();
    expect(lines.tries).toBe(tries);
  });

  /** What was begun in the background has come to its end. */
  async function settled(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
  }
});
