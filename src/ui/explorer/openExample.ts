import * as vscode from "vscode";

/** A module that shares a discovery of the demo organisation. */
const example = `# An example: what a share has to do with an IPAM.
#
# The discovery below is shared with another account. That account's IPAM
# sees its VPCs and vSwitches as long as the two are associated, and the
# association ends, without a word, when the share does.

provider "alicloud" {
  region = "cn-hangzhou"
}

import {
  to = alicloud_vpc_ipam_ipam_resource_discovery.payments
  id = "ipam-res-disco-m4q8zt2vxk7w3hcr"
}

resource "alicloud_vpc_ipam_ipam_resource_discovery" "payments" {
  ipam_resource_discovery_name = "payments-hangzhou"
  operating_region_list        = ["cn-hangzhou"]
}

resource "alicloud_resource_manager_resource_share" "network" {
  resource_share_name = "network-visibility"
}

resource "alicloud_resource_manager_shared_resource" "payments" {
  resource_id       = alicloud_vpc_ipam_ipam_resource_discovery.payments.id
  resource_share_id = alicloud_resource_manager_resource_share.network.id
  resource_type     = "IpamResourceDiscovery"
}

resource "alicloud_resource_manager_shared_target" "hub" {
  resource_share_id = alicloud_resource_manager_resource_share.network.id
  target_id         = "1203715520147781"
}
`;

/** Command `ipamExplorer.openExample`: opens a file of Terraform that exists nowhere, and is not saved unless you save it. */
export async function openExample(): Promise<void> {
  const uri = vscode.Uri.from({ scheme: "untitled", path: "ipam-example.tf" });
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.getText() === "") {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), example);
    await vscode.workspace.applyEdit(edit);
  }
  await vscode.window.showTextDocument(document);
}
