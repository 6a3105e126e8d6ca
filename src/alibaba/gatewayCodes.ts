import { type CatalogueEntry, waitAndRetry, waitThenReport } from "./CatalogueEntry.ts";

const keyAdvice = "Sign in again with a valid AccessKey.";
const roleAdvice = "Check its ARN, which the RAM console shows.";

export const throttled: CatalogueEntry = {
  reason: "throttled",
  what: "Alibaba Cloud is limiting the number of requests of this account.",
  advice: waitAndRetry,
};
export const busy: CatalogueEntry = {
  reason: "busy",
  what: "Another operation on the same resources is still running.",
  advice: waitAndRetry,
};
/** A permission that RAM does not grant. */
export const ramDenied: CatalogueEntry = {
  reason: "forbidden",
  what: "The account signed in lacks the RAM permission {ramAction}.",
  advice: "Ask your RAM administrator to grant this permission, then refresh.",
};
export const badKey: CatalogueEntry = {
  reason: "invalidCredentials",
  what: "Alibaba Cloud does not know this AccessKey.",
  advice: keyAdvice,
};
export const expiredToken: CatalogueEntry = {
  reason: "expiredCredentials",
  what: "The temporary credentials have expired.",
  advice: "Sign in again with fresh ones.",
};
export const clock: CatalogueEntry = {
  reason: "clockSkew",
  what: "This machine's clock is more than 15 minutes off.",
  advice: "Set the clock, then try again.",
};
export const serverFault: CatalogueEntry = {
  reason: "serverFault",
  what: "VPC IPAM had an internal error.",
  advice: waitThenReport,
};
const wrongService: CatalogueEntry = {
  reason: "wrongTarget",
  what: "The endpoint {host} does not offer this operation of VPC IPAM.",
  advice: "Check ipamExplorer.endpoint in the user settings.",
};
const badSignature: CatalogueEntry = {
  reason: "invalidCredentials",
  what: "The AccessKey secret does not match the AccessKey ID.",
  advice: keyAdvice,
};
const tokenMisused: CatalogueEntry = {
  reason: "clientToken",
  what: "This ClientToken was already used for a different request.",
  advice: "Start the action again. It then gets a new ClientToken.",
};

/** Codes of the gateway: a request that it refuses never reaches the service. */
const refusedByGateway: readonly (readonly [string, CatalogueEntry])[] = [
  ["Throttling", throttled],
  ["Throttling.User", throttled],
  ["Throttling.Api", throttled],
  ["Rejected.Throttling", throttled],
  ["InvalidAccessKeyId.NotFound", badKey],
  [
    "InvalidAccessKeyId.Inactive",
    {
      reason: "invalidCredentials",
      what: "This AccessKey is disabled.",
      advice: "Enable it in the RAM console, or sign in with another one.",
    },
  ],
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
  ["Forbidden.RAM", ramDenied],
  ["NoPermission", ramDenied],
  ["Forbidden.NoPermission", ramDenied],
  ["Forbidden", ramDenied],
  // So spelled by a page of the VPC product.
  ["Forbbiden", ramDenied],
  [
    "Forbidden.RiskControl",
    {
      reason: "forbidden",
      what: "Alibaba Cloud's risk control has blocked the request.",
      advice: "Sign in to the console with this account and follow the instructions there.",
    },
  ],
];

/** Codes of the gateway, of sister products and of STS that leave open whether the request was carried out. */
const undecided: readonly (readonly [string, CatalogueEntry])[] = [
  ["OperationConflict", busy],
  ["Conflict.Operation", busy],
  ["SystemBusy", busy],
  ["ConcurrentCallNotSupported", busy],
  ["IdempotenceProcessing", busy],
  ["LastTokenProcessing", busy],
  [
    "SignatureNonceUsed",
    { reason: "busy", what: "Alibaba Cloud has already received this request.", advice: waitAndRetry },
  ],
  ["IdempotenceSignatureMismatch", tokenMisused],
  ["IdempotentParameterMismatch", tokenMisused],
  ["Duplicated.ClientToken", tokenMisused],
  ["ServiceUnavailable", serverFault],
  ["InternalError", serverFault],
  // Terraform's provider takes it for a service that is activated already.
  [
    "CURRENT_USER_QUANTITY_EXCEED",
    { reason: "conflict", what: "VPC IPAM is already activated in this account.", advice: "Refresh." },
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
      what: "VPC IPAM does not support the region {region}.",
      advice: "Leave it out of ipamExplorer.regions.",
    },
  ],
  [
    "UnsupportedHTTPMethod",
    { reason: "wrongTarget", what: "The endpoint does not take this kind of request.", advice: wrongService.advice },
  ],
  // The pages of STS AssumeRole and AssumeRoleWithOIDC. None of these is the fault of the key that asks.
  [
    "EntityNotExist.Role",
    { reason: "credentialsUnavailable", what: "The RAM role does not exist.", advice: roleAdvice },
  ],
  [
    "InvalidParameter.RoleArn",
    { reason: "credentialsUnavailable", what: "The ARN of the RAM role is wrongly formed.", advice: roleAdvice },
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
    { reason: "credentialsUnavailable", what: "The OIDC identity provider does not exist.", advice: roleAdvice },
  ],
];

const codes: ReadonlyMap<string, CatalogueEntry> = new Map([...refusedByGateway, ...undecided]);
const refusals: ReadonlySet<string> = new Set(refusedByGateway.map(([code]) => code));

/**
 * What a code means that is none of VpcIpam's own, by its exact name.
 *
 * Source: the error pages of sister products. The same code comes with different HTTP statuses on different pages.
 */
export function gatewayCode(code: string): CatalogueEntry | undefined {
  return codes.get(code);
}

/** Whether a code of this exact name says that the gateway let nothing through: throttling, credentials, clock, permission. */
export function isRefusedByGateway(code: string): boolean {
  return refusals.has(code);
}
