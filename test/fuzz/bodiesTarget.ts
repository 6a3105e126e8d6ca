import http from "node:http";
import { Cloud } from "../../src/alibaba/Cloud.ts";
import { IpamError } from "../../src/ipam/IpamError.ts";
import { mutateJson, mutateText } from "../support/mutate.ts";
import { TestClock } from "../support/TestClock.ts";
import { canary, expectNoCanary } from "./expectNoCanary.ts";
import type { FuzzTarget } from "./FuzzTarget.ts";
import { wireAnswers, wireRefusal } from "./wireAnswers.ts";

/** Whole answers over a real socket: status, headers and bytes of the body, through the SDK. */
export async function bodiesTarget(): Promise<FuzzTarget> {
  let random: (below: number) => number = () => 0;
  const server = http.createServer((request, response) => {
    const token = String(request.headers["x-acs-security-token"] ?? "");
    const refusal = { ...wireRefusal, Message: `The token ${token} is not valid.` };
    const answer: unknown = random(2) === 0 ? wireAnswers.ListIpams : refusal;
    const text = JSON.stringify(random(3) === 0 ? answer : mutateJson(answer, random)) ?? "";
    const status = [200, 200, 200, 302, 400, 403, 404, 429, 500, 503][random(10)] ?? 200;
    response.writeHead(status, { "content-type": random(4) === 0 ? "text/html" : "application/json" });
    response.end(random(3) === 0 ? mutateText(text, random) : text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const records: unknown[] = [];
  const cloud = new Cloud({
    settings: () => ({ endpoint: `http://127.0.0.1:${port}`, requestTimeoutSeconds: 5 }),
    clock: new TestClock(),
    random: () => 0.5,
    userAgent: "fuzz",
    onCall: (record) => records.push(record),
  });
  const api = cloud.ipamApi(async () => ({ accessKeyId: "LTAI", accessKeySecret: canary, securityToken: canary }));
  return {
    name: "whole answers, over a socket",
    share: 0.02,
    run: async (source) => {
      random = source;
      records.length = 0;
      try {
        await api.listIpams("cn-hangzhou");
        return "accepted";
      } catch (error) {
        if (!(error instanceof IpamError)) throw error;
        expectNoCanary(error, error.detail, error.cause);
        return "refused";
      } finally {
        expectNoCanary(records);
      }
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
