import { describe, expect, it } from "vitest";
import { TransportFault } from "../../../src/alibaba/TransportFault.ts";
import { toCallError } from "../../../src/alibaba/toCallError.ts";

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
