import { IpamError } from "../ipam/IpamError.ts";
import type { Region } from "../ipam/regions.ts";
import { assumptions } from "./assumptions.ts";

/** A product whose endpoint a template can name. */
export type Product = "vpcipam" | "sts";

/** Where requests go: what the SDK takes apart from the path, which is always `/`. */
export interface Endpoint {
  readonly protocol: "https" | "http";
  /** Host and, where it is not the protocol's own, port. */
  readonly host: string;
}

/**
 * The endpoint of a product in a region.
 *
 * The host comes from the list of regions and the person's own template, never from a file or an answer.
 * @param template empty for the public endpoints; otherwise an origin in which `{product}` and `{region}` are replaced
 * @throws IpamError `wrongTarget` when the template is no origin, or asks for plain http beyond loopback
 */
export function endpointOf(product: Product, region: Region, template: string): Endpoint {
  if (template.trim() === "") {
    return { protocol: "https", host: product === "sts" ? assumptions.stsHost : `${product}.${region}.aliyuncs.com` };
  }
  const filled = template.trim().replaceAll("{product}", product).replaceAll("{region}", region);
  const url = parse(filled.includes("://") ? filled : `https://${filled}`);
  const plain = url?.protocol === "http:";
  if (!url || (url.protocol !== "https:" && !plain)) throw invalid("notAnAddress");
  if (url.username || url.password || url.search || url.hash || url.pathname !== "/") {
    throw invalid("moreThanOrigin");
  }
  if (plain && !isLoopback(url.hostname)) throw invalid("plainHttp");
  return { protocol: plain ? "http" : "https", host: url.host };
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** Only what VS Code takes for this machine too: it sends requests to 127.0.0.2 through the proxy, and so to another one. */
function isLoopback(hostname: string): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

function invalid(fault: keyof typeof sentences): IpamError {
  return new IpamError({ reason: "wrongTarget", ...sentences[fault], effect: "no" });
}

const advice = "Correct ipamExplorer.endpoint in the user settings, or leave it empty for the public endpoints.";
const sentences = {
  notAnAddress: { what: "The endpoint in the settings is not an https address.", advice },
  moreThanOrigin: {
    what: "The endpoint in the settings may hold a host and a port only, without path, query or credentials.",
    advice,
  },
  plainHttp: {
    what: "The endpoint in the settings uses plain http to another machine, which would send requests unencrypted.",
    advice,
  },
} as const;
