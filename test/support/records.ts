import type { Association } from "../../src/ipam/Association.ts";
import type { Ipam } from "../../src/ipam/Ipam.ts";
import type { ResourceDiscovery } from "../../src/ipam/ResourceDiscovery.ts";

/** The account most records of tests belong to. */
export const account = "1203715520147781";

/** An IPAM with the fields that a test does not care about filled in. */
export function ipam(fields: Partial<Ipam> = {}): Ipam {
  return {
    ipamId: "ipam-a1",
    name: "hub",
    description: "",
    status: "Created",
    region: "cn-hangzhou",
    operatingRegions: ["cn-hangzhou"],
    ownerId: account,
    createdAt: "2026-01-01T00:00:00Z",
    resourceGroupId: "rg-1",
    defaultDiscoveryId: "ipam-res-disco-default",
    defaultAssociationId: "ipam-res-disco-assoc-1",
    associationCount: 1,
    scopeCount: 2,
    tags: [],
    ...fields,
  };
}

/** A discovery with the fields that a test does not care about filled in. */
export function discovery(fields: Partial<ResourceDiscovery> = {}): ResourceDiscovery {
  return {
    discoveryId: "ipam-res-disco-shared",
    name: "payments",
    description: "",
    status: "Created",
    type: "custom",
    shareType: "Shared",
    ownerId: "1882009915530042",
    region: "cn-hangzhou",
    operatingRegions: ["cn-hangzhou"],
    createdAt: "2026-01-01T00:00:00Z",
    resourceGroupId: "rg-1",
    tags: [],
    ...fields,
  };
}

/** An association of those two, with the fields that a test does not care about filled in. */
export function association(fields: Partial<Association> = {}): Association {
  return {
    region: "cn-hangzhou",
    ipamId: "ipam-a1",
    discoveryId: "ipam-res-disco-shared",
    discoveryOwnerId: "1882009915530042",
    discoveryType: "custom",
    discoveryStatus: "Created",
    status: "Created",
    ...fields,
  };
}
