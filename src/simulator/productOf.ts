import { ApiFault } from "./ApiFault.ts";
import type { RpcRequest } from "./RpcRequest.ts";

const versions: ReadonlyMap<string, "vpcipam" | "sts"> = new Map([
  ["2023-02-28", "vpcipam"],
  ["2015-04-01", "sts"],
]);

const stsActions: ReadonlySet<string> = new Set(["GetCallerIdentity", "AssumeRole", "AssumeRoleWithOIDC"]);

/**
 * The product a request is for, once the gateway lets it through.
 * @throws ApiFault
 */
export function productOf(request: RpcRequest): "vpcipam" | "sts" {
  const { method, path, action, version, parameters, repeated, place } = request;
  if (method !== "POST" && method !== "GET") {
    throw new ApiFault(400, "UnsupportedHTTPMethod", "This http method is not supported.");
  }
  if (action === "") throw new ApiFault(400, "MissingAction", "Action is mandatory.");
  if (version === "") throw new ApiFault(400, "MissingVersion", "Version is mandatory.");
  const product = versions.get(version);
  if (!product) throw new ApiFault(400, "InvalidVersion", "Specified parameter Version is not valid.");
  const isElsewhere = place !== undefined && place.product !== product;
  if (path !== "/" || isElsewhere || (product === "sts" && !stsActions.has(action))) {
    throw new ApiFault(404, "InvalidApi.NotFound", "Specified api is not found, please check your url and method.");
  }
  const region = parameters.get("RegionId");
  if (place?.region !== undefined && region !== undefined && region !== place.region) {
    throw new ApiFault(404, "InvalidRegionId.NotFound", `This endpoint serves ${place.region} only.`);
  }
  if (repeated !== undefined) {
    throw new ApiFault(400, "InvalidParameter", `The specified parameter ${repeated} is given twice.`);
  }
  return product;
}
