import { createHash } from "node:crypto";
import { Secret } from "./Secret.ts";

const modes = [
  "AK",
  "StsToken",
  "RamRoleArn",
  "EcsRamRole",
  "ChainableRamRoleArn",
  "External",
  "CredentialsURI",
  "OIDC",
  "CloudSSO",
  "OAuth",
  "RsaKeyPair",
  "RamRoleArnWithRoleName",
  "BearerToken",
  "Anonymous",
] as const;

/** How a profile of the Aliyun CLI gets its credentials. */
export type CliMode = (typeof modes)[number];

/** The fields beside the keys, by the names that the CLI's file gives them. None is a secret. */
const fieldNames = [
  "region_id",
  "sts_region",
  "sts_endpoint",
  "ram_role_name",
  "ram_role_arn",
  "ram_session_name",
  "external_id",
  "source_profile",
  "process_command",
  "credentials_uri",
  "oidc_provider_arn",
  "oidc_token_file",
] as const;

/** A field of the CLI's file beside the keys. */
export type CliField = (typeof fieldNames)[number];

/** A profile of the Aliyun CLI as its file has it. */
export interface CliProfile {
  readonly name: string;
  /** Undefined for a mode that is not known. */
  readonly mode: CliMode | undefined;
  readonly fields: Readonly<Partial<Record<CliField, string>>>;
  /** Undefined unless both halves of the pair are there. For CloudSSO and OAuth it is the cached STS. */
  readonly secret: Secret | undefined;
  /** End of the cached STS, milliseconds since 1970. */
  readonly secretExpiresAt: number | undefined;
  /** Length of a role's session, in seconds. */
  readonly durationSeconds: number | undefined;
  /** Changes when anything of the row does; the row cannot be found from it. */
  readonly fingerprint: string;
}

/** Reads a row of the CLI's file. Undefined for a row without a name, which nobody could choose. */
export function parseCliProfile(row: unknown): CliProfile | undefined {
  if (typeof row !== "object" || row === null) return undefined;
  const values: ReadonlyMap<string, unknown> = new Map(Object.entries(row));
  const text = (name: string): string | undefined => {
    const value = values.get(name);
    return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
  };
  const number = (name: string): number | undefined => {
    const value = values.get(name);
    return typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : undefined;
  };
  const name = text("name");
  if (name === undefined) return undefined;
  const fields: Partial<Record<CliField, string>> = {};
  for (const field of fieldNames) {
    const value = text(field);
    if (value !== undefined) fields[field] = value;
  }
  const [id, key, token] = [text("access_key_id"), text("access_key_secret"), text("sts_token")];
  const secret = id !== undefined && key !== undefined ? new Secret(id, key, token) : undefined;
  const expiration = number("sts_expiration");
  return {
    name,
    mode: modeOf(text("mode"), fields, secret),
    fields,
    secret,
    secretExpiresAt: expiration === undefined ? undefined : expiration * 1000,
    durationSeconds: number("expired_seconds"),
    fingerprint: createHash("sha256").update(JSON.stringify(row)).digest("hex"),
  };
}

/** The CLI takes modes in any case on its command line, and infers one that is left out. */
function modeOf(
  word: string | undefined,
  fields: CliProfile["fields"],
  secret: Secret | undefined,
): CliMode | undefined {
  if (word !== undefined) return modes.find((mode) => mode.toLowerCase() === word.toLowerCase());
  if (secret) return secret.securityToken ? "StsToken" : fields.ram_role_arn ? "RamRoleArn" : "AK";
  if (fields.ram_role_name) return "EcsRamRole";
  if (fields.process_command) return "External";
  return fields.oidc_provider_arn && fields.oidc_token_file && fields.ram_role_arn ? "OIDC" : undefined;
}
