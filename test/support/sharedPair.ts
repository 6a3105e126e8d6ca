import { type Account, Organisation, type StoredDiscovery, type StoredIpam } from "../../src/simulator/Organisation.ts";

/** Two accounts, one IPAM, and a discovery shared with its owner and associated with it. */
export interface SharedPair {
  readonly organisation: Organisation;
  /** Owns the IPAM. */
  readonly consumer: Account;
  /** Owns the discovery, and nothing else. */
  readonly sharer: Account;
  /** Sees neither. */
  readonly stranger: Account;
  readonly ipam: StoredIpam;
  readonly discovery: StoredDiscovery;
  /** The parameters that name the association. */
  readonly ends: { readonly RegionId: string; readonly IpamId: string; readonly IpamResourceDiscoveryId: string };
}

/** The smallest organisation with an association that can be dissociated. Hosted in cn-hangzhou. */
export function sharedPair(): SharedPair {
  const organisation = new Organisation();
  const consumer = organisation.addAccount("1000000000000001", "consumer");
  const sharer = organisation.addAccount("1000000000000002", "sharer");
  const stranger = organisation.addAccount("1000000000000003", "stranger");
  const ipam = organisation.addIpam(consumer, "cn-hangzhou", { name: "hub" });
  const discovery = organisation.addDiscovery(sharer, "cn-hangzhou", { name: "spoke" });
  organisation.share(discovery, consumer);
  organisation.associate(ipam, discovery);
  const ends = { RegionId: "cn-hangzhou", IpamId: ipam.id, IpamResourceDiscoveryId: discovery.id };
  return { organisation, consumer, sharer, stranger, ipam, discovery, ends };
}
