/** A top-level block of a Terraform or OpenTofu file, found without its grammar. */
export interface HclBlock {
  /** Its type and labels: `resource`, `alicloud_vpc_ipam_ipam`, `hub`. */
  readonly words: readonly string[];
  /** Offsets in the file: from the first letter to behind the closing brace; `headerEnd` is behind the opening one. */
  readonly start: number;
  readonly headerEnd: number;
  readonly end: number;
  /** The block does not end, or has a string that does not: it is being typed. */
  readonly broken: boolean;
  /** It has more brackets within brackets than are read. */
  readonly tooDeep: boolean;
}
