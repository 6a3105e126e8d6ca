import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { provesRefusal } from "../../../src/alibaba/provesRefusal.ts";
import { documentedList } from "./documentedList.ts";

/** The gateway's codes of throttling, credentials, clock and permission. */
const ofGateway = [
  ...["Throttling", "Throttling.User", "Throttling.Api", "Rejected.Throttling"],
  ...["InvalidAccessKeyId.NotFound", "InvalidAccessKeyId.Inactive", "SignatureDoesNotMatch", "IncompleteSignature"],
  ...["InvalidSecurityToken.Expired", "InvalidSecurityToken.Malformed"],
  ...["InvalidTimeStamp.Format", "InvalidTimeStamp.Expired"],
  ...["Forbidden.RAM", "NoPermission", "Forbidden.NoPermission", "Forbidden", "Forbbiden", "Forbidden.RiskControl"],
];
const proofs = [
  ...new Set([...documentedList.filter((row) => row.provesRefusal).map(({ code }) => code), ...ofGateway]),
];

/** Every word in quotes in the program's files about codes, whether it is a code or not. */
const words = ["documentedCodes", "gatewayCodes", "vpcIpamSentences", "errorCatalogue"].flatMap((name) => {
  const file = path.resolve(import.meta.dirname, `../../../src/alibaba/${name}.ts`);
  return [...readFileSync(file, "utf8").matchAll(/"([\w.]+)"/g)].map(([, word]) => word ?? "");
});

describe("A refusal", () => {
  it.each(proofs)("is proven by %s", (code) => {
    expect([400, 403, 404, 429].map((status) => provesRefusal(code, status))).toEqual([true, true, true, true]);
  });

  it("is proven by no other code that the program knows", () => {
    expect(words).toEqual(expect.arrayContaining(["OperationConflict", "IncorrectStatus.IpamPool"]));
    expect(words.filter((word) => provesRefusal(word, 400) && !proofs.includes(word))).toEqual([]);
  });

  it.each(documentedList.filter((row) => !row.provesRefusal).map(({ code }) => code))("is not proven by %s", (code) => {
    expect(provesRefusal(code, 400)).toBe(false);
  });

  it.each([
    ...["OperationTimeout", "OperationFailed.Timeout", "Operation.Processing", "OperationConflict"],
    ...["IdempotenceProcessing", "LastTokenProcessing", "SignatureNonceUsed", "IdempotentParameterMismatch"],
    ...["IdempotenceSignatureMismatch", "Duplicated.ClientToken", "ServiceUnavailable", "InternalError"],
    ...["InvalidApi.NotFound", "InvalidRegionId.NotFound", "EntityNotExist.Role"],
    ...["ResourceNotFound.New", "Throttling.New", "Forbidden.New", "OperationDenied.New", "QuotaExceeded.New"],
    ...["resourcenotfound.ipam", "ResourceNotFound.Ipam ", "ResourceNotFound", "", "toString"],
  ])("is not proven by %j", (code) => {
    expect(provesRefusal(code, 400)).toBe(false);
  });

  it.each(proofs)("is not proven by %s with a status of a server error, of a success, or with none", (code) => {
    expect([500, 502, 503, 504, 200, 302, undefined].some((status) => provesRefusal(code, status))).toBe(false);
  });
});
