import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/iac/Finding.ts";
import { type Files, findingsOf } from "../../support/testReader.ts";

const discoveryId = "ipam-res-disco-m4q8zt2vxk7w3hcr";

const provider = `provider "alicloud" {
  region = "cn-hangzhou"
}
`;
const share = `resource "alicloud_resource_manager_resource_share" "net" {
  resource_share_name = "net"
}
`;
const sharedResource = `resource "alicloud_resource_manager_shared_resource" "net" {
  resource_id       = "${discoveryId}"
  resource_share_id = alicloud_resource_manager_resource_share.net.id
  resource_type     = "IpamResourceDiscovery"
}
`;
const sharedTarget = `resource "alicloud_resource_manager_shared_target" "net" {
  resource_share_id = alicloud_resource_manager_resource_share.net.id
  target_id         = "1234567890"
}
`;
const hub = `resource "alicloud_vpc_ipam_ipam" "hub" {
  operating_region_list = ["cn-hangzhou", "cn-shanghai"]
}
`;
const spoke = `resource "alicloud_vpc_ipam_ipam_resource_discovery" "spoke" {
  operating_region_list = ["cn-hangzhou"]
}
`;

const kinds = (findings: readonly Finding[]) => findings.map(({ kind }) => kind);

/** The kinds of findings when one file becomes another. */
async function edit(before: string, after: string): Promise<readonly string[]> {
  return kinds(await findingsOf({ "main.tf": before }, { "main.tf": after }));
}

describe("Removing from a Terraform module", () => {
  it("a share ends the associations of what it shares, wherever the share stood", async () => {
    const base = { "main.tf": provider + share + sharedResource + sharedTarget };
    const [finding, ...others] = await findingsOf(base, { "main.tf": provider });
    expect([finding?.kind, ...kinds(others)]).toEqual(["shareRemoved", "sharedResourceRemoved", "sharedTargetRemoved"]);
    expect(finding).toMatchObject({
      path: "main.tf",
      region: "cn-hangzhou",
      subject: { address: "alicloud_resource_manager_resource_share.net", name: "net" },
      discoveries: [{ id: discoveryId }],
      targets: ["1234567890"],
      certain: true,
      base: { path: "main.tf", text: share.trimEnd(), range: { start: { line: 3, character: 0 } } },
    });
  });

  it("a shared resource or a share target is said by itself, behind the block that stood before it", async () => {
    const base = { "main.tf": share + sharedResource + sharedTarget };
    const [resource] = await findingsOf(base, { "main.tf": share + sharedTarget });
    expect([resource?.kind, resource?.range.start]).toEqual(["sharedResourceRemoved", { line: 2, character: 1 }]);
    expect(await edit(share + sharedResource + sharedTarget, share + sharedResource)).toEqual(["sharedTargetRemoved"]);
  });

  it("a share of something else is nobody's business here", async () => {
    const other = sharedResource.replace(discoveryId, "vsw-1").replace("IpamResourceDiscovery", "VSwitch");
    expect(await edit(share + other + sharedTarget, "")).toEqual([]);
  });

  it("an IPAM or a discovery is said", async () => {
    expect(await edit(hub, "")).toEqual(["ipamRemoved"]);
    expect(await edit(spoke, "")).toEqual(["discoveryRemoved"]);
  });

  it("with the file that held it is said in another file of the module", async () => {
    const [finding] = await findingsOf({ "a.tf": hub, "b.tf": provider }, { "b.tf": provider });
    expect([finding?.kind, finding?.path, finding?.base?.path]).toEqual(["ipamRemoved", "b.tf", "a.tf"]);
  });

  it("one key of for_each removes that instance, at the keys", async () => {
    const each = (keys: string) => spoke.replace("{\n", `{\n  for_each = toset(${keys})\n`);
    const [finding, ...others] = await findingsOf({ "main.tf": each('["a", "b"]') }, { "main.tf": each('["b"]') });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      kind: "discoveryRemoved",
      subject: { address: 'alicloud_vpc_ipam_ipam_resource_discovery.spoke["a"]' },
      range: { start: { line: 1, character: 13 } },
    });
    expect(finding?.base).toBeUndefined();
  });

  it("the guard goes with the block that had it", async () => {
    const guarded = hub.replace("\n}", "\n  lifecycle {\n    prevent_destroy = true\n  }\n}");
    expect(await edit(guarded, "")).toEqual(["ipamRemoved", "preventDestroyRemoved"]);
    expect(await edit(guarded, hub)).toEqual([]);
  });

  it("is no removal with moved, or with removed that does not destroy", async () => {
    const renamed = hub.replace('"hub"', '"center"');
    const moved = "moved {\n  from = alicloud_vpc_ipam_ipam.hub\n  to = alicloud_vpc_ipam_ipam.center\n}\n";
    const removed = "removed {\n  from = alicloud_vpc_ipam_ipam.hub\n  lifecycle {\n    destroy = false\n  }\n}\n";
    expect(await edit(hub, renamed)).toEqual(["ipamRemoved"]);
    expect(await edit(hub, renamed + moved)).toEqual([]);
    expect(await edit(hub, removed)).toEqual([]);
    expect(await edit(hub, removed.replace("false", "true"))).toEqual(["ipamRemoved"]);
  });

  it("count that comes or goes moves the instance by itself", async () => {
    const counted = hub.replace("{\n", "{\n  count = 1\n");
    expect(await edit(hub, counted)).toEqual([]);
    expect(await edit(counted, hub)).toEqual([]);
    expect(await edit(counted, counted.replace("= 1", "= 0"))).toEqual(["ipamRemoved"]);
  });
});

describe("Changing a Terraform module", () => {
  it("to share another discovery, by another share or with another account replaces the sharing", async () => {
    const other = sharedResource.replace(discoveryId, "ipam-res-disco-x7j3vw9kq5tz2mhb");
    const [finding] = await findingsOf({ "main.tf": share + sharedResource }, { "main.tf": share + other });
    expect(finding).toMatchObject({
      kind: "sharedResourceRetargeted",
      range: { start: { line: 4, character: 22 } },
      discoveries: [{ id: discoveryId }],
      certain: true,
    });
    const target = sharedTarget.replace("1234567890", "999");
    expect(await edit(share + sharedResource + sharedTarget, share + sharedResource + target)).toEqual([
      "sharedTargetRetargeted",
    ]);
  });

  it("to name the same thing otherwise is no change", async () => {
    const local = `locals { discovery = "${discoveryId}" }\n`;
    const byLocal = sharedResource.replace(`"${discoveryId}"`, "local.discovery");
    expect(await edit(share + sharedResource, local + share + byLocal)).toEqual([]);
    const declared = `import {\n  to = alicloud_vpc_ipam_ipam_resource_discovery.spoke\n  id = "${discoveryId}"\n}\n${spoke}`;
    const byAddress = sharedResource.replace(`"${discoveryId}"`, "alicloud_vpc_ipam_ipam_resource_discovery.spoke.id");
    expect(await edit(share + sharedResource, declared + share + byAddress)).toEqual([]);
  });

  it("to something only a run can tell is said to be uncertain", async () => {
    const unknown = sharedResource.replace(`"${discoveryId}"`, "module.network.discovery_id");
    const [finding] = await findingsOf({ "main.tf": share + sharedResource }, { "main.tf": share + unknown });
    expect([finding?.kind, finding?.certain]).toEqual(["sharedResourceRetargeted", false]);
  });

  it("to fewer operating regions hides what is in the others", async () => {
    const fewer = hub.replace(', "cn-shanghai"', "");
    const [finding] = await findingsOf({ "main.tf": hub }, { "main.tf": fewer });
    expect(finding).toMatchObject({ kind: "operatingRegionsRemoved", operatingRegions: ["cn-shanghai"] });
    expect(await edit(fewer, hub)).toEqual([]);
    expect(await edit(hub, hub.replace('"cn-shanghai"', "var.other"))).toEqual([]);
  });
});

describe("An IPAM and a discovery", () => {
  it("of one account and region are one too many: the discovery becomes the default one", async () => {
    expect(await edit("", provider + hub + spoke)).toEqual(["discoveryBecomesDefault"]);
  });

  it("of two regions or two accounts are as they should be", async () => {
    const east = 'provider "alicloud" {\n  alias  = "east"\n  region = "cn-shanghai"\n}\n';
    const other = 'provider "alicloud" {\n  alias   = "east"\n  region  = "cn-hangzhou"\n  profile = "other"\n}\n';
    const there = spoke.replace("{\n", "{\n  provider = alicloud.east\n");
    expect(await edit("", provider + east + hub + there)).toEqual([]);
    expect(await edit("", provider + other + hub + there)).toEqual([]);
  });
});

describe("Other languages", () => {
  const ros = (resources: string) => `ROSTemplateFormatVersion: '2015-09-01'\nResources:\n${resources}`;
  const rosHub = "  Hub:\n    Type: ALIYUN::VPC::Ipam\n    Properties:\n      OperatingRegionList: [cn-hangzhou]\n";
  const rosShare = (targets: string) => `  Share:
    Type: ALIYUN::ResourceManager::ResourceShare
    Properties:
      Resources: [{ResourceId: ${discoveryId}, ResourceType: IpamResourceDiscovery}]
      Targets: [${targets}]
`;
  const change = async (file: string, before: string, after: string) =>
    kinds(await findingsOf({ [file]: before }, { [file]: after } as Files));

  it("ROS: a resource is gone unless its deletion policy keeps it", async () => {
    expect(await change("t.yaml", ros(rosHub + rosShare("a")), ros(rosShare("a")))).toEqual(["ipamRemoved"]);
    const retained = rosHub.replace("    Properties", "    DeletionPolicy: Retain\n    Properties");
    expect(await change("t.yaml", ros(retained + rosShare("a")), ros(rosShare("a")))).toEqual([]);
    expect(await change("t.yaml", ros(rosHub + rosShare("a")), ros(rosHub))).toEqual(["shareRemoved"]);
  });

  it("ROS: an account taken out of a share's targets, or a resource out of its list, is said", async () => {
    const [finding] = await findingsOf({ "t.yaml": ros(rosShare('"1", "2"')) }, { "t.yaml": ros(rosShare('"2"')) });
    expect(finding).toMatchObject({ kind: "sharedTargetRemoved", targets: ["1"], discoveries: [{ id: discoveryId }] });
    const emptied = rosShare('"1"').replace(/Resources: .*/, "Resources: []");
    expect(await change("t.yaml", ros(rosShare('"1"')), ros(emptied))).toEqual(["sharedResourceRemoved"]);
  });

  it("Pulumi: a resource is gone unless it is retained or has an alias", async () => {
    const head = 'import * as alicloud from "@pulumi/alicloud";\n';
    const code = (name: string, options = "") =>
      `${head}new alicloud.vpc.IpamIpam("${name}", { operatingRegionLists: ["cn-hangzhou"] }${options});\n`;
    expect(await change("index.ts", code("hub"), head)).toEqual(["ipamRemoved"]);
    expect(await change("index.ts", code("hub", ", { protect: true }"), head)).toEqual([
      "ipamRemoved",
      "preventDestroyRemoved",
    ]);
    expect(await change("index.ts", code("hub", ", { retainOnDelete: true }"), head)).toEqual([]);
    expect(await change("index.ts", code("hub"), code("center"))).toEqual(["ipamRemoved"]);
    expect(await change("index.ts", code("hub"), code("center", ', { aliases: [{ name: "hub" }] }'))).toEqual([]);
  });
});
