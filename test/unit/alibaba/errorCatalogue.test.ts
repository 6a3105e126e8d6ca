import { describe, expect, it } from "vitest";
import { errorCatalogue } from "../../../src/alibaba/errorCatalogue.ts";
import type { IpamErrorReason } from "../../../src/ipam/IpamError.ts";
import { documentedList, reasonOfKind } from "./documentedList.ts";

/** Codes of the gateway and of sister products, by what they mean to a program. */
const ofOthers: Readonly<Partial<Record<IpamErrorReason, readonly string[]>>> = {
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
  conflict: ["CURRENT_USER_QUANTITY_EXCEED"],
  wrongTarget: [
    "InvalidApi.NotFound",
    "InvalidProduct.NotFound",
    "InvalidProtocol.NeedSsl",
    "InvalidRegionId.NotFound",
    "UnsupportedHTTPMethod",
  ],
};

/** Codes that no page names, by what their names suggest. */
const byFamily: Readonly<Partial<Record<IpamErrorReason, readonly string[]>>> = {
  throttled: ["Throttling.New", "Flow.Throttling"],
  serverFault: ["OperationTimeout", "OperationFailed.Timeout"],
  busy: ["Operation.Processing", "IncorrectStatus.New"],
  notFound: ["ResourceNotFound.New"],
  dependency: ["DependencyViolation.New"],
  quota: ["QuotaExceeded.New", "ResourceNotEnough.New"],
  unsupported: ["UnsupportedFeature.New", "UnsupportedRegion.New"],
  serviceNotOpened: ["OptInRequired.New"],
  forbidden: ["Forbidden.New"],
  refused: ["OperationDenied.New"],
  invalidParameter: [
    "MissingIpamId",
    "MissingParameter",
    "MissingParam.New",
    "InvalidIpamId",
    "InvalidParameter",
    "IllegalParam.New",
    "IllegalParamSize.New",
    "DuplicatedParam.New",
    "Mismatch.New",
  ],
};

const pairs = (reasons: typeof ofOthers) =>
  Object.entries(reasons).flatMap(([reason, codes]) => codes.map((code) => [code, reason] as const));

function expectEntry(code: string, reason: string): void {
  expect(errorCatalogue(code)).toEqual({
    reason,
    what: expect.stringMatching(/^[A-Z{].*\.$/),
    advice: expect.stringMatching(/^[A-Z].*\.$/),
  });
}

describe("The catalogue of error codes", () => {
  it("knows a list of 142 codes", () => {
    expect(new Set(documentedList.map(({ code }) => code)).size).toBe(142);
  });

  it.each(documentedList.map(({ code, kind }) => [code, reasonOfKind[kind]] as const))(
    "takes the documented %s for %s, with what happened and what to do",
    expectEntry,
  );

  it.each(pairs(ofOthers))("takes %s of the gateway for %s, with what happened and what to do", expectEntry);

  it.each(pairs(byFamily))("takes %s, which no page names, by its family for %s", expectEntry);

  it("has a sentence of its own for each code that the calls of the product meet", () => {
    const met = /^(Associate|Dissociate|ListIpamDiscovered|ListIpamResourceDisc|(Create|Update|Delete)Ipam$|OpenVpc)/;
    const sentences = documentedList
      .filter(({ apis, inferredApis = [] }) => [...apis, ...inferredApis].some((api) => met.test(api)))
      .map(({ code }) => errorCatalogue(code)?.what ?? "");
    expect(sentences.length).toBeGreaterThan(25);
    expect(sentences.filter((sentence) => sentence.includes("{code}"))).toEqual([]);
  });

  it("has another sentence for each refusal of the Associate and the Dissociate page", () => {
    const page = [
      "ResourceNotFound.IpamResourceDiscovery",
      "ResourceNotFound.Ipam",
      "ResourceNotFound.ResourceDiscoveryAssociation",
      "OperationDenied.DissociateSelfSystemIpamResourceDiscovery",
      "OperationDenied.ResourceDiscoveryAlreadyAssociated",
      "IncorrectStatus.IpamResourceDiscovery",
    ];
    expect(new Set(page.map((code) => errorCatalogue(code)?.what)).size).toBe(page.length);
  });

  it.each([
    ["OptInRequired.Ipam", /not activated in this account/],
    ["Forbidden.IpResourceAccess", /may not read the IP addresses/],
    ["OperationDenied.ResourceDiscoveryAlreadyAssociated", /already associated/],
    ["DependencyViolation.ShareResource", /still shared/],
    ["IllegalParam.ResourceRegion", /not an operating region/],
  ])("says of %s what it is about", (code, sentence) => {
    expect(errorCatalogue(code)?.what).toMatch(sentence);
  });

  it.each(["SomethingNew", "", "OperationFailed.New", "toString"])(
    "does not guess at %j, which no page names",
    (code) => {
      expect(errorCatalogue(code)).toBeUndefined();
    },
  );
});
