/** A path as Terraform writes it: `alicloud_vpc_ipam_ipam.hub["east"].id`. */
export function addressText(path: readonly string[]): string {
  return path.join(".").replaceAll(".[", "[");
}
