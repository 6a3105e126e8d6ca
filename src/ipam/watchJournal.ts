import type { Clock } from "./Clock.ts";

/** How often it is looked whether windows have written to the journal, in milliseconds. */
const lookMs = 60_000;

/**
 * Asks for changes to be settled where there is a journal, and again whenever a window has written to it: that window may have
 * begun a change, and may end before it knows how that comes out.
 * @param sizeOf how large the journal is: 0 where there is none
 */
export function watchJournal(
  sizeOf: () => Promise<number>,
  settle: () => Promise<void>,
  clock: Pick<Clock, "every">,
): { dispose(): void } {
  let size = 0;
  const look = async () => {
    const now = await sizeOf();
    if (now === size) return;
    size = now;
    await settle();
  };
  void look();
  return clock.every(lookMs, () => void look());
}
