import { afterAll, beforeAll, expect, it } from "vitest";
import { hideCredentials } from "../../../src/alibaba/hideCredentials.ts";
import { IpamError } from "../../../src/ipam/IpamError.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

let simulator: Simulator;

beforeAll(async () => {
  simulator = await Simulator.start();
});

afterAll(() => simulator.close());

it("takes the secret out of an answer that quotes it, over a real socket", async () => {
  const { accessKeyId, accessKeySecret } = await credentialsOf(simulator)();
  const message = `Signed by ${accessKeyId} with ${accessKeySecret}`;
  simulator.inject({ fault: { kind: "error", status: 400, code: "SignatureDoesNotMatch", message } });
  const error: unknown = await testCloud(simulator)
    .ipamApi(credentialsOf(simulator))
    .listIpams("cn-hangzhou")
    .catch((thrown: unknown) => thrown);
  expect(error instanceof IpamError && error.detail.serviceMessage).toBe(`Signed by ${accessKeyId} with [secret]`);
});

it("takes it out of an answer of success too, in whatever field it stands", async () => {
  const key = { ...(await credentialsOf(simulator)()), securityToken: "CAIS/of+a/token=" };
  const quoted = `${key.accessKeySecret} ${key.securityToken} ${encodeURIComponent(key.securityToken)}`;
  const rows = [{ IpamId: "ipam-a1", IpamName: `Named ${quoted}`, OwnerId: "1", IpamStatus: "Created" }];
  simulator.inject({ fault: { kind: "answer", fields: { RequestId: quoted, Ipams: rows } } });
  const [ipam] = await testCloud(simulator)
    .ipamApi(async () => key)
    .listIpams("cn-hangzhou");
  expect(ipam?.name).toBe("Named [secret] [secret] [secret]");
});

it("takes it out where JSON escapes its slashes", () => {
  const credentials = { accessKeySecret: "s3cr3t", securityToken: "CAIS/of+a/token=" };
  expect(hideCredentials('{"RequestId":"CAIS\\/of+a\\/token="}', credentials)).toBe('{"RequestId":"[secret]"}');
});
