import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/iac/Finding.ts";
import { testReader } from "../../support/testReader.ts";

const discoveryId = "ipam-res-disco-m4q8zt2vxk7w3hcr";
const hub = 'resource "alicloud_vpc_ipam_ipam" "hub" {\n  operating_region_list = ["cn-hangzhou", "cn-beijing"]\n}\n';
const shared = `resource "alicloud_resource_manager_shared_resource" "net" {
  resource_id       = "${discoveryId}"
  resource_share_id = "rs-1"
  resource_type     = "IpamResourceDiscovery"
}
`;
const spoke = 'resource "alicloud_vpc_ipam_ipam_resource_discovery" "spoke" {\n  provider = alicloud.east\n}\n';
const sound = `${hub}\n${shared}\n${spoke}`;

/** The findings after each of the edits, typed one after the other into a document that was sound. */
async function typing(path: string, base: string, ...edits: readonly string[]): Promise<readonly Finding[]> {
  const reader = testReader();
  const before = reader.module([await reader.read({ key: "base", path, text: base })]);
  await reader.read({ key: "now", path, text: base });
  let findings: readonly Finding[] = [];
  for (const text of edits) {
    findings = reader.compare(before, reader.module([await reader.read({ key: "now", path, text })]));
  }
  return findings;
}

describe("While a file is half-typed", () => {
  it.each([
    ["a brace that does not close", sound.replace("}\n\n", "\n\n")],
    ["a string that does not end", sound.replace('"cn-beijing"]', '"cn-bei')],
    ["a heredoc that does not end", sound.replace('["cn-hangzhou", "cn-beijing"]', "<<EOT")],
    ["a head without its body", sound.replace('"hub" {', '"hu')],
    ["a value that is not there yet", sound.replace(`"${discoveryId}"`, "")],
    ["a stray brace", sound.replace("\n\n", "\n}\n\n")],
    ["a comment that does not end", sound.replace("\n\n", "\n/*\n\n")],
    ["a template that does not end", sound.replace('"rs-1"', '"${')],
  ])("%s makes nothing go away", async (_, text) => {
    expect(await typing("main.tf", sound, text)).toEqual([]);
  });

  it("what was removed elsewhere stays said", async () => {
    const without = `${hub}\n${spoke}`;
    const [finding, ...others] = await typing("main.tf", sound, without, without.replace('"cn-beijing"]', '"cn-b'));
    expect([finding?.kind, others]).toEqual(["sharedResourceRemoved", []]);
  });

  it("and what is removed, once it is sound again, is said", async () => {
    const found = await typing("main.tf", sound, sound.replace('"hub" {', '"hu'), `${shared}\n${spoke}`);
    expect(found.map(({ kind }) => kind)).toEqual(["ipamRemoved"]);
  });

  it("a template of ROS keeps what it had, in YAML and in JSON", async () => {
    const yaml = "Resources:\n  Hub:\n    Type: ALIYUN::VPC::Ipam\n  Other:\n    Type: ALIYUN::ECS::VPC\n";
    expect(await typing("t.yaml", yaml, yaml.replace("Type: ALIYUN::VPC::Ipam\n", 'Type: "ALIYUN::VPC::Ip\n'))).toEqual(
      [],
    );
    const json = JSON.stringify({ Resources: { Hub: { Type: "ALIYUN::VPC::Ipam" }, Z: { Type: "X" } } }, undefined, 1);
    expect(await typing("t.json", json, json.replace('"ALIYUN::VPC::Ipam"', '"ALIYUN::VP'))).toEqual([]);
  });

  it("a program of Pulumi keeps what it had", async () => {
    const code = 'const hub = new alicloud.vpc.IpamIpam("hub", {\n  operatingRegionLists: ["cn-hangzhou"],\n});\n';
    expect(await typing("index.ts", code, code.replace("],\n});", "]\n"))).toEqual([]);
    expect(await typing("index.ts", code, code.replace('("hub"', '("hu'))).toEqual([]);
  });
});
