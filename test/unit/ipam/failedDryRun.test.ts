import { describe, expect, it } from "vitest";
import { failedDryRun } from "../../../src/ipam/failedDryRun.ts";
import { IpamError, type IpamErrorDetail } from "../../../src/ipam/IpamError.ts";

function verdict(detail: Pick<IpamErrorDetail, "reason" | "effect">): string {
  return failedDryRun(new IpamError({ what: "w", advice: "a", requestId: "R", ...detail })).verdict;
}

describe("A dry run that failed", () => {
  it.each(["notFound", "conflict", "dependency", "quota", "unsupported", "refused"] as const)(
    "says that the change would be refused when the proven reason is %s, which is about the two ends",
    (reason) => {
      expect(verdict({ reason, effect: "no" })).toBe("refused");
    },
  );

  it.each(["notFound", "conflict", "unsupported", "refused"] as const)(
    "cannot tell what the change would do when %s is not proven",
    (reason) => {
      expect(verdict({ reason, effect: "maybe" })).toBe("cannotTell");
    },
  );

  it.each([
    "forbidden",
    "throttled",
    "invalidCredentials",
    "expiredCredentials",
    "credentialsUnavailable",
    "clockSkew",
    "busy",
    "serverFault",
    "serviceNotOpened",
    "invalidParameter",
    "clientToken",
    "wrongTarget",
    "dryRun",
    "undocumented",
    "unexpected",
    "unreachable",
    "timeout",
  ] as const)("cannot tell what the change would do when the reason is %s, whatever is proven", (reason) => {
    expect([verdict({ reason, effect: "no" }), verdict({ reason, effect: "maybe" })]).toEqual([
      "cannotTell",
      "cannotTell",
    ]);
  });

  it("keeps the RequestId of a refusal, and has none where there was none", () => {
    const detail = { reason: "notFound", what: "w", advice: "a", effect: "no" } as const;
    expect(failedDryRun(new IpamError({ ...detail, requestId: "R" }))).toMatchObject({ requestId: "R" });
    expect(failedDryRun(new IpamError(detail))).not.toHaveProperty("requestId");
  });
});
