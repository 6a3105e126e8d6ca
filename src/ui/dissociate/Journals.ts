import { randomUUID } from "node:crypto";
import { isRunning } from "../../ipam/isRunning.ts";
import { Journal, type JournalTools } from "../../ipam/Journal.ts";
import { JournalFile } from "../../ipam/JournalFile.ts";
import type { JournalLines } from "../../ipam/JournalLines.ts";
import { MemoryLines } from "../../ipam/MemoryLines.ts";
import type { Machine } from "../../ipam/machine.ts";
import { systemClock } from "../../ipam/systemClock.ts";
import { isDemo } from "../accounts/DemoAccount.ts";
import { knownRegion } from "../common/knownRegion.ts";

/** The journal of this machine, and that of the demo account, whose cloud ends with its window. */
export class Journals {
  readonly machine: Journal;
  readonly #demo: Journal;

  /** @param file of this machine's journal */
  constructor(file: string, machine: Machine, callbacks: Pick<JournalTools, "onDamage" | "onUnwritten">) {
    const self = { window: randomUUID(), pid: process.pid, ...machine };
    /** Of a dry run that may have changed something, two lines are written: neither of them tells twice that a disk is full. */
    const unwritten = new Set<string>();
    const onUnwritten: JournalTools["onUnwritten"] = (intent, error) => {
      if (unwritten.has(intent.id)) return;
      unwritten.add(intent.id);
      callbacks.onUnwritten(intent, error);
    };
    const journal = (lines: JournalLines) =>
      new Journal({
        lines,
        self,
        clock: systemClock,
        newId: randomUUID,
        isRunning,
        regionOf: knownRegion,
        onDamage: callbacks.onDamage,
        onUnwritten,
      });
    this.machine = journal(new JournalFile(file));
    this.#demo = journal(new MemoryLines());
  }

  dispose(): void {
    this.machine.dispose();
    this.#demo.dispose();
  }

  of(profileId: string): Journal {
    return isDemo(profileId) ? this.#demo : this.machine;
  }
}
