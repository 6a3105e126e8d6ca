import type { ResourceDiscovery } from "./ResourceDiscovery.ts";

/**
 * Own and shared discoveries as one list, by id.
 *
 * Whether the service lists shared discoveries among the own ones is not documented, so both lists may hold one.
 */
export function mergeDiscoveries(
  own: readonly ResourceDiscovery[],
  shared: readonly ResourceDiscovery[],
): readonly ResourceDiscovery[] {
  const byId = new Map(own.map((discovery) => [discovery.discoveryId, discovery]));
  for (const discovery of shared) byId.set(discovery.discoveryId, discovery);
  return [...byId.values()];
}
