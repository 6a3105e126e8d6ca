import type { IncomingMessage } from "node:http";
import type { RpcRequest } from "./RpcRequest.ts";

/** No request of VPC IPAM comes near this. */
const largestBodyBytes = 1024 * 1024;

/**
 * Reads a request to its end.
 * @throws Error when the client goes away, or its body is too large
 */
export async function readRequest(incoming: IncomingMessage): Promise<RpcRequest> {
  const { method = "", url = "/", headers } = incoming;
  const body = await readBody(incoming);
  const [path = "", query = ""] = url.split(/\?(.*)/s);
  const inQuery = [...new URLSearchParams(query)];
  const isForm = headers["content-type"]?.startsWith("application/x-www-form-urlencoded") ?? false;
  const all = isForm ? [...inQuery, ...new URLSearchParams(body.toString("utf8"))] : inQuery;
  const names = all.map(([name]) => name);
  return {
    method,
    path,
    headers,
    query: inQuery,
    body,
    action: header(headers["x-acs-action"]),
    version: header(headers["x-acs-version"]),
    parameters: new Map(all),
    repeated: names.find((name, index) => names.indexOf(name) !== index),
    place: placeOf(headers.host ?? ""),
  };
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += chunk.length;
    if (bytes > largestBodyBytes) throw new Error("The body is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `vpcipam.cn-hangzhou.aliyuncs.com`, `sts.cn-hangzhou.aliyuncs.com` or `sts.aliyuncs.com`, with or without a port. */
function placeOf(host: string): RpcRequest["place"] {
  const match = /^(?:vpcipam\.([a-z0-9-]+)|sts(?:\.([a-z0-9-]+))?)\.aliyuncs\.com(?::\d+)?$/i.exec(host);
  if (!match) return undefined;
  const [, ipamRegion, stsRegion] = match;
  return ipamRegion ? { product: "vpcipam", region: ipamRegion } : { product: "sts", region: stsRegion };
}

function header(value: string | readonly string[] | undefined): string {
  return typeof value === "string" ? value : "";
}
