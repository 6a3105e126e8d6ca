import type { DeclarationKind, Property } from "../Declaration.ts";

interface TerraformType {
  readonly kind: DeclarationKind;
  readonly properties: Readonly<Record<string, Property>>;
}

const shared: Readonly<Record<string, Property>> = {
  resource_share_id: "shareId",
  resource_id: "resourceId",
  resource_type: "resourceType",
  target_id: "targetId",
};

/** Alibaba Cloud's resource types that matter; `aws_vpc_ipam` and its like are none of them. */
export const terraformTypes: Readonly<Record<string, TerraformType>> = {
  alicloud_vpc_ipam_ipam: {
    kind: "ipam",
    properties: { ipam_name: "name", operating_region_list: "operatingRegions" },
  },
  alicloud_vpc_ipam_ipam_resource_discovery: {
    kind: "discovery",
    properties: { ipam_resource_discovery_name: "name", operating_region_list: "operatingRegions" },
  },
  alicloud_vpc_ipam_ipam_scope: { kind: "scope", properties: { ipam_scope_name: "name", ipam_id: "ipamId" } },
  alicloud_resource_manager_resource_share: {
    kind: "share",
    // Its `resources` matter when it is made and never after (provider 1.261).
    properties: { resource_share_name: "name", targets: "targets", resources: "resources" },
  },
  alicloud_resource_manager_shared_resource: { kind: "sharedResource", properties: shared },
  alicloud_resource_manager_shared_target: { kind: "sharedTarget", properties: shared },
};

/** The data sources that matter. */
export const terraformDataTypes: Readonly<Record<string, TerraformType>> = {
  alicloud_vpc_ipam_ipams: { kind: "ipams", properties: { ids: "ids", ipam_id: "ipamId", ipam_name: "name" } },
};
