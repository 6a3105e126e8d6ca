import http from "node:http";
import { expect, it } from "vitest";
import { Cloud } from "../../../src/alibaba/Cloud.ts";
import { IpamError } from "../../../src/ipam/IpamError.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { TestClock } from "../../support/TestClock.ts";
import { credentialsOf } from "../../support/testCloud.ts";

it("does not follow a redirect, which would carry credentials elsewhere", async () => {
  const elsewhere = await Simulator.start();
  const server = http.createServer((_, response) => {
    response.writeHead(307, { location: elsewhere.endpoint, "content-type": "application/json" }).end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const cloud = new Cloud({
    settings: () => ({ endpoint: `http://127.0.0.1:${port}`, requestTimeoutSeconds: 5 }),
    clock: new TestClock(),
    random: () => 0.5,
    userAgent: "test",
  });
  const error: unknown = await cloud
    .ipamApi(credentialsOf(elsewhere))
    .listIpams("cn-hangzhou")
    .catch((thrown: unknown) => thrown);
  expect(error instanceof IpamError && error.reason).toBe("wrongTarget");
  expect(elsewhere.requests).toEqual([]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await elsewhere.close();
});
