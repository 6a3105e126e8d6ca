import type { Region } from "../../src/ipam/regions.ts";
import { Organisation } from "../../src/simulator/Organisation.ts";

/** How much of everything. */
export interface Scale {
  readonly ipamsPerRegion?: number;
  /** Associations of each IPAM with discoveries of another account, beside the one with its own default discovery. */
  readonly sharedPerIpam?: number;
}

/** An organisation of any size. Its first account owns every IPAM, its second every shared discovery. */
export function scaleOrganisation(
  regions: readonly Region[],
  { ipamsPerRegion = 1, sharedPerIpam = 2 }: Scale = {},
): Organisation {
  const organisation = new Organisation();
  const hub = organisation.addAccount("1000000000000001", "hub");
  const spoke = organisation.addAccount("1000000000000002", "spoke");
  for (const region of regions) {
    for (let ipams = 0; ipams < ipamsPerRegion; ipams += 1) {
      const ipam = organisation.addIpam(hub, region, { name: `${region}-${ipams + 1}` });
      for (let shared = 0; shared < sharedPerIpam; shared += 1) {
        const discovery = organisation.addDiscovery(spoke, region, { name: `${ipam.name}-shared-${shared + 1}` });
        organisation.share(discovery, hub);
        organisation.associate(ipam, discovery);
      }
    }
  }
  return organisation;
}
