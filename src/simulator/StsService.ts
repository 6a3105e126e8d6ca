import type { AccessKey } from "./AccessKey.ts";
import { ApiFault } from "./ApiFault.ts";
import { callerIdentity } from "./callerIdentity.ts";
import type { Organisation, Role } from "./Organisation.ts";
import { Parameters } from "./Parameters.ts";

type Fields = Readonly<Record<string, unknown>>;

const shortestSeconds = 900;

/** STS (2015-04-01): who calls, and temporary credentials for a role, which sign from then on until they end. */
export class StsService {
  readonly #organisation: Organisation;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(organisation: Organisation, now: () => number) {
    this.#organisation = organisation;
    this.#now = now;
  }

  /**
   * The fields of the answer.
   * @param key undefined for a request that is not signed
   * @throws ApiFault
   */
  answer(action: string, values: ReadonlyMap<string, string>, key: AccessKey | undefined): Fields {
    const parameters = new Parameters(values);
    if (action === "AssumeRoleWithOIDC") return this.#assumeRoleWithOidc(parameters);
    if (!key) throw new ApiFault(400, "IncompleteSignature", "The Authorization header is missing or malformed.");
    return action === "AssumeRole" ? this.#assumeRole(parameters, key) : callerIdentity(key);
  }

  #assumeRole(parameters: Parameters, key: AccessKey): Fields {
    const role = this.#role(parameters);
    const externalId = parameters.text("ExternalId");
    if (externalId !== undefined && !/^[\w+=,.@:/-]{2,1224}$/.test(externalId)) throw malformed("ExternalId");
    if (key.principal.type === "Account") {
      throw new ApiFault(403, "NoPermission", "Roles may not be assumed by root accounts.");
    }
    const isTrusted = role.trusted.has(`acs:ram::${key.accountId}:root`) || role.trusted.has(key.principal.arn);
    const isDenied = key.denied.has("sts:AssumeRole");
    if (!isTrusted || isDenied || (role.externalId !== undefined && role.externalId !== externalId)) {
      throw new ApiFault(
        403,
        "NoPermission",
        "You are not authorized to do this action. You should be authorized by RAM, and the role must trust you.",
      );
    }
    return this.#session(parameters, role);
  }

  #assumeRoleWithOidc(parameters: Parameters): Fields {
    const role = this.#role(parameters);
    const arn = parameters.required("OIDCProviderArn");
    const token = parameters.required("OIDCToken");
    const provider = this.#organisation.oidcProviders.find((candidate) => candidate.arn === arn);
    if (!provider) throw new ApiFault(404, "EntityNotExist.OIDCProvider", "The OIDC provider does not exist.");
    const until = provider.tokens.get(token);
    if (until === undefined) {
      throw new ApiFault(400, "AuthenticationFail.OIDCToken.Invalid", "This OIDC token is invalid.");
    }
    if (until <= this.#now()) {
      throw new ApiFault(400, "AuthenticationFail.OIDCToken.Expired", "This OIDC token has expired.");
    }
    if (!role.trusted.has(arn)) {
      throw new ApiFault(403, "AuthenticationFail.NoPermission", "This operation is not permitted by the role.");
    }
    return { ...this.#session(parameters, role), OIDCTokenInfo: { Subject: "subject", ClientIds: "client" } };
  }

  #role(parameters: Parameters): Role {
    const arn = parameters.required("RoleArn");
    if (!/^acs:ram::\d{16}:role\/[\w.-]{1,64}$/.test(arn)) throw malformed("RoleArn");
    const role = this.#organisation.roles.find((candidate) => candidate.arn === arn);
    if (role) return role;
    throw new ApiFault(404, "EntityNotExist.Role", `The specified Role not exists : ${arn.split("/").at(-1)}.`);
  }

  #session(parameters: Parameters, role: Role): Fields {
    const session = parameters.required("RoleSessionName");
    if (!/^[\w.@-]{2,64}$/.test(session)) throw malformed("RoleSessionName");
    const asked = parameters.text("DurationSeconds") ?? "3600";
    const seconds = /^\d{1,6}$/.test(asked) ? Number(asked) : Number.NaN;
    if (!(seconds >= shortestSeconds && seconds <= role.maxSessionSeconds)) {
      throw new ApiFault(
        400,
        "InvalidParameter.DurationSeconds",
        `The Min/Max value of DurationSeconds is ${shortestSeconds}/${role.maxSessionSeconds}.`,
      );
    }
    parameters.refuseUnknown();
    // The service tells whole seconds, and keeps to what it tells.
    const expiresAt = Math.floor(this.#now() / 1000 + seconds) * 1000;
    const key = this.#organisation.addRoleSession({ id: role.accountId }, role.name, expiresAt, session);
    return {
      AssumedRoleUser: { Arn: key.principal.arn, AssumedRoleId: key.principal.principalId },
      Credentials: {
        AccessKeyId: key.accessKeyId,
        AccessKeySecret: key.accessKeySecret,
        SecurityToken: key.securityToken,
        Expiration: new Date(expiresAt).toISOString().replace(/\.\d+/, ""),
      },
    };
  }
}

function malformed(name: string): ApiFault {
  return new ApiFault(400, `InvalidParameter.${name}`, `The parameter ${name} is wrongly formed.`);
}
