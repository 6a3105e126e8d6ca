import { mkdtempSync, rmSync } from "node:fs";
import https from "node:https";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import tls from "node:tls";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Cloud } from "../../../src/alibaba/Cloud.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { CertificateAuthority } from "../../support/CertificateAuthority.ts";
import { TestClock } from "../../support/TestClock.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

describe("A redirect", () => {
  let simulator: Simulator;
  let elsewhere: net.Server;
  let visits: number;
  let address: string;

  beforeEach(async () => {
    simulator = await Simulator.start();
    visits = 0;
    elsewhere = net.createServer((socket) => {
      visits += 1;
      socket.destroy();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    const bound = elsewhere.address();
    address = `127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
  });

  afterEach(async () => {
    await simulator.close();
    elsewhere.close();
  });

  it.each([301, 302, 303, 307, 308])(
    "of status %i is never followed, not even by a second connection",
    async (status) => {
      const headers = { location: `http://${address}/` };
      simulator.inject({ fault: { kind: "error", status, code: "Moved", headers } });
      const api = testCloud(simulator).ipamApi(credentialsOf(simulator));
      await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({
        reason: "wrongTarget",
        message: expect.stringMatching(/redirect, which is not followed/),
        detail: { httpStatus: status },
      });
      expect(simulator.requests).toHaveLength(1);
      expect(visits).toBe(0);
    },
  );
});

describe("A private https endpoint", () => {
  const trusted = tls.getCACertificates("default");
  let folder: string;
  let authority: CertificateAuthority;
  let simulator: Simulator;

  /** The endpoint by a name that its certificate holds, or by one that it does not. */
  function listIpams(host: string): Promise<unknown> {
    const { port } = new URL(simulator.endpoint);
    const cloud = new Cloud({
      settings: () => ({ endpoint: `https://${host}:${port}`, requestTimeoutSeconds: 5 }),
      clock: new TestClock(),
      random: () => 0.5,
      userAgent: "ipam-explorer/test",
    });
    return cloud.ipamApi(credentialsOf(simulator)).listIpams("cn-hangzhou");
  }

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "ipam-endpoint-"));
    authority = new CertificateAuthority(folder);
    simulator = await Simulator.start({ tls: authority.issue(["localhost"]) });
  });

  afterEach(async () => {
    tls.setDefaultCACertificates(trusted);
    await simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("with a port and a certificate of a private authority answers once the authority is trusted", async () => {
    tls.setDefaultCACertificates([...trusted, authority.certificate]);
    expect(await listIpams("localhost")).toHaveLength(1);
  });

  it("is sent nothing as long as it is not trusted, and not asked again", async () => {
    await expect(listIpams("localhost")).rejects.toMatchObject({
      reason: "untrusted",
      message: expect.stringMatching(/nothing was sent\. .*NODE_EXTRA_CA_CERTS/),
      detail: { effect: "no", host: expect.stringMatching(/^localhost:\d+$/) },
    });
    expect(simulator.requests).toEqual([]);
  });

  it("is sent nothing under a name that its certificate does not hold", async () => {
    tls.setDefaultCACertificates([...trusted, authority.certificate]);
    await expect(listIpams("127.0.0.1")).rejects.toMatchObject({
      reason: "untrusted",
      message: expect.stringMatching(/is not valid \(ERR_TLS_CERT_ALTNAME_INVALID\), so nothing was sent/),
      detail: { effect: "no" },
    });
    expect(simulator.requests).toEqual([]);
  });

  it("that asks for a client certificate is named as such, and the request may have been carried out", async () => {
    tls.setDefaultCACertificates([...trusted, authority.certificate]);
    const strict = { requestCert: true, rejectUnauthorized: true, ca: authority.certificate };
    const server = https.createServer({ ...authority.issue(["localhost"]), ...strict }, (_request, answer) =>
      answer.end("{}"),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const bound = server.address();
    const endpoint = `https://localhost:${typeof bound === "object" ? bound?.port : ""}`;
    const ends = { region: "cn-hangzhou", ipamId: "ipam-none", discoveryId: "ipam-res-disco-none" } as const;
    const api = testCloud(simulator).ipamApi(credentialsOf(simulator), { endpoint });
    await expect(api.dissociate({ ...ends, clientToken: "t" })).rejects.toMatchObject({
      reason: "unreachable",
      message: expect.stringMatching(/did not accept this connection \(ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED\)/),
      detail: { effect: "maybe" },
    });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it("that speaks plain http is told from one that is not trusted", async () => {
    await simulator.close();
    simulator = await Simulator.start();
    await expect(listIpams("127.0.0.1")).rejects.toMatchObject({
      reason: "unreachable",
      message: expect.stringMatching(/did not answer as an https server does/),
      detail: { effect: "no" },
    });
  });
});
