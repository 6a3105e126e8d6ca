import type { CallOptions } from "../ipam/IpamApi.ts";
import { IpamError } from "../ipam/IpamError.ts";
import type { OpenApiCaller } from "./OpenApiCaller.ts";
import type { RoleRequest } from "./RoleRequest.ts";
import type { RoleSession } from "./RoleSession.ts";
import { readRoleSession } from "./readRoleSession.ts";

/**
 * STS AssumeRole (2015-04-01), through the caller that all requests go through and not @alicloud/credentials: that
 * library cannot be cancelled, passes by the proxy of VS Code, keeps failures, and quotes answers in its errors.
 * @throws IpamError
 */
export async function assumeRole(
  caller: OpenApiCaller,
  { region, roleArn, sessionName, durationSeconds, externalId, host }: RoleRequest,
  { signal }: CallOptions = {},
): Promise<RoleSession> {
  const action = "AssumeRole";
  const parameters = {
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    DurationSeconds: durationSeconds,
    ExternalId: externalId,
  };
  const call = { product: "sts", version: "2015-04-01", action, region, parameters, host } as const;
  try {
    return readRoleSession(await caller.call(call, { signal }), action);
  } catch (error) {
    throw error instanceof IpamError && error.reason === "forbidden" ? notTrusted(error, roleArn) : error;
  }
}

/** STS gives one answer to a missing permission, a role that does not trust the caller, and a wrong external id. */
function notTrusted(cause: IpamError, roleArn: string): IpamError {
  return new IpamError(
    {
      ...cause.detail,
      what: "These credentials may not assume the role {subject}.",
      advice:
        "They must be a RAM user's or role's with the permission sts:AssumeRole, whom the role's trust policy names; check the external id too.",
      subject: roleArn,
    },
    { cause },
  );
}
