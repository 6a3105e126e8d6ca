import { toCallError } from "../../src/alibaba/toCallError.ts";
import { withoutCredentials } from "../../src/alibaba/withoutCredentials.ts";
import { IpamError } from "../../src/ipam/IpamError.ts";
import { mutateJson } from "../support/mutate.ts";
import { canary, expectNoCanary } from "./expectNoCanary.ts";
import { expectPlain } from "./expectPlain.ts";
import type { FuzzTarget } from "./FuzzTarget.ts";
import { wireRefusal } from "./wireAnswers.ts";

/** Refusals as the SDK throws them, some of which quote the secret of the request. */
export function refusalsTarget(): FuzzTarget {
  const call = {
    action: "ListIpams",
    region: "cn-hangzhou",
    host: "vpcipam.cn-hangzhou.aliyuncs.com",
    timeoutMs: 10_000,
  };
  const quoting = { ...wireRefusal, Message: `Got ${canary}`, RequestId: `R-${canary}`, Code: `Unknown.${canary}` };
  return {
    name: "refusals, as the SDK throws them",
    share: 1,
    run: (random) => {
      const headers =
        random(2) === 0 ? {} : { "x-acs-retry-after": String(random(10) - 3), "x-acs-request-id": canary };
      const data = mutateJson({ ...(random(2) === 0 ? wireRefusal : quoting), statusCode: 100 * random(7) }, random);
      const attempt = { signal: undefined, timeoutMs: 10_000, answer: { status: 400, headers } };
      const known = toCallError({ data }, call, attempt);
      // What the SDK threw is kept for its stack alone, which an object without one has not.
      const error = withoutCredentials(known, { accessKeySecret: canary, securityToken: canary });
      if (!(error instanceof IpamError)) throw new Error("Not typed.");
      expectNoCanary(error.message, error.detail);
      for (const value of Object.values(error.detail)) if (typeof value === "string") expectPlain(value);
      return error.detail.retryAfterMs === undefined || error.detail.retryAfterMs > 0 ? "refused" : "accepted";
    },
  };
}
