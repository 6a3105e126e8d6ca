import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/iac/Finding.ts";
import { removedBlock } from "../../../src/iac/removedBlock.ts";
import { restoration } from "../../../src/iac/restoration.ts";
import { type Files, findingsOf } from "../../support/testReader.ts";

const hub = 'resource "alicloud_vpc_ipam_ipam" "hub" {\n  operating_region_list = ["cn-hangzhou"]\n}\n';
const spoke = 'resource "alicloud_vpc_ipam_ipam_resource_discovery" "spoke" {\n}\n';
const rosHub = "  Hub:\n    Type: ALIYUN::VPC::Ipam\n    Properties: {}\n";
const rosSpoke = "  Spoke:\n    Type: ALIYUN::VPC::IpamResourceDiscovery\n";
const rosStart = "ROSTemplateFormatVersion: '2015-09-01'\nResources:\n";
const rosJson = (resources: object) =>
  JSON.stringify({ ROSTemplateFormatVersion: "2015-09-01", Resources: resources, Outputs: {} }, undefined, 2);
const jsonHub = { Hub: { Type: "ALIYUN::VPC::Ipam" } };
const jsonSpoke = { Spoke: { Type: "ALIYUN::VPC::IpamResourceDiscovery" } };

async function only(base: Files, now: Files): Promise<Finding> {
  const [finding] = await findingsOf(base, now);
  if (!finding) throw new Error("Nothing was found.");
  return finding;
}

/** The files after a restoration. */
async function restored(base: Files, now: Files): Promise<Files> {
  const insertion = restoration(await only(base, now));
  if (!insertion) throw new Error("Nothing is restored.");
  const before = insertion.isNewFile ? "" : (now[insertion.path] ?? "");
  const lines = before.split("\n");
  const offset = lines.slice(0, insertion.at.line).join("\n").length + (insertion.at.line > 0 ? 1 : 0);
  const at = offset + insertion.at.character;
  return { ...now, [insertion.path]: before.slice(0, at) + insertion.text + before.slice(at) };
}

describe("A declaration that is gone is put back", () => {
  it.each([
    ["behind the block before it", { "a.tf": `${hub}\n${spoke}` }, { "a.tf": hub }],
    ["before all others", { "a.tf": `${hub}\n${spoke}` }, { "a.tf": spoke }],
    ["into a file that is gone", { "a.tf": hub, "b.tf": spoke }, { "a.tf": hub }],
    [
      "into a ROS template",
      { "a.yaml": `${rosStart + rosHub + rosSpoke}Outputs: {}\n` },
      { "a.yaml": `${rosStart + rosHub}Outputs: {}\n` },
    ],
    ["at the end of a ROS template", { "a.yaml": rosStart + rosHub + rosSpoke }, { "a.yaml": rosStart + rosHub }],
    [
      "into a ROS template in JSON",
      { "a.json": rosJson({ ...jsonHub, ...jsonSpoke }) },
      { "a.json": rosJson(jsonHub) },
    ],
  ])("%s", async (_, base: Files, now: Files) => {
    expect(await restored(base, now)).toEqual(base);
  });

  it("where an insertion is enough, and nowhere else", async () => {
    const first = await only({ "a.json": rosJson({ ...jsonHub, ...jsonSpoke }) }, { "a.json": rosJson(jsonSpoke) });
    expect(restoration(first)).toBeUndefined();
    const program = 'import * as alicloud from "@pulumi/alicloud";\nnew alicloud.vpc.IpamIpam("hub", {});\n';
    expect(restoration(await only({ "a.ts": program }, { "a.ts": program.split("\n")[0] ?? "" }))).toBeUndefined();
  });
});

describe("A removed block", () => {
  it("names what is to be forgotten, and silences the finding", async () => {
    const base = { "a.tf": `${hub}\n${spoke}` };
    const block = removedBlock(await only(base, { "a.tf": spoke }));
    expect(block).toContain("from = alicloud_vpc_ipam_ipam.hub\n");
    expect(await findingsOf(base, { "a.tf": `${spoke}\n${block}\n` })).toEqual([]);
  });

  it("is none for ROS, nor for one instance of several", async () => {
    const ros = await only({ "a.yaml": rosStart + rosHub + rosSpoke }, { "a.yaml": rosStart + rosHub });
    expect(removedBlock(ros)).toBeUndefined();
    const each = (keys: string) => spoke.replace("{\n", `{\n  for_each = toset(${keys})\n`);
    const one = await only({ "a.tf": each('["a", "b"]') }, { "a.tf": each('["b"]') });
    expect(removedBlock(one)).toBeUndefined();
  });
});
