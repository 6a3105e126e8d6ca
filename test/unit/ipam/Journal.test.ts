import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Change } from "../../../src/ipam/Change.ts";
import type { Journal, JournalTools } from "../../../src/ipam/Journal.ts";
import { JournalFile } from "../../../src/ipam/JournalFile.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { account } from "../../support/records.ts";

const change: Change = {
  action: "dissociate",
  target: { profile: "p", region: "cn-hangzhou", ipamId: "ipam-a1", discoveryId: "ipam-res-disco-shared" },
  dryRunRequestId: "DRY",
};
const done = { outcome: "dissociated", requestId: "REAL", observedAt: 1 } as const;

describe("The journal of changes, in a real file", () => {
  let folder: string;
  let file: string;
  let damage: number[];
  let running: Set<number>;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "ipam-journal-"));
    file = path.join(folder, "new", "journal.jsonl");
    damage = [];
    running = new Set([1, 2, 3]);
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const journal = (number: number, tools: Partial<JournalTools> = {}): Journal =>
    memoryJournal({
      ...{ window: `window-${number}`, pid: number, lines: new JournalFile(file) },
      isRunning: (pid) => running.has(pid),
      onDamage: (lines) => damage.push(...lines),
      ...tools,
    });
  const begin = (one: Journal, asked: Change = change, accountId = account) => one.begin(asked, accountId, "token");

  it("begins and settles a change", async () => {
    const one = journal(1);
    const beginning = await begin(one);
    if (!beginning.begun) throw new Error("It did not begin.");
    expect(await journal(2).history()).toMatchObject([{ intent: { clientToken: "token" }, outcome: undefined }]);
    await one.settle(beginning.intent, done);
    expect(await journal(2).history()).toMatchObject([{ outcome: { outcome: "dissociated", requestId: "REAL" } }]);
  });

  it("lets only its owner read it", async () => {
    await begin(journal(1));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("takes no change for that of another window that this one has taken over", async () => {
    await begin(journal(1));
    running.delete(1);
    const two = journal(2);
    const [orphan] = await two.orphans();
    if (!orphan) throw new Error("There is no orphan.");
    expect(await two.claim(orphan)).toBe(true);
    expect(await begin(two)).toMatchObject({ begun: false, orphaned: true });
    expect(await begin(journal(3))).toMatchObject({ begun: false, orphaned: false });
  });

  it("lets one of two windows go that begin the same change at once", async () => {
    const beginnings = await Promise.all([begin(journal(1)), begin(journal(2)), begin(journal(3))]);
    expect(beginnings.filter(({ begun }) => begun)).toHaveLength(1);
  });

  it("takes one association for one, through whatever profile it is reached", async () => {
    await begin(journal(1));
    const other = { ...change, target: { ...change.target, profile: "q" } };
    expect(await begin(journal(2), other)).toMatchObject({ begun: false, orphaned: false });
  });

  it("lets different associations go at once", async () => {
    await begin(journal(1));
    const other = { ...change, target: { ...change.target, discoveryId: "ipam-res-disco-other" } };
    expect(await begin(journal(2), other)).toMatchObject({ begun: true });
  });

  it("takes an association for one, through whatever account it is changed: its ids are unique", async () => {
    await begin(journal(1));
    expect(await begin(journal(2), change, "1882009915530042")).toMatchObject({ begun: false });
  });

  it("takes back the intent that did not go", async () => {
    await begin(journal(1));
    await begin(journal(2));
    expect(await journal(3).history()).toMatchObject([{ outcome: undefined }, { outcome: { outcome: "notSent" } }]);
  });

  it("lets the next change go once the one before is settled", async () => {
    const one = journal(1);
    const beginning = await begin(one);
    if (beginning.begun) await one.settle(beginning.intent, done);
    expect(await begin(journal(2))).toMatchObject({ begun: true });
  });

  it("keeps all lines of windows that write at once", async () => {
    const windows = [1, 2, 3].map((number) => journal(number));
    await Promise.all(
      Array.from({ length: 60 }, (_, index) => {
        const target = { ...change.target, discoveryId: `ipam-res-disco-${index}` };
        return begin(windows[index % 3] ?? journal(1), { ...change, target });
      }),
    );
    expect(await journal(1).history()).toHaveLength(60);
    expect(damage).toEqual([]);
  });

  it("gives an orphan to the one window that claims it first", async () => {
    await begin(journal(9));
    const windows = [1, 2, 3].map((number) => journal(number));
    const [orphan] = await journal(1).orphans();
    if (!orphan) throw new Error("There is no orphan.");
    const claims = await Promise.all(windows.map((window) => window.claim(orphan)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await journal(4).orphans()).toEqual([]);
  });

  it("gives it on when the window that claimed it ends too", async () => {
    await begin(journal(9));
    const [orphan] = await journal(1).orphans();
    if (!orphan) throw new Error("There is no orphan.");
    await journal(1).claim(orphan);
    running.delete(1);
    expect(await journal(2).claim(orphan)).toBe(true);
  });

  it("gives no settled one to anybody", async () => {
    const ended = journal(9);
    const beginning = await begin(ended);
    if (!beginning.begun) throw new Error("It did not begin.");
    await ended.settle(beginning.intent, done);
    expect(await journal(1).claim(beginning.intent)).toBe(false);
  });

  it("passes over damaged lines, tells of each once, whatever window reads, and loses no other", async () => {
    await begin(journal(1));
    appendFileSync(file, 'not json\n{"kind":"intent"}\n[]\n{"kind":"outcome","at":1,"intent":7}\n');
    const reader = journal(2);
    expect(await reader.history()).toHaveLength(1);
    await reader.history();
    await journal(3).history();
    expect(damage).toEqual([3, 4, 5, 6]);
    const shown = readFileSync(file, "utf8").split("\n");
    expect([shown[2], shown[5]]).toEqual(["not json", '{"kind":"outcome","at":1,"intent":7}']);
  });

  it("tells of all damaged lines of one reading at once", async () => {
    await begin(journal(1));
    appendFileSync(file, "not json\n".repeat(100));
    const told: (readonly number[])[] = [];
    await journal(2, { onDamage: (lines) => told.push(lines) }).history();
    expect(told.map((lines) => lines.length)).toEqual([100]);
  });

  it("loses no line to one that a crash cut off", async () => {
    await begin(journal(1));
    appendFileSync(file, '\n{"kind":"intent","id":"cut');
    expect(await journal(2).history()).toHaveLength(1);
    expect(damage).toEqual([]);
    await begin(journal(2), { ...change, target: { ...change.target, ipamId: "ipam-b2" } });
    expect(await journal(3).history()).toHaveLength(2);
    expect(damage).toEqual([4]);
  });

  it("keeps no outcome of what never began", async () => {
    const one = journal(1);
    const beginning = await begin(one);
    if (!beginning.begun) throw new Error("It did not begin.");
    await one.settle({ ...beginning.intent, id: "never" }, done);
    expect(await one.history()).toMatchObject([{ intent: { id: beginning.intent.id }, outcome: undefined }]);
  });

  it("reports no line of a later version as damaged, and settles what one settled", async () => {
    const beginning = await begin(journal(9));
    if (!beginning.begun) throw new Error("It did not begin.");
    const later = { v: 3, kind: "outcome", intent: beginning.intent.id, at: 1, outcome: "endedByOwner" };
    appendFileSync(file, `${JSON.stringify({ v: 3, kind: "handover", at: 1 })}\n${JSON.stringify(later)}\n`);
    expect(await journal(2).history()).toMatchObject([{ outcome: { outcome: "later" } }]);
    expect([await journal(2).orphans(), damage]).toEqual([[], []]);
    expect(await begin(journal(2))).toMatchObject({ begun: true });
  });

  it("holds nothing but what the change is about", async () => {
    await begin(journal(1));
    const [line = ""] = readFileSync(file, "utf8").trim().split("\n");
    expect(Object.keys(JSON.parse(line)).sort()).toEqual(
      [
        ...["accountId", "action", "at", "boot", "clientToken", "dryRunRequestId", "elapsed", "host", "id", "kind"],
        ...["pid", "target", "v", "window"],
      ].sort(),
    );
  });
});
