import type { Impact } from "./Impact.ts";

/** What an IPAM stops seeing in all regions that could be counted. */
export interface TotalImpact {
  readonly vpcs: number;
  readonly vSwitches: number;
  /** Whether it may be less than that. */
  readonly atMost: boolean;
  /** Whether every region could be counted. */
  readonly complete: boolean;
}

/** Undefined where none could be counted. */
export function totalImpact(impact: Impact | undefined): TotalImpact | undefined {
  const regions = impact?.regions ?? [];
  const tallies = regions.flatMap(({ tally }) => tally ?? []);
  if (tallies.length === 0) return undefined;
  return {
    vpcs: tallies.reduce((sum, { vpcs }) => sum + vpcs, 0),
    vSwitches: tallies.reduce((sum, { vSwitches }) => sum + vSwitches, 0),
    atMost: tallies.some(({ atMost }) => atMost),
    complete: tallies.length === regions.length,
  };
}
