import { attempt, throwIfCancelled } from "./attempt.ts";
import type { Impact, RegionImpact } from "./Impact.ts";
import type { IpamApi } from "./IpamApi.ts";
import type { Region } from "./regions.ts";

/** A discovery, and where it is to be looked at. */
export interface ImpactQuery {
  /** The hosted region of the discovery. */
  readonly region: Region;
  readonly discoveryId: string;
  readonly operatingRegions: readonly string[];
}

/**
 * Counts what a discovery shows, region by region, by one request each as a rule. What cannot be counted is left out, and
 * never taken for nothing.
 * @throws IpamError only with reason `cancelled`
 */
export async function measureImpact(
  { region, discoveryId, operatingRegions }: ImpactQuery,
  api: Pick<IpamApi, "countDiscoveredResources">,
  now: () => number,
  signal?: AbortSignal,
): Promise<Impact> {
  const counted = operatingRegions.map((resourceRegion) =>
    attempt(api.countDiscoveredResources({ region, discoveryId, resourceRegion }, { signal })),
  );
  const attempts = await Promise.all(counted);
  throwIfCancelled(...attempts);
  const regions = attempts.map(({ value: tally, error }, index): RegionImpact => {
    const place = operatingRegions[index] ?? "";
    return { region: place, ...(tally && { tally }), ...(error && { error }) };
  });
  return { regions, readAt: now() };
}
