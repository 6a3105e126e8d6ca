import type { IpamErrorReason } from "../ipam/IpamError.ts";

/** What a code of the service means here. Words in braces are fields of the error's detail. */
export interface CatalogueEntry {
  readonly reason: IpamErrorReason;
  readonly what: string;
  readonly advice: string;
}

const waitAndRetry = "Wait a little and try again.";
const waitThenReport = "Wait a little and try again. If it stays, give the RequestId to Alibaba Cloud support.";
const report = "If it stays, give the RequestId to Alibaba Cloud support.";
const keyAdvice = "Sign in again with a valid AccessKey.";
const newToken = "Start the action again; it then gets a token of its own.";

const throttled: CatalogueEntry = {
  reason: "throttled",
  what: "Alibaba Cloud is limiting the number of requests of this account.",
  advice: waitAndRetry,
};
const busy: CatalogueEntry = {
  reason: "busy",
  what: "Another operation on the same resources is still running.",
  advice: waitAndRetry,
};
const forbidden: CatalogueEntry = {
  reason: "forbidden",
  what: "The account signed in lacks the RAM permission {ramAction}.",
  advice: "Ask whoever manages RAM to grant it to this user or role, then refresh.",
};
const wrongService: CatalogueEntry = {
  reason: "wrongTarget",
  what: "The endpoint {host} does not offer this operation of VPC IPAM.",
  advice: "Check ipamExplorer.endpoint in the user settings.",
};
const badKey: CatalogueEntry = {
  reason: "invalidCredentials",
  what: "Alibaba Cloud does not know this AccessKey.",
  advice: keyAdvice,
};
const inactiveKey: CatalogueEntry = {
  reason: "invalidCredentials",
  what: "This AccessKey is disabled.",
  advice: "Enable it in the RAM console, or sign in with another one.",
};
const badSignature: CatalogueEntry = {
  reason: "invalidCredentials",
  what: "The AccessKey secret does not match the AccessKey id.",
  advice: keyAdvice,
};
const expiredToken: CatalogueEntry = {
  reason: "expiredCredentials",
  what: "The temporary credentials have expired.",
  advice: "Sign in again with fresh ones.",
};
const clock: CatalogueEntry = {
  reason: "clockSkew",
  what: "This machine's clock is more than 15 minutes off.",
  advice: "Set the clock, then try again.",
};
const tokenMisused: CatalogueEntry = {
  reason: "clientToken",
  what: "The service has seen this ClientToken with other parameters.",
  advice: newToken,
};
const invalidParameter: CatalogueEntry = {
  reason: "invalidParameter",
  what: "The service refused a parameter of {action} ({code}).",
  advice: "Refresh and try again; if it stays, show the log and report it.",
};
const serverFault: CatalogueEntry = {
  reason: "serverFault",
  what: "VPC IPAM had a fault of its own.",
  advice: waitThenReport,
};
const dependency: CatalogueEntry = {
  reason: "refused",
  what: "Something else still depends on the resource ({code}).",
  advice: "Remove what depends on it first.",
};

/** Codes by their exact name. */
const exact: ReadonlyMap<string, CatalogueEntry> = new Map<string, CatalogueEntry>([
  // The page of DissociateIpamResourceDiscovery. Its fifth code, DryRunOperation, is a success and no error here.
  [
    "ResourceNotFound.IpamResourceDiscovery",
    {
      reason: "notFound",
      what: "The resource discovery does not exist, or is not shared with this account any more.",
      advice: "Refresh to see what is left.",
    },
  ],
  [
    "ResourceNotFound.Ipam",
    {
      reason: "notFound",
      what: "The IPAM does not exist in this region, or belongs to an account that this one cannot see.",
      advice: "Refresh to see what is left.",
    },
  ],
  [
    "ResourceNotFound.ResourceDiscoveryAssociation",
    {
      reason: "notFound",
      what: "The IPAM and the resource discovery are not associated.",
      advice: "Someone may have ended the association, or stopped sharing the discovery. Refresh to see what is left.",
    },
  ],
  [
    "OperationDenied.DissociateSelfSystemIpamResourceDiscovery",
    {
      reason: "refused",
      what: "The default resource discovery of an IPAM cannot be dissociated from it.",
      advice: "It goes only with the IPAM itself.",
    },
  ],
  [
    "Forbidden.IpResourceAccess",
    {
      reason: "refused",
      what: "The account may not use the resource discovery that was named.",
      advice: "Ask its owner to share it with this account.",
    },
  ],
  ["DuplicatedParam.TagKey", invalidParameter],
  [
    "OperationFailed.ExceedPurchaseLimit",
    { reason: "refused", what: "The account has reached its purchase limit.", advice: report },
  ],
  [
    "OperationFailed.AliGroupUserCanNotBuyInnerCommodity",
    { reason: "refused", what: "This kind of account cannot open VPC IPAM.", advice: report },
  ],
  [
    "Order.NoRealNameAuthentication",
    {
      reason: "refused",
      what: "The account has not passed real-name verification.",
      advice: "Complete it in the Alibaba Cloud account centre.",
    },
  ],
  [
    "CURRENT_USER_QUANTITY_EXCEED",
    { reason: "refused", what: "VPC IPAM is open in this account already.", advice: "Refresh." },
  ],
  ["OperationDenied.ResourceTypeIsNotCustom", dependency],
  ["OperationDenied.IpamPoolAllocationExist", dependency],
  [
    "ResourceNotFound.IpamScope",
    { reason: "notFound", what: "The IPAM scope does not exist.", advice: "Refresh to see what is left." },
  ],
  [
    "ResourceNotFound.IpamPoolAllocation",
    { reason: "notFound", what: "The IPAM pool allocation does not exist.", advice: "Refresh to see what is left." },
  ],
  ["OperationConflict", busy],
  ["Conflict.Operation", busy],
  ["SystemBusy", busy],
  ["ConcurrentCallNotSupported", busy],
  ["IdempotenceProcessing", busy],
  ["LastTokenProcessing", busy],
  ["IdempotenceSignatureMismatch", tokenMisused],
  ["IdempotentParameterMismatch", tokenMisused],
  ["Duplicated.ClientToken", tokenMisused],
  ["ServiceUnavailable", serverFault],
  ["InternalError", serverFault],
  ["InvalidAccessKeyId.NotFound", badKey],
  ["InvalidAccessKeyId.Inactive", inactiveKey],
  ["SignatureDoesNotMatch", badSignature],
  ["IncompleteSignature", badSignature],
  ["InvalidSecurityToken.Expired", expiredToken],
  [
    "InvalidSecurityToken.Malformed",
    {
      reason: "invalidCredentials",
      what: "The security token does not belong to this AccessKey.",
      advice: "Sign in again with all three parts of the same temporary credentials.",
    },
  ],
  ["InvalidTimeStamp.Format", clock],
  ["InvalidTimeStamp.Expired", clock],
  [
    "SignatureNonceUsed",
    { reason: "busy", what: "The service has seen this very request already.", advice: waitAndRetry },
  ],
  ["Forbidden.RAM", forbidden],
  ["NoPermission", forbidden],
  ["Forbidden.NoPermission", forbidden],
  ["Forbidden", forbidden],
  // So spelled by a page of the VPC product.
  ["Forbbiden", forbidden],
  [
    "Forbidden.RiskControl",
    {
      reason: "forbidden",
      what: "Alibaba Cloud's risk control has blocked the request.",
      advice: "Sign in to the console with this account; it says what to do.",
    },
  ],
  // The pages of STS AssumeRole and AssumeRoleWithOIDC. None of these is the fault of the key that asks.
  [
    "EntityNotExist.Role",
    {
      reason: "credentialsUnavailable",
      what: "The RAM role does not exist.",
      advice: "Check its ARN, which the RAM console shows.",
    },
  ],
  [
    "InvalidParameter.RoleArn",
    {
      reason: "credentialsUnavailable",
      what: "The ARN of the RAM role is wrongly formed.",
      advice: "Check its ARN, which the RAM console shows.",
    },
  ],
  [
    "InvalidParameter.DurationSeconds",
    {
      reason: "credentialsUnavailable",
      what: "The role does not allow sessions of that length.",
      advice: "Choose 900 seconds or more, and no more than the role's maximum session duration.",
    },
  ],
  [
    "EntityNotExist.OIDCProvider",
    {
      reason: "credentialsUnavailable",
      what: "The OIDC identity provider does not exist.",
      advice: "Check its ARN, which the RAM console shows.",
    },
  ],
  ["InvalidApi.NotFound", wrongService],
  ["InvalidProduct.NotFound", wrongService],
  [
    "InvalidProtocol.NeedSsl",
    {
      reason: "wrongTarget",
      what: "The service accepts https only.",
      advice: "Use an https address in ipamExplorer.endpoint.",
    },
  ],
  [
    "InvalidRegionId.NotFound",
    {
      reason: "wrongTarget",
      what: "VPC IPAM does not know the region {region}.",
      advice: "Leave it out of ipamExplorer.regions.",
    },
  ],
  [
    "UnsupportedHTTPMethod",
    { reason: "wrongTarget", what: "The endpoint does not take this kind of request.", advice: wrongService.advice },
  ],
]);

/** Families of codes, tried in order after the exact names. */
const families: readonly (readonly [RegExp, CatalogueEntry])[] = [
  [
    /^AuthenticationFail\.OIDCToken/,
    {
      reason: "expiredCredentials",
      what: "STS does not take the OIDC token ({code}).",
      advice: "Have it issued anew, then try again.",
    },
  ],
  [/^AuthenticationFail\.NoPermission/, forbidden],
  [/Throttling/, throttled],
  [/^DependencyViolation\./, dependency],
  [/^InvalidAccessKeyId/, badKey],
  [/^InvalidSecurityToken/, expiredToken],
  [/^InvalidTimeStamp/, clock],
  [
    /^ResourceNotFound\./,
    {
      reason: "notFound",
      what: "A resource that was named does not exist ({code}).",
      advice: "Refresh to see what is left.",
    },
  ],
  [
    /^Operation(Denied|Failed)\./,
    {
      reason: "refused",
      what: "The service refused the operation ({code}).",
      advice: "The log has the service's own words.",
    },
  ],
  [/^Forbidden/, forbidden],
  [/^(Missing|Invalid)/, invalidParameter],
];

/**
 * What a code means, by exact name and then by family.
 *
 * Codes decide, not HTTP statuses: the same code comes with different statuses on different products' pages. Sources:
 * the error pages of VpcIpam 2023-02-28 and, for the gateway's codes, of its sister products.
 */
export function errorCatalogue(code: string): CatalogueEntry | undefined {
  return exact.get(code) ?? families.find(([family]) => family.test(code))?.[1];
}
