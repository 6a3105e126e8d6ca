/** What the rows of the tree are grouped by. By IPAM, the IPAMs of all accounts stand one below the other. */
export const groupings = ["account", "region", "ipam", "discovery"] as const;

export type Grouping = (typeof groupings)[number];

/** Reads what was kept. Undefined where nothing was chosen, or no longer exists. */
export function parseGrouping(kept: unknown): Grouping | undefined {
  return groupings.find((grouping) => grouping === kept);
}
