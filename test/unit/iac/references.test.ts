import { describe, expect, it } from "vitest";
import type { Reference } from "../../../src/iac/Reference.ts";
import { type Files, referencesOf, textAt } from "../../support/testReader.ts";

const ipamId = "ipam-k3v9qx2m7tdh4wz1";
const discoveryId = "ipam-res-disco-m4q8zt2vxk7w3hcr";

/** Each reference as one line: form, kind, what its range covers, and what is known of it. */
async function lines(files: Files, file?: string): Promise<readonly string[]> {
  const text = files[file ?? Object.keys(files)[0] ?? ""] ?? "";
  const references = await referencesOf(files, file);
  return references.map((reference) => line(text, reference));
}

function line(text: string, { form, kind, range, address, id, region }: Reference): string {
  return [form, kind, textAt(text, range), address, id, region].filter((part) => part !== undefined).join(" | ");
}

describe("A Terraform module", () => {
  it("names IPAMs by import, alias and region over all of its files", async () => {
    const files = {
      "main.tf": `resource "alicloud_vpc_ipam_ipam" "hub" {
  provider              = alicloud.east
  ipam_name             = "\${local.prefix}-hub"
  operating_region_list = ["cn-hangzhou"]
}
output "hub" {
  value = alicloud_vpc_ipam_ipam.hub.id
}
`,
      "providers.tf": `variable "region" {
  default = "cn-shanghai"
}
locals { prefix = "corp" }
provider "alicloud" {
  region = "cn-beijing"
}
provider "alicloud" {
  alias  = "east"
  region = var.region
}
import {
  to = alicloud_vpc_ipam_ipam.hub
  id = "${ipamId}"
}
`,
    };
    expect(await lines(files)).toEqual([
      `declaration | ipam | resource "alicloud_vpc_ipam_ipam" "hub" { | alicloud_vpc_ipam_ipam.hub | ${ipamId} | cn-shanghai`,
      `use | ipam | alicloud_vpc_ipam_ipam.hub.id | alicloud_vpc_ipam_ipam.hub | ${ipamId} | cn-shanghai`,
    ]);
    expect((await referencesOf(files))[0]?.name).toBe("corp-hub");
    expect(await lines(files, "providers.tf")).toEqual([
      `use | ipam | alicloud_vpc_ipam_ipam.hub | alicloud_vpc_ipam_ipam.hub | ${ipamId} | cn-shanghai`,
      `id | ipam | ${ipamId} | ${ipamId}`,
    ]);
  });

  it("names the keys of for_each and the indexes of count, each with its id", async () => {
    const [each, count] = await referencesOf({
      "main.tf": `locals { spokes = ["a", "b"] }
import {
  for_each = { a = "${discoveryId}" }
  to       = alicloud_vpc_ipam_ipam_resource_discovery.spoke[each.key]
  id       = each.value
}
resource "alicloud_vpc_ipam_ipam_resource_discovery" "spoke" {
  for_each                     = toset(local.spokes)
  ipam_resource_discovery_name = "team-\${each.key}"
  operating_region_list        = ["cn-hangzhou"]
}
resource "alicloud_vpc_ipam_ipam_resource_discovery" "more" {
  count                 = 2
  operating_region_list = ["cn-hangzhou"]
}
`,
    }).then((found) => found.filter(({ form }) => form === "declaration"));
    expect(each?.instances).toEqual([
      { address: 'alicloud_vpc_ipam_ipam_resource_discovery.spoke["a"]', id: discoveryId, name: "team-a" },
      { address: 'alicloud_vpc_ipam_ipam_resource_discovery.spoke["b"]', name: "team-b" },
    ]);
    expect(count?.instances?.map(({ address }) => address)).toEqual([
      "alicloud_vpc_ipam_ipam_resource_discovery.more[0]",
      "alicloud_vpc_ipam_ipam_resource_discovery.more[1]",
    ]);
  });

  it("names the shares of a discovery, and no others", async () => {
    const found = await referencesOf({
      "main.tf": `resource "alicloud_resource_manager_resource_share" "net" { resource_share_name = "net" }
resource "alicloud_resource_manager_resource_share" "other" { resource_share_name = "other" }
resource "alicloud_resource_manager_shared_resource" "net" {
  resource_id       = "${discoveryId}"
  resource_share_id = alicloud_resource_manager_resource_share.net.id
  resource_type     = "IpamResourceDiscovery"
}
resource "alicloud_resource_manager_shared_resource" "other" {
  resource_id       = "vsw-1"
  resource_share_id = alicloud_resource_manager_resource_share.other.id
  resource_type     = "VSwitch"
}
resource "alicloud_resource_manager_shared_target" "net" {
  resource_share_id = alicloud_resource_manager_resource_share.net.resource_share_id
  target_id         = "1234567890"
}
resource "alicloud_resource_manager_shared_target" "other" {
  resource_share_id = alicloud_resource_manager_resource_share.other.id
  target_id         = "1234567890"
}
`,
    });
    const declared = found.filter(({ form }) => form === "declaration");
    expect(declared.map(({ kind, address }) => [kind, address?.split(".")[1]])).toEqual([
      ["share", "net"],
      ["sharedResource", "net"],
      ["sharedTarget", "net"],
    ]);
    for (const { discoveries, targets } of declared) {
      expect([discoveries, targets]).toEqual([[{ id: discoveryId }], ["1234567890"]]);
    }
  });

  it("knows an IPAM through its data source, and its default discovery through the IPAM", async () => {
    const found = await referencesOf({
      "main.tf": `data "alicloud_vpc_ipam_ipams" "found" { ids = ["${ipamId}"] }
resource "alicloud_vpc_ipam_ipam_scope" "scope" { ipam_id = data.alicloud_vpc_ipam_ipams.found.ipams[0].id }
output "discovery" { value = data.alicloud_vpc_ipam_ipams.found.ipams[0].default_resource_discovery_id }
`,
    });
    expect(found.map(({ form, kind, id, defaultOf }) => [form, kind, id ?? defaultOf?.id])).toEqual([
      ["id", "ipam", ipamId],
      ["use", "ipam", ipamId],
      ["use", "discovery", ipamId],
    ]);
  });

  it("says the same in JSON syntax", async () => {
    const files = {
      "main.tf.json": JSON.stringify(
        {
          provider: { alicloud: [{ region: "cn-beijing" }, { alias: "east", region: "cn-shanghai" }] },
          import: [{ to: "alicloud_vpc_ipam_ipam.hub", id: ipamId }],
          resource: {
            alicloud_vpc_ipam_ipam: { hub: { provider: "alicloud.east", operating_region_list: ["cn-hangzhou"] } },
            alicloud_vpc_ipam_ipam_scope: { s: { ipam_id: `\${alicloud_vpc_ipam_ipam.hub.id}` } },
          },
        },
        undefined,
        2,
      ),
    };
    expect(await lines(files)).toEqual([
      `use | ipam | alicloud_vpc_ipam_ipam.hub | alicloud_vpc_ipam_ipam.hub | ${ipamId} | cn-shanghai`,
      `id | ipam | ${ipamId} | ${ipamId}`,
      `declaration | ipam | "hub" | alicloud_vpc_ipam_ipam.hub | ${ipamId} | cn-shanghai`,
      `use | ipam | alicloud_vpc_ipam_ipam.hub.id | alicloud_vpc_ipam_ipam.hub | ${ipamId} | cn-shanghai`,
    ]);
  });

  it("refuses what AWS calls alike", async () => {
    const found = await referencesOf({
      "main.tf": `resource "aws_vpc_ipam" "main" { description = "ipam-0123456789abcdef0" }
resource "aws_vpc_ipam_resource_discovery" "d" { id = "ipam-res-disco-0123456789abcdef0" }
`,
    });
    expect(found).toEqual([]);
  });

  it("counts characters as the editor does: in UTF-16, whatever the line ends", async () => {
    const files = { "main.tf": `# 网络 🌐\r\nlocals { hub = "🌐" } # ${ipamId}\r\n` };
    const [reference] = await referencesOf(files);
    expect(reference?.range.start).toEqual({ line: 1, character: 24 });
    expect(reference && textAt(files["main.tf"], reference.range)).toBe(ipamId);
  });
});

describe("A ROS template", () => {
  const yaml = `ROSTemplateFormatVersion: '2015-09-01'
Parameters:
  Member:
    Type: String
    Default: "1234567890"
Resources:
  Hub:
    Type: ALIYUN::VPC::Ipam
    Properties:
      IpamName: hub
      OperatingRegionList: [cn-hangzhou]
  Spoke:
    Type: ALIYUN::VPC::IpamResourceDiscovery
    Properties:
      OperatingRegionList:
        - cn-hangzhou
  Share:
    Type: ALIYUN::ResourceManager::ResourceShare
    Properties:
      ResourceShareName: net
      Resources:
        - ResourceId: !GetAtt Spoke.IpamResourceDiscoveryId
          ResourceType: IpamResourceDiscovery
      Targets: [!Ref Member]
Outputs:
  Default:
    Value: !GetAtt Hub.DefaultResourceDiscoveryId
`;

  it("names its resources, and what refers to them by short tags", async () => {
    expect(await lines({ "t.yaml": yaml })).toEqual([
      "declaration | ipam | Hub | Hub",
      "declaration | discovery | Spoke | Spoke",
      "declaration | share | Share | Share",
      "use | discovery | Spoke.IpamResourceDiscoveryId | Spoke",
      "use | discovery | Hub.DefaultResourceDiscoveryId | Hub",
    ]);
    const share = (await referencesOf({ "t.yaml": yaml })).find(({ kind }) => kind === "share");
    expect([share?.discoveries, share?.targets]).toEqual([[{ address: "Spoke" }], ["1234567890"]]);
  });

  it("says the same in JSON", async () => {
    const json = JSON.stringify(
      {
        ROSTemplateFormatVersion: "2015-09-01",
        Resources: {
          Hub: { Type: "ALIYUN::VPC::Ipam", Properties: { IpamName: "hub", OperatingRegionList: ["cn-hangzhou"] } },
        },
        Outputs: { Id: { Value: { "Fn::GetAtt": ["Hub", "IpamId"] } } },
      },
      undefined,
      1,
    );
    const found = await referencesOf({ "t.json": json });
    expect(found.map(({ form, kind, address }) => [form, kind, address])).toEqual([
      ["declaration", "ipam", "Hub"],
      ["use", "ipam", "Hub"],
    ]);
  });
});

describe("A Pulumi project", () => {
  it("names its resources in YAML, by the short type and the full one", async () => {
    const found = await referencesOf({
      "Pulumi.yaml": `name: net
runtime: yaml
config:
  alicloud:region: cn-hangzhou
resources:
  east:
    type: pulumi:providers:alicloud
    properties:
      region: cn-shanghai
  hub:
    type: alicloud:vpc:IpamIpam
    properties:
      ipamName: hub
      operatingRegionLists: [cn-hangzhou]
    options:
      import: ${ipamId}
  spoke:
    type: alicloud:vpc/ipamIpamResourceDiscovery:IpamIpamResourceDiscovery
    properties: { operatingRegionLists: [cn-shanghai] }
    options:
      provider: \${east}
  elsewhere:
    type: aws:ec2:VpcIpam
outputs:
  id: \${hub.id}
`,
    });
    expect(found.map(({ form, kind, id, region }) => [form, kind, id, region])).toEqual([
      ["declaration", "ipam", ipamId, "cn-hangzhou"],
      ["id", "ipam", ipamId, "cn-hangzhou"],
      ["declaration", "discovery", undefined, "cn-shanghai"],
      ["use", "ipam", ipamId, "cn-hangzhou"],
    ]);
  });

  const typescript = `import * as alicloud from "@pulumi/alicloud";
import * as aws from "@pulumi/aws";
// new alicloud.vpc.IpamIpam("commented", {});
const regions = ["cn-hangzhou"];
const east = new alicloud.Provider("east", { region: "cn-shanghai" });
const hub = new alicloud.vpc.IpamIpam("hub", { ipamName: "hub", operatingRegionLists: regions }, { provider: east, import: "${ipamId}" });
const spoke = new alicloud.vpc.IpamIpamResourceDiscovery("spoke", {
  operatingRegionLists: ["cn-hangzhou"],
});
const share = new alicloud.resourcemanager.ResourceShare("net", { resourceShareName: "net" });
new alicloud.resourcemanager.SharedResource("net", {
  resourceId: spoke.id, resourceShareId: share.id, resourceType: "IpamResourceDiscovery",
});
new aws.ram.ResourceShare("aws", {});
`;
  const python = `import pulumi_alicloud as alicloud
# alicloud.vpc.IpamIpam("commented")
regions = ["cn-hangzhou"]
east = alicloud.Provider("east", region="cn-shanghai")
hub = alicloud.vpc.IpamIpam("hub", ipam_name="hub", operating_region_lists=regions,
    opts=pulumi.ResourceOptions(provider=east, import_="${ipamId}"))
spoke = alicloud.vpc.IpamIpamResourceDiscovery("spoke", operating_region_lists=["cn-hangzhou"])
share = alicloud.resourcemanager.ResourceShare("net", resource_share_name="net")
alicloud.resourcemanager.SharedResource("net",
    resource_id=spoke.id, resource_share_id=share.id, resource_type="IpamResourceDiscovery")
`;

  it.each([
    ["TypeScript", "index.ts", typescript],
    ["Python", "__main__.py", python],
  ])("names its resources in %s by their constructors", async (_, file, text) => {
    const found = await referencesOf({ [file]: text });
    expect(found.map((reference) => line(text, reference))).toEqual([
      `declaration | ipam | alicloud.vpc.IpamIpam | alicloud:vpc/ipamIpam:IpamIpam::hub | ${ipamId} | cn-shanghai`,
      `id | ipam | ${ipamId} | ${ipamId} | cn-shanghai`,
      "declaration | discovery | alicloud.vpc.IpamIpamResourceDiscovery | alicloud:vpc/ipamIpamResourceDiscovery:IpamIpamResourceDiscovery::spoke",
      "declaration | share | alicloud.resourcemanager.ResourceShare | alicloud:resourcemanager/resourceShare:ResourceShare::net",
      "declaration | sharedResource | alicloud.resourcemanager.SharedResource | alicloud:resourcemanager/sharedResource:SharedResource::net",
      "use | discovery | spoke.id | alicloud:vpc/ipamIpamResourceDiscovery:IpamIpamResourceDiscovery::spoke",
    ]);
  });
});

describe("Any other text", () => {
  it("has its ids found, with the region of the command they are given to", async () => {
    const script = `aliyun vpcipam DissociateIpamResourceDiscovery --RegionId cn-hangzhou \\
  --IpamId ${ipamId} --IpamResourceDiscoveryId ${discoveryId}
echo acs:vpc:cn-beijing:1234567890:ipam/${ipamId}
echo ipam-production ipam-pool-abcdefghij0123 ipam-scope-abcdefghij0123
`;
    expect(await lines({ "x.sh": script })).toEqual([
      `id | ipam | ${ipamId} | ${ipamId} | cn-hangzhou`,
      `id | discovery | ${discoveryId} | ${discoveryId} | cn-hangzhou`,
      `id | ipam | ${ipamId} | ${ipamId} | cn-beijing`,
    ]);
  });
});
