import { format, inspect } from "node:util";
import { expect, test } from "vitest";
import { Secret } from "../../../src/credentials/Secret.ts";

const secret = new Secret("STS.NExample", "5ecretOfTheTemporaryKey", "T0ken");

test.each([
  ["a template", () => `${secret}`],
  ["JSON", () => JSON.stringify({ secret })],
  ["an inspection", () => inspect({ secret }, { showHidden: true, depth: 9 })],
  ["a log line", () => format("%s %o %O %j", secret, secret, secret, secret)],
  ["a copy of its fields", () => JSON.stringify({ ...secret })],
  ["its keys", () => JSON.stringify(Object.entries(secret))],
])("%s shows nothing of it", (_, show) => {
  for (const part of ["NExample", "5ecret", "T0ken"]) expect(show()).not.toContain(part);
});

test("what a vault kept is the secret again", () => {
  const again = Secret.parse(secret.serialise());
  const parts = [again?.accessKeyId, again?.accessKeySecret, again?.securityToken];
  expect(parts).toEqual(["STS.NExample", "5ecretOfTheTemporaryKey", "T0ken"]);
});

test("an AccessKey pair has no token", () => {
  expect(Secret.parse(new Secret("LTAI", "5ecret", "").serialise())?.securityToken).toBeUndefined();
});

test("white space that pasting brought along is taken off", () => {
  expect(new Secret(" LTAI\n", "\t5ecret \r\n").serialise()).toBe('{"accessKeyId":"LTAI","accessKeySecret":"5ecret"}');
});

test.each([
  "",
  "no JSON",
  "null",
  "[]",
  '"text"',
  "{}",
  '{"accessKeyId":"a"}',
  '{"accessKeyId":1,"accessKeySecret":"b"}',
])("the text %j is no secret", (text) => {
  expect(Secret.parse(text)).toBeUndefined();
});
