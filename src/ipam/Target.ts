import type { Region } from "./regions.ts";

/** What an action is about: one association, named by the profile that acts, its region and its two ends. */
export interface Target {
  /** Id of the profile whose credentials are used. */
  readonly profile: string;
  readonly region: Region;
  readonly ipamId: string;
  readonly discoveryId: string;
}

/** A key that is equal exactly for equal targets. */
export function targetKey(target: Target): string {
  return [target.profile, target.region, target.ipamId, target.discoveryId].join("/");
}
