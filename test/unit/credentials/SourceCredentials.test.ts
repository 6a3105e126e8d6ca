import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Profile } from "../../../src/credentials/Profile.ts";
import type { ProfileSource } from "../../../src/credentials/ProfileSource.ts";
import { Secret } from "../../../src/credentials/Secret.ts";
import { HeldClock } from "./HeldClock.ts";
import { canary, failureOf, passMinutes, SourceHome } from "./SourceHome.ts";

const role = {
  from: "role",
  base: "base",
  roleArn: "acs:ram::1000000000000001:role/network-admin",
  sessionName: "laptop",
  durationSeconds: 900,
} as const;

function profileOf(source: ProfileSource, accountId = "1000000000000001"): Profile {
  return {
    id: "1",
    name: "it",
    kind: "sourced",
    accountId,
    store: "none",
    source,
    addedAt: "2026-01-01T00:00:00.000Z",
  };
}

describe("A profile that assumes a role", () => {
  let home: SourceHome;
  const assumed = () => home.simulator.count({ action: "AssumeRole" });

  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    home = await SourceHome.start();
    home.simulator.organisation.addRole(home.account, "network-admin");
    home.bases.set("base", new Secret(home.key.accessKeyId, home.key.accessKeySecret));
  });
  afterEach(async () => {
    await home.stop();
    vi.useRealTimers();
  });

  it("signs as the role, with a session of the name and length that were asked for", async () => {
    const secret = await home.sources.load(profileOf(role));
    expect((await home.identity(secret)).arn).toBe("acs:ram::1000000000000001:assumed-role/network-admin/laptop");
    expect(home.simulator.requests[0]?.parameters).toMatchObject({ DurationSeconds: "900", RoleSessionName: "laptop" });
  });

  it("assumes it once for twenty calls at the same time, and anew before the session ends", async () => {
    const load = () => Promise.all(Array.from({ length: 20 }, () => home.sources.load(profileOf(role))));
    await load();
    passMinutes(11);
    await load();
    expect(assumed()).toBe(1);
    passMinutes(1);
    await load();
    expect(assumed()).toBe(2);
  });

  it("has a session for each base and each role", async () => {
    home.bases.set("other", new Secret(home.key.accessKeyId, home.key.accessKeySecret));
    const secrets = await Promise.all([home.sources.secret(role), home.sources.secret({ ...role, base: "other" })]);
    expect(secrets[0]?.accessKeyId).not.toBe(secrets[1]?.accessKeyId);
  });

  it("says so when the profile it is assumed with is gone", async () => {
    home.bases.clear();
    expect(await failureOf(home.sources.load(profileOf(role)))).toMatchObject({ reason: "baseMissing" });
  });

  it("names the role when it is refused, and quotes no secret", async () => {
    home.bases.set("base", new Secret(home.key.accessKeyId, canary));
    expect(await failureOf(home.sources.load(profileOf(role)))).toMatchObject({ reason: "invalidCredentials" });
    home.bases.set("base", new Secret(home.key.accessKeyId, home.key.accessKeySecret));
    home.key.denied.add("sts:AssumeRole");
    passMinutes(1);
    expect(await failureOf(home.sources.load(profileOf(role)))).toMatchObject({
      reason: "forbidden",
      detail: { subject: role.roleArn },
    });
  });

  it("goes on with the renewed credentials of its base when those it had are refused", async () => {
    home.bases.set("base", new Secret(home.key.accessKeyId, canary));
    home.renew = async (id) => {
      home.bases.set(id, new Secret(home.key.accessKeyId, home.key.accessKeySecret));
      return true;
    };
    expect((await home.sources.secret(role)).securityToken).toBeDefined();
  });

  it("asks nobody to renew them when it is the role that is at fault", async () => {
    const renew = vi.fn(async () => true);
    home.renew = renew;
    await failureOf(home.sources.secret({ ...role, durationSeconds: 3601 }));
    expect(renew).not.toHaveBeenCalled();
  });

  it("is refused a session that is longer than the role allows", async () => {
    expect(await failureOf(home.sources.secret({ ...role, durationSeconds: 3601 }))).toMatchObject({
      reason: "credentialsUnavailable",
      detail: { code: "InvalidParameter.DurationSeconds" },
    });
  });
});

describe("The endpoint of an action", () => {
  const sts = ["AssumeRole", "GetCallerIdentity"];

  it.each<[string, ProfileSource]>([
    ["a role", role],
    ["a role of the CLI", { from: "cli", cliProfile: "admin" }],
    ["the environment", { from: "environment" }],
  ])("is the one where STS is asked for %s, and what another one gave is not used", async (_what, source) => {
    const [home, elsewhere] = await Promise.all([SourceHome.start(), SourceHome.start()]);
    for (const { simulator, account } of [home, elsewhere]) simulator.organisation.addRole(account, "network-admin");
    home.bases.set("base", new Secret(home.key.accessKeyId, home.key.accessKeySecret));
    home.environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = home.key.accessKeyId;
    home.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = home.key.accessKeySecret;
    const asRole = { ram_role_arn: role.roleArn, ram_session_name: "laptop" };
    home.writeProfiles({ name: "admin", mode: "RamRoleArn", ...home.keyFields, ...asRole });
    await home.sources.load(profileOf(source));
    const before = home.simulator.requests.length;
    await home.sources.load(profileOf(source), elsewhere.simulator.endpoint).catch(() => {});
    expect(home.simulator.requests).toHaveLength(before);
    expect(sts).toContain(elsewhere.simulator.requests[0]?.action);
    await Promise.all([home.stop(), elsewhere.stop()]);
  });
});

describe("A profile of the environment", () => {
  let home: SourceHome;
  beforeEach(async () => {
    home = await SourceHome.start();
  });
  afterEach(() => home.stop());
  const load = () => home.sources.load(profileOf({ from: "environment" }));

  it.each(["ALIBABA_CLOUD_", "ALIBABACLOUD_", "ALICLOUD_", ""])(
    "reads the names that begin with %j",
    async (prefix) => {
      home.environment[`${prefix}ACCESS_KEY_ID`] = home.key.accessKeyId;
      home.environment[`${prefix}ACCESS_KEY_SECRET`] = home.key.accessKeySecret;
      expect((await load()).accessKeyId).toBe(home.key.accessKeyId);
    },
  );

  it("takes the token along", async () => {
    const { key } = home.session();
    home.environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = key.accessKeyId;
    home.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = key.accessKeySecret;
    home.environment["ALIBABA_CLOUD_SECURITY_TOKEN"] = key.securityToken ?? "";
    expect((await home.identity(await load())).identityType).toBe("AssumedRoleUser");
  });

  it("never takes the parts of one key from two families of names", async () => {
    home.environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "half";
    home.environment["ALICLOUD_ACCESS_KEY_ID"] = home.key.accessKeyId;
    home.environment["ALICLOUD_ACCESS_KEY_SECRET"] = home.key.accessKeySecret;
    home.environment["SECURITY_TOKEN"] = canary;
    expect((await load()).accessKeyId).toBe(home.key.accessKeyId);
  });

  it("says so when there is none", async () => {
    home.environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = canary;
    expect(await failureOf(load())).toMatchObject({ reason: "environmentEmpty" });
  });
});

describe("A profile of the CLI", () => {
  it("that has come to stand for another account is refused, with that account's id", async () => {
    const home = await SourceHome.start();
    const other = home.simulator.organisation.addAccount("1000000000000002", "other");
    const [key] = other.accessKeys;
    home.writeProfiles({ name: "default", mode: "AK", ...home.keyFields });
    const profile = profileOf({ from: "cli", cliProfile: "default" });
    await Promise.all([home.sources.load(profile), home.sources.load(profile)]);
    expect(home.simulator.count({ action: "GetCallerIdentity" })).toBe(1);
    const fields = { access_key_id: key?.accessKeyId, access_key_secret: key?.accessKeySecret };
    home.writeProfiles({ name: "default", mode: "AK", ...fields });
    expect(await failureOf(home.sources.load(profile))).toMatchObject({
      reason: "accountChanged",
      detail: { subject: other.id },
    });
    await home.stop();
  });

  it("is asked for anew, and its file read anew, once its secret was left alone for five minutes", async () => {
    const clock = new HeldClock();
    const home = await SourceHome.start(clock);
    home.simulator.organisation.addRole(home.account, "network-admin", { maxSessionSeconds: 43_200 });
    home.bases.set("base", new Secret(home.key.accessKeyId, home.key.accessKeySecret));
    await home.sources.secret({ ...role, durationSeconds: 43_200 });
    clock.advance(5 * 60_000);
    await Promise.resolve();
    await home.sources.secret({ ...role, durationSeconds: 43_200 });
    expect(home.simulator.count({ action: "AssumeRole" })).toBe(2);
    await home.stop();
  });
});
