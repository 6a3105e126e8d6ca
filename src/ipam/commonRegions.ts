import type { Ipam } from "./Ipam.ts";
import type { ResourceDiscovery } from "./ResourceDiscovery.ts";

/**
 * The operating regions in which an IPAM sees what a discovery shows: those of both (guide on multi-account IPAM). Where
 * one end is not known, those of the other one; undefined where neither is.
 */
export function commonRegions(
  ipam: Pick<Ipam, "operatingRegions"> | undefined,
  discovery: Pick<ResourceDiscovery, "operatingRegions"> | undefined,
): readonly string[] | undefined {
  if (!ipam || !discovery) return (ipam ?? discovery)?.operatingRegions;
  const shown = new Set(discovery.operatingRegions);
  return ipam.operatingRegions.filter((region) => shown.has(region));
}
