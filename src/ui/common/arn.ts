import type { Region } from "../../ipam/regions.ts";

/**
 * The ARN of an IPAM or of a resource discovery, as RAM policies name it (authorization tables of the API's pages).
 * @param ownerId the account that owns it; `*` where that is not known
 */
export function arn(kind: "ipam" | "ipamresourcediscovery", region: Region, ownerId: string, id: string): string {
  return `acs:vpc:${region}:${ownerId || "*"}:${kind}/${id}`;
}
