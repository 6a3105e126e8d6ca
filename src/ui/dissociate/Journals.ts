import { randomUUID } from "node:crypto";
import { isRunning } from "../../ipam/isRunning.ts";
import { Journal } from "../../ipam/Journal.ts";
import { JournalFile } from "../../ipam/JournalFile.ts";
import type { JournalLines } from "../../ipam/JournalLines.ts";
import { MemoryLines } from "../../ipam/MemoryLines.ts";
import { isDemo } from "../accounts/DemoAccount.ts";

/** The journal of this machine, and that of the demo account, whose cloud ends with its window. */
export class Journals {
  readonly machine: Journal;
  readonly #demo: Journal;

  /**
   * @param file of this machine's journal
   * @param onDamage told of lines that cannot be read
   */
  constructor(file: string, onDamage: (lineNumbers: readonly number[]) => void) {
    const self = { window: randomUUID(), pid: process.pid };
    const journal = (lines: JournalLines) =>
      new Journal({ lines, self, now: Date.now, newId: randomUUID, isRunning, onDamage });
    this.machine = journal(new JournalFile(file));
    this.#demo = journal(new MemoryLines());
  }

  of(profileId: string): Journal {
    return isDemo(profileId) ? this.#demo : this.machine;
  }
}
