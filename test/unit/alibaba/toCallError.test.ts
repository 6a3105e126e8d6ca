import { describe, expect, it } from "vitest";
import { TransportFault } from "../../../src/alibaba/TransportFault.ts";
import { toCallError } from "../../../src/alibaba/toCallError.ts";
import { IpamError } from "../../../src/ipam/IpamError.ts";

const call = { action: "ListIpams", region: "cn-hangzhou", host: "vpcipam.example", timeoutMs: 1000 };
const proxy = "proxy.example:8080";

/** What a proxy's refusal becomes: with the status it answered, or the code of the error on the way to it. */
function proxyError({ status, code }: { status?: number; code?: string }): unknown {
  const cause =
    code === undefined ? undefined : Object.assign(new Error("PROXY ada:hidden@proxy.example:8080"), { code });
  const fault = new TransportFault("proxy", false, call.host, cause, proxy);
  const answer = status === undefined ? {} : { answer: { status, headers: {} } };
  return toCallError(fault, call, { signal: undefined, timeoutMs: 1000, ...answer });
}

describe("A proxy that gives no way to the service", () => {
  it.each([
    [{ status: 407 }, "proxy", /proxy\.example:8080 asks for proxy authentication \(HTTP 407\)\. Answer VS Code/],
    [{ status: 403 }, "proxy", /refused to connect to vpcipam\.example \(HTTP 403\)\. Ask whoever runs the proxy/],
    [{ status: 502 }, "unreachable", /could not reach vpcipam\.example \(HTTP 502\)\. Wait a little/],
    [{ code: "ECONNREFUSED" }, "proxy", /proxy\.example:8080 cannot be reached \(ECONNREFUSED\)\. Check http\.proxy/],
    [{ code: "SELF_SIGNED_CERT_IN_CHAIN" }, "untrusted", /certificate of the proxy proxy\.example:8080 is not trusted/],
  ])("by %o is named with a remedy, and the request has no effect", (how, reason, words) => {
    expect(proxyError(how)).toMatchObject({
      reason,
      message: expect.stringMatching(words),
      detail: { effect: "no", proxy },
    });
    expect(String(proxyError(how))).not.toContain("hidden");
  });
});

/** What the SDK throws for an answer, and the error it becomes. */
function answerError(
  status: number,
  body: Readonly<Record<string, unknown>>,
  headers: Readonly<Record<string, string>> = {},
): IpamError {
  const thrown = Object.assign(new Error("SDK"), { data: { ...body, statusCode: status } });
  return toCallError(thrown, call, { signal: undefined, timeoutMs: 1000, answer: { status, headers } });
}

describe("An error of the service", () => {
  it.each([
    [400, "ResourceNotFound.ResourceDiscoveryAssociation", "notFound", "no"],
    [400, "OperationDenied.ResourceDiscoveryAlreadyAssociated", "conflict", "no"],
    [400, "OperationDenied.DissociateSelfSystemIpamResourceDiscovery", "unsupported", "no"],
    [400, "OptInRequired.Ipam", "serviceNotOpened", "no"],
    [403, "Forbidden.RAM", "forbidden", "no"],
    [429, "Throttling.User", "throttled", "no"],
    [429, "SomethingNew", "throttled", "maybe"],
    [429, "", "throttled", "maybe"],
    [400, "InvalidTimeStamp.Expired", "clockSkew", "no"],
    [503, "ResourceNotFound.ResourceDiscoveryAssociation", "notFound", "maybe"],
    [500, "Forbidden.RAM", "forbidden", "maybe"],
    [400, "IncorrectStatus.IpamResourceDiscovery", "busy", "maybe"],
    [400, "OperationConflict", "busy", "maybe"],
    [400, "OperationTimeout", "serverFault", "maybe"],
    [409, "Operation.Processing", "busy", "maybe"],
    [500, "OperationFailed.Timeout", "serverFault", "maybe"],
    [400, "OperationDenied.SomethingNew", "refused", "maybe"],
    [400, "ResourceNotFound.SomethingNew", "notFound", "maybe"],
    [400, "SomethingNew", "undocumented", "maybe"],
    [400, "", "undocumented", "maybe"],
    [502, "", "serverFault", "maybe"],
  ] as const)("%i %j is %s, and it %s have taken effect", (status, code, reason, effect) => {
    expect(answerError(status, { Code: code, RequestId: "R" })).toMatchObject({ reason, detail: { effect } });
  });

  it.each([200, 400, 500, 503])("DryRunOperation with HTTP %i is a dry run that passed", (status) => {
    expect(answerError(status, { Code: "DryRunOperation", RequestId: "R" })).toMatchObject({
      reason: "dryRun",
      detail: { code: "DryRunOperation", requestId: "R" },
    });
  });

  it("names the RAM action that is missing, and none where the refusal is not RAM's", () => {
    expect(answerError(403, { Code: "Forbidden.RAM" }).detail.ramAction).toBe("vpc:ListIpams");
    expect(answerError(400, { Code: "Forbidden.QueryShareResource" }).detail.ramAction).toBeUndefined();
    const denied = { Code: "Forbidden.New", AccessDeniedDetail: { AuthAction: "vpc:Other" } };
    expect(answerError(403, denied).detail.ramAction).toBe("vpc:Other");
  });

  describe("has the RequestId", () => {
    const header = { "x-acs-request-id": "of-the-header" };
    it.each([
      ["of its body", { RequestId: "of-the-body" }, header, "of-the-body"],
      ["of its header, when the body has none", {}, header, "of-the-header"],
      ["of its header, when that of the body is empty", { RequestId: "" }, header, "of-the-header"],
      ["of nobody, when both are empty", { RequestId: " " }, { "x-acs-request-id": "" }, undefined],
      ["of nobody, when there is none", {}, {}, undefined],
    ])("%s", (_whose, body, headers, requestId) => {
      expect(answerError(400, { Code: "ResourceNotFound.Ipam", ...body }, headers).detail.requestId).toBe(requestId);
    });
  });
});

describe("A page in place of an answer", () => {
  it("with HTTP 429 says that the account is throttled, and may have taken effect", () => {
    const fault = new TransportFault("notJson", true, call.host);
    const answer = { status: 429, headers: { "x-acs-retry-after": "2000" } };
    expect(toCallError(fault, call, { signal: undefined, timeoutMs: 1000, answer })).toMatchObject({
      reason: "throttled",
      detail: { effect: "maybe", retryAfterMs: 2000 },
    });
  });
});

describe("A connection that fails by TLS", () => {
  const errorOf = (code: string, left: boolean) =>
    toCallError(new TransportFault("connection", left, call.host, Object.assign(new Error(), { code })), call, {
      signal: undefined,
      timeoutMs: 1000,
    });

  it.each(["CERT_HAS_EXPIRED", "SELF_SIGNED_CERT_IN_CHAIN", "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"])(
    "with %s after the request has left does not say that nothing was sent",
    (code) => {
      expect(errorOf(code, true)).toMatchObject({
        message: expect.not.stringContaining("nothing was sent"),
        detail: { effect: "maybe" },
      });
    },
  );

  it("by an alert of the other side names the code, and no certificate of the other side", () => {
    expect(errorOf("ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE", false).message).toMatch(
      /vpcipam\.example did not accept this connection \(ERR_SSL_SSL\/TLS_ALERT_BAD_CERTIFICATE\)\. .*client certificate/,
    );
  });
});

describe("An error of another call, on which this one waited", () => {
  const earlier = new IpamError({ reason: "serverFault", what: "w", advice: "a", effect: "maybe" });

  it("leaves this one without effect, because it never left", () => {
    const error = toCallError(earlier, call, { signal: undefined, timeoutMs: 1000 });
    expect(error).toMatchObject({ reason: "serverFault", detail: { effect: "no" }, cause: earlier });
  });
});
