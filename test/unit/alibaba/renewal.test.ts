import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Credentials } from "../../../src/alibaba/Credentials.ts";
import type { CredentialSource } from "../../../src/alibaba/OpenApiCaller.ts";
import { CredentialRenewals } from "../../../src/credentials/CredentialRenewals.ts";
import type { Profile } from "../../../src/credentials/Profile.ts";
import { Secret } from "../../../src/credentials/Secret.ts";
import type { CredentialRefusal } from "../../../src/ipam/withRenewal.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { sharedPair } from "../../support/sharedPair.ts";
import { credentialsOf, testCloud } from "../../support/testCloud.ts";
import { VirtualClock } from "../../support/VirtualClock.ts";

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

it("proves nothing by a refusal that follows, when the one of the credentials may have come after the effect", async () => {
  const renew = async () => true;
  const api = testCloud(simulator).ipamApi(credentialsOf(simulator), { renew });
  const gone = { kind: "error", status: 400, code: "ResourceNotFound.ResourceDiscoveryAssociation" } as const;
  simulator.inject({ fault: gone });
  simulator.inject({ times: 1, fault: { kind: "error", status: 500, code: "InvalidSecurityToken.Expired" } });
  const ends = { region: "cn-hangzhou", ipamId: "ipam-none", discoveryId: "ipam-res-disco-none" } as const;
  await expect(api.dissociate({ ...ends, clientToken: "t" })).rejects.toMatchObject({
    reason: "notFound",
    detail: { effect: "maybe" },
  });
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

describe("A source whose credentials are new each time, and expired each time", () => {
  const profile: Profile = {
    id: "one",
    name: "production",
    kind: "sourced",
    accountId: "1203715520147781",
    store: "none",
    addedAt: "2026-01-01T00:00:00.000Z",
  };

  /** A person who says that the credentials are renewed that many times, and then that they will not be. */
  function stage(renewals: number) {
    let keys = 0;
    const load = async () => new Secret(`STS.expired-${++keys}`, "secret", "token");
    const ask = vi.fn(async () => ask.mock.calls.length <= renewals);
    const renewal = new CredentialRenewals({ load, readAnew: load, ask, clock: new VirtualClock() });
    const renew = (refusal: CredentialRefusal<Credentials>) => renewal.renew(profile, refusal);
    simulator.inject({ fault: { kind: "error", status: 400, code: "InvalidSecurityToken.Expired" } });
    return { ask, api: testCloud(simulator).ipamApi(load, { renew }) };
  }

  it("is tried three times, then the person is asked once, and who declines sees what the service said", async () => {
    const { ask, api } = stage(0);
    await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({ reason: "expiredCredentials" });
    expect(simulator.requests).toHaveLength(3);
    expect(ask).toHaveBeenCalledOnce();
  });

  it("is tried once more each time the person has renewed it, and never without", async () => {
    const { ask, api } = stage(2);
    await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({ reason: "expiredCredentials" });
    expect(simulator.requests).toHaveLength(3 + 2);
    expect(ask).toHaveBeenCalledTimes(3);
  });

  it("is tried three times in one piece of work, though other failures come between", async () => {
    const { ask, api } = stage(0);
    simulator.inject({ times: 1, fault: { kind: "error", status: 503, code: "ServiceUnavailable" } });
    simulator.inject({ times: 1, fault: { kind: "error", status: 400, code: "InvalidSecurityToken.Expired" } });
    await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({ reason: "expiredCredentials" });
    expect(simulator.count({ code: "InvalidSecurityToken.Expired" })).toBe(3);
    expect(ask).toHaveBeenCalledOnce();
  });
});
