import type { DiscoveredResource } from "../../src/ipam/DiscoveredResource.ts";

/** A VPC block of a VPC of that name, with the fields that a test does not care about filled in. */
export function vpc(name: string, cidr: string, fields: Partial<DiscoveredResource> = {}): DiscoveredResource {
  return {
    discoveryId: "ipam-res-disco-1",
    resourceId: `vpc-${name}`,
    name,
    type: "VPC",
    region: "cn-hangzhou",
    ownerId: "1203715520147781",
    vpcId: `vpc-${name}`,
    cidr,
    ipUsage: "0.25",
    discoveredAt: "2026-09-14T08:25:00Z",
    ...fields,
  };
}

/** A vSwitch of the VPC of that name. */
export function vSwitch(vpcName: string, name: string, cidr: string): DiscoveredResource {
  return vpc(vpcName, cidr, { type: "VSwitch", name, resourceId: `vsw-${name}` });
}
