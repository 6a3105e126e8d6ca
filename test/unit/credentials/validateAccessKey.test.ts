import { expect, test } from "vitest";
import { validateAccessKey } from "../../../src/credentials/validateAccessKey.ts";

const accessKeyId = "LTAI5tExampleExampleExam";
const accessKeySecret = "5ecretExampleExampleExample30x";
const stsId = "STS.NExampleExample";
const securityToken = "CAISExampleToken+/==";

test.each([
  ["an AccessKey pair", { kind: "accessKey", accessKeyId, accessKeySecret }],
  ["a pair with white space around it", { kind: "accessKey", accessKeyId: ` ${accessKeyId}\n`, accessKeySecret }],
  ["an id alone, as long as the secret is not typed", { kind: "accessKey", accessKeyId }],
  ["temporary credentials", { kind: "sts", accessKeyId: stsId, accessKeySecret, securityToken }],
  ["a temporary id alone", { kind: "sts", accessKeyId: stsId }],
] as const)("%s has no flaw", (_, typed) => {
  expect(validateAccessKey(typed)).toBeUndefined();
});

test.each([
  ["idEmpty", { kind: "accessKey", accessKeyId: "  " }],
  ["idWhiteSpace", { kind: "accessKey", accessKeyId: `${accessKeyId}\n${accessKeySecret}` }],
  ["idCharacters", { kind: "accessKey", accessKeyId: "LTAI５tExample" }],
  ["idIsSecret", { kind: "accessKey", accessKeyId: accessKeySecret }],
  ["idIsTemporary", { kind: "accessKey", accessKeyId: stsId }],
  ["secretEmpty", { kind: "accessKey", accessKeyId, accessKeySecret: "" }],
  ["secretWhiteSpace", { kind: "accessKey", accessKeyId, accessKeySecret: "5ecret example" }],
  ["secretCharacters", { kind: "accessKey", accessKeyId, accessKeySecret: "5ecret\u200bExample" }],
  ["secretIsId", { kind: "accessKey", accessKeySecret: accessKeyId }],
  ["secretIsId", { kind: "accessKey", accessKeyId: "anOddId", accessKeySecret: "anOddId" }],
  ["tokenEmpty", { kind: "sts", accessKeyId: stsId, accessKeySecret, securityToken: " " }],
  ["tokenWhiteSpace", { kind: "sts", accessKeyId: stsId, accessKeySecret, securityToken: "CAIS Example" }],
  ["tokenCharacters", { kind: "sts", accessKeyId: stsId, accessKeySecret, securityToken: "CAIS…" }],
  ["tokenIsId", { kind: "sts", accessKeyId: stsId, accessKeySecret, securityToken: stsId }],
] as const)("%s is found", (flaw, typed) => {
  expect(validateAccessKey(typed)).toBe(flaw);
});
