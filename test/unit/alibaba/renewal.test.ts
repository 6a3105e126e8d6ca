import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Credentials } from "../../../src/alibaba/Credentials.ts";
import type { CredentialSource } from "../../../src/alibaba/OpenApiCaller.ts";
import type { CredentialRefusal } from "../../../src/ipam/withRenewal.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { sharedPair } from "../../support/sharedPair.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";

let simulator: Simulator;

beforeEach(async () => {
  simulator = await Simulator.start();
});

afterEach(() => simulator.close());

/** An account whose key was rotated: what signs at first is refused, and what renewal gives is good. */
async function rotated(answer: boolean) {
  const good = await credentialsOf(simulator)();
  let current = { ...good, accessKeySecret: "rotated away" };
  const renew = vi.fn(async (_refusal: CredentialRefusal<Credentials>) => {
    current = good;
    return answer;
  }) satisfies CredentialSource["renew"];
  return { renew, api: testCloud(simulator).ipamApi(async () => current, { renew }) };
}

it("lets a call that was refused go on with renewed credentials", async () => {
  const { api, renew } = await rotated(true);
  await expect(api.listIpams("cn-hangzhou")).resolves.toBeDefined();
  expect(renew).toHaveBeenCalledOnce();
  expect(renew.mock.lastCall).toMatchObject([{ refused: { accessKeySecret: "rotated away" }, times: 1 }]);
});

it("sends a change once more with the same ClientToken, and it takes effect once", async () => {
  const { organisation, ipam, discovery } = sharedPair();
  const pair = await Simulator.start({ organisation });
  const good = await credentialsOf(pair)();
  const keys = [{ ...good, accessKeySecret: "rotated away" }, good];
  const load = async () => keys[0] ?? good;
  const renew = async () => keys.shift() !== undefined;
  const ends = { region: "cn-hangzhou", ipamId: ipam.id, discoveryId: discovery.id } as const;
  await testCloud(pair)
    .ipamApi(load, { renew })
    .dissociate({ ...ends, clientToken: "kept" });
  expect(pair.requests.map(({ clientToken }) => clientToken)).toEqual(["kept", "kept"]);
  expect(pair.count({ effect: true })).toBe(1);
  await pair.close();
});

it("fails as the service said when there will be no others", async () => {
  const { api, renew } = await rotated(false);
  await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({ reason: "invalidCredentials" });
  expect(renew).toHaveBeenCalledOnce();
});

it("stops waiting for them when it is cancelled, and nothing has left", async () => {
  const good = await credentialsOf(simulator)();
  const cancellation = new AbortController();
  const renew = () => {
    cancellation.abort();
    return new Promise<boolean>(() => {});
  };
  const api = testCloud(simulator).ipamApi(async () => ({ ...good, accessKeySecret: "rotated away" }), { renew });
  await expect(api.listIpams("cn-hangzhou", {}, { signal: cancellation.signal })).rejects.toMatchObject({
    reason: "cancelled",
    detail: { effect: "no" },
  });
});

it("renews temporary credentials that have expired, as it does a key", async () => {
  const { api, renew } = await rotated(true);
  simulator.inject({ times: 1, fault: { kind: "error", status: 400, code: "InvalidSecurityToken.Expired" } });
  await expect(api.listIpams("cn-hangzhou")).resolves.toBeDefined();
  expect(renew.mock.calls.map(([refusal]) => refusal)).toMatchObject([{ error: { reason: "expiredCredentials" } }]);
});

it("asks nobody about a missing permission", async () => {
  const { api, renew } = await rotated(true);
  simulator.inject({ fault: { kind: "error", status: 403, code: "Forbidden.RAM" } });
  await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({ reason: "forbidden" });
  expect(renew).not.toHaveBeenCalled();
});
