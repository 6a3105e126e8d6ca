import { Journal, type JournalTools } from "../../src/ipam/Journal.ts";
import { MemoryLines } from "../../src/ipam/MemoryLines.ts";

/** A journal of a window whose process runs, over lines that several windows of a test may share. */
export function memoryJournal(
  tools: Partial<Omit<JournalTools, "self">> & { readonly window?: string; readonly pid?: number } = {},
): Journal {
  const { window = "window-1", pid = 1, ...others } = tools;
  let ids = 0;
  return new Journal({
    lines: new MemoryLines(),
    self: { window, pid },
    now: () => Date.UTC(2026, 0, 1),
    newId: () => `${window}-${++ids}`,
    isRunning: () => true,
    onDamage: () => {},
    ...others,
  });
}
