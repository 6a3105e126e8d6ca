import { idKind } from "../ipam/ids.ts";

/** Whether a text is the id of an IPAM or a discovery of Alibaba Cloud's, and not one of AWS's, which begin alike. */
export function isOurId(text: string, kind: "ipam" | "discovery"): boolean {
  return idKind(text) === kind && !/-0[0-9a-f]{16}$/.test(text);
}
