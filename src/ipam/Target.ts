import type { Region } from "./regions.ts";

/** One association, whichever account looks at it. Its ids are unique among all accounts. */
export interface AssociationEnds {
  readonly region: Region;
  readonly ipamId: string;
  readonly discoveryId: string;
}

/** What an action is about: one association, and the profile that acts. */
export interface Target extends AssociationEnds {
  /** Id of the profile whose credentials are used. */
  readonly profile: string;
}

/** A key that is equal exactly for equal targets. */
export function targetKey(target: Target): string {
  return [target.profile, associationKey(target)].join("/");
}

/** A key that is equal for one association, through whatever profile it is reached. */
export function associationKey({ region, ipamId, discoveryId }: AssociationEnds): string {
  return [region, ipamId, discoveryId].join("/");
}

/** One target for each association: of two profiles that reach the same one, the first acts. */
export function distinctTargets(targets: readonly Target[]): readonly Target[] {
  const first = new Map<string, Target>();
  for (const target of targets) {
    const key = associationKey(target);
    if (!first.has(key)) first.set(key, target);
  }
  return [...first.values()];
}
