import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Credentials } from "../../../src/alibaba/Credentials.ts";
import { CredentialRenewals } from "../../../src/credentials/CredentialRenewals.ts";
import type { Profile } from "../../../src/credentials/Profile.ts";
import type { ProfileSource } from "../../../src/credentials/ProfileSource.ts";
import { Secret } from "../../../src/credentials/Secret.ts";
import type { CredentialRefusal } from "../../../src/ipam/withRenewal.ts";
import { HeldClock } from "./HeldClock.ts";
import { SourceHome } from "./SourceHome.ts";

const asRole = { ram_role_arn: "acs:ram::1000000000000001:role/network-admin", ram_session_name: "laptop" };

/** A profile with these credentials in the file of the CLI. */
const cli =
  (mode: string, rest: (home: SourceHome) => Readonly<Record<string, unknown>>) =>
  (home: SourceHome): ProfileSource => {
    home.writeProfiles(
      { name: "default", mode, ...home.keyFields, ...rest(home) },
      { name: "key", mode: "AK", ...home.keyFields },
    );
    return { from: "cli", cliProfile: "default" };
  };

const sources: readonly (readonly [string, (home: SourceHome) => ProfileSource])[] = [
  ["an AccessKey of the CLI", cli("AK", () => ({}))],
  ["a token of the CLI", cli("StsToken", (home) => home.session().fields)],
  ["a role of the CLI", cli("RamRoleArn", () => asRole)],
  ["a chain of roles of the CLI", cli("ChainableRamRoleArn", () => ({ ...asRole, source_profile: "key" }))],
  [
    "an address",
    cli("CredentialsURI", (home) => {
      home.server.answer = home.session().answer;
      return { credentials_uri: home.server.credentialsUri };
    }),
  ],
  [
    "the environment",
    (home) => {
      home.environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = home.key.accessKeyId;
      home.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = home.key.accessKeySecret;
      return { from: "environment" };
    },
  ],
];

let home: SourceHome;
beforeEach(async () => {
  home = await SourceHome.start();
  home.simulator.organisation.addRole(home.account, "network-admin");
});
afterEach(() => home.stop());

const refuse = (action: string) =>
  home.simulator.inject({ action, fault: { kind: "error", status: 400, code: "InvalidSecurityToken.Expired" } });

/** An account whose credentials a source gives, and the person who is asked when they are refused. */
function stage(source: ProfileSource, answer: (profile: Profile) => boolean) {
  const profileOf = (id: string): Profile => ({
    ...{ id, name: id, kind: "sourced", accountId: home.account.id, store: "none", addedAt: "" },
    ...(id === "one" && { source }),
  });
  const profile = profileOf("one");
  const load = (own: Profile) =>
    own.source ? home.sources.load(own) : Promise.resolve(home.bases.get(own.id) ?? new Secret("none", "none"));
  const ask = vi.fn(async (own: Profile) => answer(own));
  const renewals = new CredentialRenewals({
    load,
    readAnew: (own) => {
      home.sources.forget();
      return load(own);
    },
    ask,
    clock: new HeldClock(),
  });
  const renew = (refusal: CredentialRefusal<Credentials>) => renewals.renew(profile, refusal);
  home.renew = (id, refusal) => renewals.renew(profileOf(id), refusal);
  return { ask, api: home.cloud.ipamApi(() => load(profile), { renew, account: home.account.id }) };
}

describe.each(sources)("Credentials from %s that STS refuses while they are loaded", (_what, sourceIn) => {
  it("are tried three times at most, then the person is asked once, and who declines sees what STS said", async () => {
    const { ask, api } = stage(sourceIn(home), () => false);
    refuse("GetCallerIdentity");
    refuse("AssumeRole");
    await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({
      reason: "expiredCredentials",
      detail: { effect: "no" },
    });
    expect(ask).toHaveBeenCalledOnce();
    expect(home.simulator.requests.length).toBeLessThanOrEqual(3);
  });

  it("let the call go on once the person has renewed them", async () => {
    const rules = ["GetCallerIdentity", "AssumeRole"].map(refuse);
    const { ask, api } = stage(sourceIn(home), () => {
      for (const rule of rules) rule.remove();
      home.sources.forget();
      return true;
    });
    await expect(api.listIpams("cn-hangzhou")).resolves.toEqual([]);
    expect(ask).toHaveBeenCalledOnce();
  });
});

it("A role whose base STS refuses is asked about as that base, and not once more", async () => {
  home.bases.set("base", new Secret(home.key.accessKeyId, home.key.accessKeySecret));
  const roleArn = asRole.ram_role_arn;
  const source = { from: "role", base: "base", roleArn, sessionName: "laptop", durationSeconds: 900 } as const;
  const { ask, api } = stage(source, () => false);
  refuse("AssumeRole");
  await expect(api.listIpams("cn-hangzhou")).rejects.toMatchObject({ reason: "expiredCredentials" });
  expect(ask.mock.calls.map(([{ id }]) => id)).toEqual(["base"]);
});
