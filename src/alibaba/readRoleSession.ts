import { AnswerReader } from "./AnswerReader.ts";
import type { Answer } from "./OpenApiCaller.ts";
import type { RoleSession } from "./RoleSession.ts";

/**
 * The credentials in an answer of STS.
 * @throws IpamError `badAnswer` when one of their parts is missing
 */
export function readRoleSession(answer: Answer, action: string): RoleSession {
  const requestId = new AnswerReader(answer, action).requestId();
  const fields = new AnswerReader(answer["Credentials"], action, undefined, requestId);
  const credentials = {
    accessKeyId: fields.id("AccessKeyId"),
    accessKeySecret: fields.id("AccessKeySecret"),
    securityToken: fields.id("SecurityToken"),
  };
  return { credentials, expiresAt: fields.time("Expiration") };
}
