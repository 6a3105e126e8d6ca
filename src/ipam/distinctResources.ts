import type { DiscoveredResource } from "./DiscoveredResource.ts";

/** How many VPCs and vSwitches rows stand for: a VPC with secondary CIDR blocks has a row for each of them. */
export function distinctResources(rows: readonly DiscoveredResource[]): {
  readonly vpcs: number;
  readonly vSwitches: number;
} {
  const count = (kind: string) =>
    new Set(rows.flatMap(({ type, resourceId }) => (type === kind ? resourceId : []))).size;
  return { vpcs: count("VPC"), vSwitches: count("VSwitch") };
}
