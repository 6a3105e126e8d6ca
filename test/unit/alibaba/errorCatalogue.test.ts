import { describe, expect, it } from "vitest";
import { errorCatalogue } from "../../../src/alibaba/errorCatalogue.ts";
import type { IpamErrorReason } from "../../../src/ipam/IpamError.ts";

/** Codes that the pages of VPC IPAM and of its sister products name, by what they mean to a program. */
const documented: Readonly<Partial<Record<IpamErrorReason, readonly string[]>>> = {
  notFound: [
    "ResourceNotFound.IpamResourceDiscovery",
    "ResourceNotFound.Ipam",
    "ResourceNotFound.ResourceDiscoveryAssociation",
    "ResourceNotFound.IpamScope",
    "ResourceNotFound.IpamPoolAllocation",
  ],
  refused: [
    "OperationDenied.DissociateSelfSystemIpamResourceDiscovery",
    "OperationDenied.ResourceTypeIsNotCustom",
    "OperationDenied.IpamPoolAllocationExist",
    "OperationFailed.ExceedPurchaseLimit",
    "OperationFailed.AliGroupUserCanNotBuyInnerCommodity",
    "Order.NoRealNameAuthentication",
    "CURRENT_USER_QUANTITY_EXCEED",
    "Forbidden.IpResourceAccess",
    "DependencyViolation.CustomCidrs",
    "DependencyViolation.CustomPoolAllocation",
    "DependencyViolation.IpamMembers",
    "DependencyViolation.IpamPool",
    "DependencyViolation.PoolCidr",
    "DependencyViolation.ShareResource",
    "DependencyViolation.SubCidr",
  ],
  throttled: ["Throttling", "Throttling.User", "Throttling.Api", "Rejected.Throttling"],
  serverFault: ["ServiceUnavailable", "InternalError"],
  busy: [
    "OperationConflict",
    "Conflict.Operation",
    "SystemBusy",
    "ConcurrentCallNotSupported",
    "IdempotenceProcessing",
    "LastTokenProcessing",
    "SignatureNonceUsed",
  ],
  clientToken: ["IdempotenceSignatureMismatch", "IdempotentParameterMismatch", "Duplicated.ClientToken"],
  invalidCredentials: [
    "InvalidAccessKeyId.NotFound",
    "InvalidAccessKeyId.Inactive",
    "SignatureDoesNotMatch",
    "IncompleteSignature",
    "InvalidSecurityToken.Malformed",
  ],
  expiredCredentials: ["InvalidSecurityToken.Expired"],
  clockSkew: ["InvalidTimeStamp.Format", "InvalidTimeStamp.Expired"],
  forbidden: [
    "Forbidden.RAM",
    "NoPermission",
    "Forbidden.NoPermission",
    "Forbidden",
    "Forbbiden",
    "Forbidden.RiskControl",
  ],
  wrongTarget: [
    "InvalidApi.NotFound",
    "InvalidProduct.NotFound",
    "InvalidProtocol.NeedSsl",
    "InvalidRegionId.NotFound",
    "UnsupportedHTTPMethod",
  ],
  invalidParameter: [
    "MissingIpamId",
    "MissingParameter",
    "InvalidIpamId",
    "InvalidParameter",
    "DuplicatedParam.TagKey",
  ],
};

const codes = Object.entries(documented).flatMap(([reason, all]) => all.map((code) => [code, reason] as const));

describe("The catalogue of error codes", () => {
  it.each(codes)("takes %s for %s, with what happened and what to do", (code, reason) => {
    expect(errorCatalogue(code)).toEqual({
      reason,
      what: expect.stringMatching(/\.$/),
      advice: expect.stringMatching(/\.$/),
    });
  });

  it("has a sentence of its own for each refusal of the Dissociate page", () => {
    const page = [
      "ResourceNotFound.IpamResourceDiscovery",
      "ResourceNotFound.Ipam",
      "ResourceNotFound.ResourceDiscoveryAssociation",
      "OperationDenied.DissociateSelfSystemIpamResourceDiscovery",
    ];
    expect(new Set(page.map((code) => errorCatalogue(code)?.what)).size).toBe(page.length);
  });

  it("does not guess at a code that no page names", () => {
    expect(errorCatalogue("SomethingNew")).toBeUndefined();
  });
});
