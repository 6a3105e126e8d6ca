import { describe, expect, it } from "vitest";
import { MemoryLines } from "../../../src/ipam/MemoryLines.ts";
import { OrphanSettler } from "../../../src/ipam/OrphanSettler.ts";
import { watchJournal } from "../../../src/ipam/watchJournal.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { ScriptedApi, targetOf } from "../../support/ScriptedApi.ts";
import { TestClock } from "../../support/TestClock.ts";

const minute = 60_000;

describe("The watch of the journal", () => {
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it("asks once where there is a journal, and again whenever it has grown", async () => {
    const clock = new TestClock();
    let size = 10;
    let asked = 0;
    const watch = watchJournal(
      async () => size,
      async () => {
        asked += 1;
      },
      clock,
    );
    const askedAfter = async (now: number) => {
      size = now;
      await clock.wait(minute);
      await turn();
      return asked;
    };
    await turn();
    expect(asked).toBe(1);
    expect(await askedAfter(10)).toBe(1);
    expect(await askedAfter(20)).toBe(2);
    expect(await askedAfter(20)).toBe(2);
    watch.dispose();
    expect(await askedAfter(30)).toBe(2);
  });

  it("asks for nothing where there is no journal", async () => {
    const clock = new TestClock();
    watchJournal(
      async () => 0,
      () => expect.fail("It asks."),
      clock,
    );
    await clock.wait(minute);
    await turn();
  });

  it("has a change settled that another window begins later, and leaves behind", async () => {
    const clock = new TestClock();
    const lines = new MemoryLines();
    const running = new Set([1, 9]);
    const journalOf = (pid: number) =>
      memoryJournal({ window: `window-${pid}`, pid, lines, clock, isRunning: (other) => running.has(other) });
    const told: string[] = [];
    const settler = new OrphanSettler({
      ...{ journal: journalOf(1), clock, actorFor: async () => ({ api: new ScriptedApi().asApi() }) },
      onSettled: (_, { outcome }) => told.push(outcome),
      onFailed: (error) => told.push(String(error)),
    });
    watchJournal(
      async () => (await lines.read()).length,
      () => settler.settle(),
      clock,
    );
    await turn();
    const change = { action: "dissociate", target: targetOf(), dryRunRequestId: undefined } as const;
    await journalOf(9).begin(change, "1", "token");
    await clock.wait(minute);
    await turn();
    expect(told).toEqual([]);
    running.delete(9);
    await clock.wait(minute);
    await turn();
    expect(told).toEqual(["stillAssociated"]);
  });
});
