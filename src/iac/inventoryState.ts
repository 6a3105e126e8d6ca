import type { RegionInventory } from "../ipam/RegionInventory.ts";
import type { Region } from "../ipam/regions.ts";

/**
 * How far a region was read, or all regions together: those that fail or are being read may hold what the others do not.
 * @returns `loaded` only where nothing can be missing; undefined when no account is open
 */
export function inventoryState(
  inventory: readonly RegionInventory[] | undefined,
  region?: Region,
): RegionInventory["state"] | undefined {
  if (!inventory) return undefined;
  const asked = inventory.filter((snapshot) => region === undefined || snapshot.region === region);
  // A region that the settings leave out is not read.
  if (asked.length === 0) return "failed";
  if (asked.some(({ state }) => state === "loading")) return "loading";
  return asked.every(({ state, contents }) => state === "loaded" && contents.gaps.length === 0) ? "loaded" : "failed";
}
