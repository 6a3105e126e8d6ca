import type { Region } from "../../ipam/regions.ts";

/** The two sites of Alibaba Cloud, each with accounts of its own. */
export type ConsoleSite = "mainland" | "international";

const hosts = { mainland: "ipam.console.aliyun.com", international: "ipam.console.alibabacloud.com" } as const;

/**
 * A page of the IPAM console: the IPAMs of a region, or its resource discoveries. No address of a single one is
 * documented (guide on IPAM); that of the list is, and it leads to the right account by the person's own sign-in.
 */
export function consoleUrl(region: Region, page: "ipam" | "resource", site: ConsoleSite = "mainland"): string {
  return `https://${hosts[site]}/${region}/${page}`;
}
