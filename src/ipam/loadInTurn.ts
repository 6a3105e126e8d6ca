import type { Inventory } from "./Inventory.ts";

/**
 * Reads the inventories of several accounts at once, begun one after the other, so that the requests of the first are on
 * their way before those of the others are made. Resolves when all have been read, and never rejects.
 */
export async function loadInTurn(inventories: readonly Inventory[]): Promise<void> {
  const loads: Promise<void>[] = [];
  for (const inventory of inventories) {
    loads.push(inventory.load());
    await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(loads);
}
