import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { SdkClient } from "../../support/SdkClient.ts";
import { type SharedPair, sharedPair } from "../../support/sharedPair.ts";

const version = { version: "2015-04-01" };
const minute = 60_000;

describe("The simulator's STS", () => {
  let pair: SharedPair;
  let skew: number;
  let simulator: Simulator;
  const now = () => Date.now() + skew;
  const roleArn = "acs:ram::1000000000000001:role/auditor";
  const parameters = { RoleArn: roleArn, RoleSessionName: "laptop" };
  const assume = (more: Readonly<Record<string, unknown>> = {}, key = pair.consumer.accessKeys[0]) =>
    new SdkClient(simulator, key).call("AssumeRole", { ...parameters, ...more }, version);
  /** Unsigned, with all parameters in a form. */
  const assumeWithOidc = async (fields: Readonly<Record<string, string>>) => {
    const response = await fetch(simulator.endpoint, {
      method: "POST",
      headers: { "x-acs-action": "AssumeRoleWithOIDC", "x-acs-version": "2015-04-01" },
      body: new URLSearchParams({ ...parameters, ...fields }),
    });
    return { status: response.status, fields: await response.json() };
  };

  beforeEach(async () => {
    pair = sharedPair();
    skew = 0;
    simulator = await Simulator.start({ organisation: pair.organisation, now });
  });
  afterEach(() => simulator.close());

  it("gives credentials of a role that sign with their token, and end when they say", async () => {
    pair.organisation.addRole(pair.consumer, "auditor");
    skew = -2 * minute;
    const { fields } = await assume({ DurationSeconds: 900 });
    expect(fields).toMatchObject({
      AssumedRoleUser: { Arn: "acs:ram::1000000000000001:assumed-role/auditor/laptop" },
      Credentials: {
        AccessKeyId: expect.stringMatching(/^STS\./),
        Expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      },
    });
    const key = pair.consumer.accessKeys.at(-1);
    const list = () => new SdkClient(simulator, key).code("ListIpams", { RegionId: "cn-hangzhou" });
    expect(await list()).toBeUndefined();
    skew = 12 * minute;
    expect(await list()).toBeUndefined();
    // Not a quarter of an hour, by which the time that a request is signed with may be off.
    skew = 14 * minute;
    expect(await list()).toBe("InvalidSecurityToken.Expired");
  });

  it.each([
    ["that does not exist", { RoleArn: "acs:ram::1000000000000001:role/nobody" }, 404, "EntityNotExist.Role"],
    ["whose ARN is none", { RoleArn: "auditor" }, 400, "InvalidParameter.RoleArn"],
    ["without a session name", { RoleSessionName: undefined }, 400, "MissingRoleSessionName"],
    ["with a session name of other marks", { RoleSessionName: "a*b" }, 400, "InvalidParameter.RoleSessionName"],
    ["for less than a quarter of an hour", { DurationSeconds: 899 }, 400, "InvalidParameter.DurationSeconds"],
    ["for longer than it allows", { DurationSeconds: 3601 }, 400, "InvalidParameter.DurationSeconds"],
    ["with a parameter that is unknown", { Duration: 900 }, 400, "InvalidParameter"],
  ])("refuses a role %s", async (_what, more, status, Code) => {
    pair.organisation.addRole(pair.consumer, "auditor");
    expect(await assume(more)).toMatchObject({ status, fields: { Code } });
  });

  it("gives a role to whom it trusts, and asks for the external id", async () => {
    const trusted = [`acs:ram::${pair.sharer.id}:root`];
    pair.organisation.addRole(pair.consumer, "auditor", { trusted, externalId: "ticket-7" });
    const refusal = { status: 403, fields: { Code: "NoPermission" } };
    expect(await assume({}, pair.sharer.accessKeys[0])).toMatchObject(refusal);
    expect(await assume({ ExternalId: "ticket-8" }, pair.sharer.accessKeys[0])).toMatchObject(refusal);
    expect(await assume({ ExternalId: "ticket-7" }, pair.stranger.accessKeys[0])).toMatchObject(refusal);
    expect(await assume({ ExternalId: "ticket-7" }, pair.sharer.accessKeys[0])).toMatchObject({ status: 200 });
  });

  it("gives no role to an account's own key, nor to a user without the permission", async () => {
    pair.organisation.addRole(pair.consumer, "auditor");
    const user = pair.organisation.addRamUser(pair.consumer, "denied");
    user.denied.add("sts:AssumeRole");
    for (const key of [pair.organisation.addRootKey(pair.consumer), user]) {
      expect(await assume({}, key)).toMatchObject({ status: 403, fields: { Code: "NoPermission" } });
    }
  });

  it("gives a role for an OIDC token without a signature, and does not record the token", async () => {
    const provider = pair.organisation.addOidcProvider(pair.consumer, "ci");
    pair.organisation.addRole(pair.consumer, "auditor", { trusted: [provider.arn] });
    provider.tokens.set("a-token-of-the-test", now() + minute);
    const proof = { OIDCProviderArn: provider.arn, OIDCToken: "a-token-of-the-test" };
    expect(await assumeWithOidc(proof)).toMatchObject({ status: 200 });
    expect(JSON.stringify(simulator.requests)).not.toContain("a-token-of-the-test");
    skew = 2 * minute;
    expect(await assumeWithOidc(proof)).toMatchObject({ fields: { Code: "AuthenticationFail.OIDCToken.Expired" } });
  });

  it.each([
    [
      "an unknown provider",
      { OIDCProviderArn: "acs:ram::1000000000000001:oidc-provider/x" },
      "EntityNotExist.OIDCProvider",
    ],
    ["an unknown token", { OIDCToken: "another" }, "AuthenticationFail.OIDCToken.Invalid"],
    ["no token", { OIDCToken: "" }, "MissingOIDCToken"],
    ["a role that does not trust the provider", {}, "AuthenticationFail.NoPermission"],
  ])("refuses a role for %s", async (_what, more, Code) => {
    const provider = pair.organisation.addOidcProvider(pair.consumer, "ci");
    pair.organisation.addRole(pair.consumer, "auditor");
    provider.tokens.set("good", now() + minute);
    const fields = { OIDCProviderArn: provider.arn, OIDCToken: "good", ...more };
    expect(await assumeWithOidc(fields)).toMatchObject({ fields: { Code } });
  });

  it("lets no other action through without a signature", async () => {
    const response = await fetch(simulator.endpoint, {
      method: "POST",
      headers: { "x-acs-action": "AssumeRole", "x-acs-version": "2015-04-01" },
      body: new URLSearchParams(parameters),
    });
    expect(await response.json()).toMatchObject({ Code: "IncompleteSignature" });
  });
});
