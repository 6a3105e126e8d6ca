import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkSafetyPolicy } from "../../../src/credentials/checkSafetyPolicy.ts";
import { readSafetyPolicy } from "../../../src/credentials/readSafetyPolicy.ts";

const action = "DissociateIpamResourceDiscovery";
let home: string;
const verdict = async (environment: Readonly<Record<string, string>> = {}) =>
  checkSafetyPolicy(await readSafetyPolicy(home, environment), action);
const write = (text: string) => {
  mkdirSync(path.join(home, ".aliyun"), { recursive: true });
  writeFileSync(path.join(home, ".aliyun", "safety-policy.json"), text);
};
const rules = (...list: readonly (readonly [pattern: string, action: string])[]) =>
  write(JSON.stringify({ enabled: true, rules: list.map(([pattern, word]) => ({ pattern, action: word })) }));

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "ipam-policy-"));
});
afterEach(() => rmSync(home, { recursive: true }));

describe("The safety policy of the CLI", () => {
  it.each([
    "vpcipam:DissociateIpamResourceDiscovery",
    "VPCIPAM:dissociateipamresourcediscovery",
    " vpcipam:* ",
    "*:Dissociate*",
    "*",
    "*:*Discovery",
    "vpc*:*Ipam*Resource*",
    "vpcipam:dissociate-ipam-resource-discovery",
    "vpcipam:dissociate-*",
  ])("denies the change by the pattern %j", async (pattern) => {
    rules([pattern, "deny"]);
    expect(await verdict()).toEqual({ action: "deny", pattern });
  });

  it.each([
    "",
    "ecs:*",
    "*:Delete*",
    "vpcipam:Dissociate",
    "vpcipam:*Discover",
    "ipam:*",
    "vpcipam:*DiscoveryDiscovery",
    ".",
  ])("says nothing by the pattern %j", async (pattern) => {
    rules([pattern, "deny"]);
    expect(await verdict()).toEqual({ action: "allow" });
  });

  it("follows the first rule that matches", async () => {
    rules(["vpcipam:Dissociate*", "confirm"], ["*", "deny"]);
    expect(await verdict()).toMatchObject({ action: "confirm" });
    rules(["vpcipam:*", "allow"], ["*", "deny"]);
    expect(await verdict()).toMatchObject({ action: "allow" });
  });

  it.each([
    ["forbid", "confirm"],
    ["", "allow"],
    ["a word of a later release", "confirm"],
  ])("takes the word %j as %s", async (word, meaning) => {
    rules(["*", word]);
    expect(await verdict()).toMatchObject({ action: meaning });
  });

  it("says nothing when it is not there, or not enabled", async () => {
    expect(await verdict()).toEqual({ action: "allow" });
    write(JSON.stringify({ enabled: false, rules: [{ pattern: "*", action: "deny" }] }));
    expect(await verdict()).toEqual({ action: "allow" });
  });

  it.each(["{", "[]7", '"deny"', '{"enabled":"yes"}', '{"enabled":true,"rules":7}', "x".repeat(2_000_000)])(
    "asks to confirm when it cannot be read",
    async (text) => {
      write(text);
      expect(await verdict()).toMatchObject({ action: "confirm" });
    },
  );

  it("is what the variables make of it, as for the CLI", async () => {
    rules(["*", "confirm"]);
    expect(await verdict({ ALIBABA_CLOUD_SAFETY_POLICY_ENABLED: "0" })).toMatchObject({ action: "allow" });
    const list = { ALIBABA_CLOUD_SAFETY_POLICY_RULES: "ecs:*=confirm, vpcipam:*=deny" };
    expect(await verdict(list)).toEqual({ action: "deny", pattern: "vpcipam:*" });
    expect(await verdict({ ALIBABA_CLOUD_SAFETY_POLICY_RULES: "" })).toMatchObject({ action: "allow" });
    expect(await verdict({ ALIBABA_CLOUD_SAFETY_POLICY_RULES: "nonsense" })).toMatchObject({ action: "confirm" });
  });

  it("takes no time over a pattern made to take long", () => {
    const pattern = `${"*a".repeat(10_000)}b`;
    expect(checkSafetyPolicy({ enabled: true, rules: [{ pattern, action: "deny" }] }, "a".repeat(50))).toEqual({
      action: "allow",
    });
  });
});
