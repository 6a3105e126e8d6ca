import { describe, expect, it } from "vitest";
import { parseProfile } from "../../../src/credentials/Profile.ts";

const row = { id: "1", name: "it", accountId: "1000000000000001", addedAt: "2026-01-01T00:00:00.000Z" };
const role = { from: "role", base: "2", roleArn: "acs:ram::1:role/a", sessionName: "it", durationSeconds: 900 };
const sourced = { ...row, kind: "sourced", store: "none" };

describe("A stored profile", () => {
  it.each([
    ["of a release that knew no sources", { ...row, kind: "accessKey", store: "keychain" }],
    ["with a profile of the CLI", { ...sourced, source: { from: "cli", cliProfile: "default" } }],
    ["with the environment", { ...sourced, source: { from: "environment" } }],
    ["with a role", { ...sourced, source: role }],
    ["with a role and an external id", { ...sourced, source: { ...role, externalId: "ticket" } }],
  ])("%s reads as what it was", (_what, stored) => {
    expect(parseProfile(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
  });

  it.each([
    ["has a source of no kind", { ...sourced, source: { from: "elsewhere" } }],
    ["names no profile of the CLI", { ...sourced, source: { from: "cli", cliProfile: " " } }],
    ["has a role without a base", { ...sourced, source: { ...role, base: undefined } }],
    ["has a role of half a second", { ...sourced, source: { ...role, durationSeconds: 0.5 } }],
    ["has an external id that is none", { ...sourced, source: { ...role, externalId: 7 } }],
    ["has no source though nothing is kept", sourced],
    ["is kept nowhere though it has no source", { ...row, kind: "sts", store: "none" }],
    [
      "has a source though a secret is kept",
      { ...row, kind: "sts", store: "keychain", source: { from: "environment" } },
    ],
  ])("that %s is damaged", (_what, stored) => {
    expect(parseProfile(stored)).toBeUndefined();
  });

  it("gives back nothing that it does not know, such as a secret that someone wrote into it", () => {
    const source = { from: "cli", cliProfile: "default", access_key_secret: "secret" };
    expect(JSON.stringify(parseProfile({ ...sourced, source, secret: "secret" }))).not.toContain('"secret"');
  });
});
