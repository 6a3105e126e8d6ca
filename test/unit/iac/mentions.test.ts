import { expect, it } from "vitest";
import { mentions } from "../../../src/iac/mentions.ts";

it.each([
  'resource "alicloud_vpc_ipam_ipam" "x" {}',
  'resource "alicloud_resource_manager_shared_target" "x" {}',
  "Type: ALIYUN::ResourceManager::ResourceShare",
  'new alicloud.resourcemanager.SharedResource("x")',
  "aliyun vpcipam ListIpams",
])("%s is worth loading a reader for", (text) => {
  expect(mentions(text)).toBe(true);
});

it.each(['resource "alicloud_vpc" "x" {}', "Resources:\n  X:\n    Type: ALIYUN::ECS::VPC", ""])(
  "%j is not worth loading a reader for",
  (text) => {
    expect(mentions(text)).toBe(false);
  },
);
