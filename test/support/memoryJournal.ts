import { Journal, type JournalTools } from "../../src/ipam/Journal.ts";
import { MemoryLines } from "../../src/ipam/MemoryLines.ts";
import type { Machine } from "../../src/ipam/machine.ts";
import { regionOf } from "../../src/ipam/regions.ts";
import { TestClock } from "./TestClock.ts";

/** The machine that the windows of a test run on, unless it says another one. */
const machine: Machine = { host: "workstation", boot: "boot-1" };

/** A journal of a window whose process runs, over lines that several windows of a test may share. */
export function memoryJournal(
  tools: Partial<Omit<JournalTools, "self">> & {
    readonly window?: string;
    readonly pid?: number;
  } & Partial<Machine> = {},
): Journal {
  const { window = "window-1", pid = 1, host = machine.host, boot = machine.boot, ...others } = tools;
  let ids = 0;
  return new Journal({
    lines: new MemoryLines(),
    self: { window, pid, host, boot },
    clock: new TestClock(),
    newId: () => `${window}-${++ids}`,
    isRunning: () => true,
    regionOf,
    onDamage: () => {},
    onUnwritten: (_intent, error) => {
      throw error;
    },
    ...others,
  });
}
