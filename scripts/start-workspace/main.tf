# A sample for the demo account: what the hub's network team keeps in Terraform, with ids that the demo account has.
provider "alicloud" {
  region = "cn-hangzhou"
}

import {
  to = alicloud_vpc_ipam_ipam.hub_east_china
  id = "ipam-k3v9qx2m7tdh4wz1"
}

resource "alicloud_vpc_ipam_ipam" "hub_east_china" {
  ipam_name             = "hub-east-china"
  ipam_description      = "Plans 10.0.0.0/10 for all production networks in East China"
  operating_region_list = ["cn-hangzhou", "cn-shanghai"]
}

resource "alicloud_resource_manager_resource_share" "payments" {
  resource_share_name = "payments-discovery"
}

resource "alicloud_resource_manager_shared_resource" "payments" {
  resource_id       = "ipam-res-disco-m4q8zt2vxk7w3hcr"
  resource_share_id = alicloud_resource_manager_resource_share.payments.id
  resource_type     = "IpamResourceDiscovery"
}
