import type { DeclarationKind, Property } from "./Declaration.ts";

/** The classes of @pulumi/alicloud that matter, by their name and the module they are in. */
export const pulumiTypes: Readonly<Record<string, { readonly module: string; readonly kind: DeclarationKind }>> = {
  IpamIpam: { module: "vpc", kind: "ipam" },
  IpamIpamResourceDiscovery: { module: "vpc", kind: "discovery" },
  IpamIpamScope: { module: "vpc", kind: "scope" },
  ResourceShare: { module: "resourcemanager", kind: "share" },
  SharedResource: { module: "resourcemanager", kind: "sharedResource" },
  SharedTarget: { module: "resourcemanager", kind: "sharedTarget" },
};

/** Their arguments, as TypeScript and YAML spell them; Python has the same in snake case. */
export const pulumiProperties: Readonly<Record<string, Property>> = {
  ipamName: "name",
  ipamResourceDiscoveryName: "name",
  resourceShareName: "name",
  operatingRegionLists: "operatingRegions",
  resourceShareId: "shareId",
  resourceId: "resourceId",
  resourceType: "resourceType",
  targetId: "targetId",
  targets: "targets",
  ipamId: "ipamId",
};
