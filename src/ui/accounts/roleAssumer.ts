import type { Cloud } from "../../alibaba/Cloud.ts";
import type { RoleSession } from "../../alibaba/RoleSession.ts";
import type { IssuedSecret } from "../../credentials/IssuedSecret.ts";
import type { AssumedRole, RoleAssumer } from "../../credentials/RoleAssumer.ts";
import { Secret } from "../../credentials/Secret.ts";
import type { Region } from "../../ipam/regions.ts";

/**
 * STS as the credential sources know it.
 * @param region fills the endpoint template of the settings, and decides nothing else
 */
export function roleAssumer(cloud: () => Promise<Cloud>, region: () => Region): RoleAssumer {
  const request = ({ stsHost: host, ...role }: AssumedRole) => ({ ...role, host, region: region() });
  return {
    assumeRole: async (role, base, endpoint) =>
      issuedSecret(await (await cloud()).assumeRole(async () => base, request(role), at(endpoint))),
    assumeRoleWithOidc: async (role, proof, endpoint) =>
      issuedSecret(await (await cloud()).assumeRoleWithOidc(request(role), proof, at(endpoint))),
  };
}

function at(endpoint: string | undefined): { readonly endpoint?: string } {
  return endpoint === undefined ? {} : { endpoint };
}

function issuedSecret({ credentials, expiresAt }: RoleSession): IssuedSecret {
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  return { secret: new Secret(accessKeyId, accessKeySecret, securityToken), expiresAt };
}
