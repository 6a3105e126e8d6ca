import type { CallOptions } from "../ipam/IpamApi.ts";
import type { OpenApiCaller } from "./OpenApiCaller.ts";
import type { OidcProof, RoleRequest } from "./RoleRequest.ts";
import type { RoleSession } from "./RoleSession.ts";
import { readRoleSession } from "./readRoleSession.ts";

/**
 * STS AssumeRoleWithOIDC (2015-04-01). It is not signed: the token is the proof, and travels in the body.
 * @param caller one without credentials
 * @throws IpamError
 */
export async function assumeRoleWithOidc(
  caller: OpenApiCaller,
  { region, roleArn, sessionName, durationSeconds, host }: RoleRequest,
  { providerArn, token }: OidcProof,
  { signal }: CallOptions = {},
): Promise<RoleSession> {
  const action = "AssumeRoleWithOIDC";
  const parameters = {
    RoleArn: roleArn,
    OIDCProviderArn: providerArn,
    RoleSessionName: sessionName,
    DurationSeconds: durationSeconds,
  };
  const form = { OIDCToken: token };
  const call = { product: "sts", version: "2015-04-01", action, region, parameters, form, host } as const;
  return readRoleSession(await caller.call(call, { signal }), action);
}
