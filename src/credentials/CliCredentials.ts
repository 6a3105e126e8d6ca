import type { Clock } from "../ipam/Clock.ts";
import type { CliFile } from "./CliFile.ts";
import type { CliField, CliProfile } from "./CliProfile.ts";
import type { CommandPermissions } from "./CommandPermissions.ts";
import { fetchIssuedSecret } from "./fetchIssuedSecret.ts";
import type { IssuedSecret } from "./IssuedSecret.ts";
import type { MetadataService } from "./MetadataService.ts";
import { RefreshingSecret } from "./RefreshingSecret.ts";
import type { AssumedRole, RoleAssumer } from "./RoleAssumer.ts";
import { readSmallFile } from "./readSmallFile.ts";
import { runCredentialCommand } from "./runCredentialCommand.ts";
import { Secret } from "./Secret.ts";
import { SourceFault } from "./SourceFault.ts";
import { splitCommand } from "./splitCommand.ts";

/** What the credentials of CLI profiles are made with. */
export interface CliCredentialTools {
  readonly file: CliFile;
  readonly assumer: RoleAssumer;
  readonly metadata: MetadataService;
  readonly permissions: CommandPermissions;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly clock: Clock;
}

/** The token of an identity provider has at most 20,000 characters, says STS. */
const mostTokenBytes = 64 * 1024;
const defaultSeconds = 3600;

/**
 * Credentials by the profiles of the Aliyun CLI, as the CLI itself would have them. Three things differ: the variables
 * of the environment that the CLI lays over a profile are another source here, and chosen as such; an STS endpoint is
 * taken only if it is one of Alibaba Cloud's; and the cached STS of CloudSSO and OAuth is used until its end and
 * renewed by the CLI alone.
 */
export class CliCredentials {
  readonly #tools: CliCredentialTools;
  readonly #secrets = new Map<string, { readonly fingerprint: string; readonly secret: RefreshingSecret }>();

  constructor(tools: CliCredentialTools) {
    this.#tools = tools;
  }

  /**
   * The credentials of a profile, made anew when its rows in the file have changed and before they end.
   * @param endpoint template of the endpoint of STS; the one of the settings unless given
   * @throws SourceFault, or IpamError of STS
   */
  async secret(name: string, endpoint?: string): Promise<Secret> {
    const key = JSON.stringify([name, endpoint]);
    const chain = await this.#chain(name);
    const fingerprint = chain.map((profile) => profile.fingerprint).join();
    const known = this.#secrets.get(key);
    if (known?.fingerprint === fingerprint) return known.secret.get();
    const secret = new RefreshingSecret(() => this.#issue(chain, endpoint), this.#tools.clock);
    this.#secrets.set(key, { fingerprint, secret });
    return secret.get();
  }

  /** Drops all secrets from memory. */
  forget(): void {
    this.#secrets.clear();
    this.#tools.file.forget();
  }

  /** The profile, and those that it builds on. */
  async #chain(name: string): Promise<readonly CliProfile[]> {
    const chain: CliProfile[] = [];
    for (let next: string | undefined = name; next !== undefined; ) {
      const profile: CliProfile = await this.#tools.file.profile(next);
      if (chain.some((earlier) => earlier.name === profile.name)) {
        throw new SourceFault({ reason: "chainLoops", subject: name });
      }
      chain.push(profile);
      next = profile.mode === "ChainableRamRoleArn" ? required(profile, "source_profile") : undefined;
    }
    return chain;
  }

  async #issue([profile, ...sources]: readonly CliProfile[], endpoint?: string): Promise<IssuedSecret> {
    if (!profile) throw new Error("A chain has a profile.");
    const { assumer, metadata, clock } = this.#tools;
    const { name: subject, mode, fields } = profile;
    switch (mode) {
      case "AK": {
        const { accessKeyId, accessKeySecret } = keyOf(profile);
        return { secret: new Secret(accessKeyId, accessKeySecret) };
      }
      case "StsToken":
        return { secret: temporaryKeyOf(profile) };
      case "CloudSSO":
      case "OAuth":
        if ((profile.secretExpiresAt ?? 0) <= clock.now() || !profile.secret?.securityToken) {
          throw new SourceFault({ reason: "cachedExpired", subject });
        }
        return { secret: profile.secret, expiresAt: profile.secretExpiresAt };
      case "RamRoleArn":
        return assumer.assumeRole(roleOf(profile), keyOf(profile), endpoint);
      case "ChainableRamRoleArn":
        return assumer.assumeRole(roleOf(profile), (await this.#issue(sources, endpoint)).secret, endpoint);
      case "OIDC":
        return this.#assumeWithOidc(profile, endpoint);
      case "EcsRamRole":
        return metadata.issue(fields.ram_role_name);
      case "CredentialsURI":
        this.#refuseIfDisabled();
        return fetchIssuedSecret(required(profile, "credentials_uri"), subject);
      case "External":
        this.#refuseIfDisabled();
        return this.#run(profile);
      case undefined:
        throw new SourceFault({ reason: "modeUnknown", subject });
      default:
        throw new SourceFault({ reason: "modeUnsupported", subject, part: mode });
    }
  }

  async #assumeWithOidc(profile: CliProfile, endpoint?: string): Promise<IssuedSecret> {
    const providerArn = required(profile, "oidc_provider_arn");
    const file = await readSmallFile(required(profile, "oidc_token_file"), mostTokenBytes);
    const token = file?.text.trim() ?? "";
    if (token === "") throw new SourceFault({ reason: "fieldInvalid", subject: profile.name, part: "oidc_token_file" });
    // The CLI leaves the length of such a session to a fixed hour, whatever the profile says.
    const role = { ...roleOf(profile), durationSeconds: defaultSeconds };
    return this.#tools.assumer.assumeRoleWithOidc(role, { providerArn, token }, endpoint);
  }

  async #run(profile: CliProfile): Promise<IssuedSecret> {
    const { permissions, platform, clock } = this.#tools;
    const [program, ...args] = splitCommand(required(profile, "process_command"), platform) ?? [];
    if (program === undefined) {
      throw new SourceFault({ reason: "fieldInvalid", subject: profile.name, part: "process_command" });
    }
    const command = { cliProfile: profile.name, program, args };
    if (!(await permissions.isAllowed(command))) {
      throw new SourceFault({ reason: "commandNotAllowed", subject: profile.name });
    }
    return runCredentialCommand(command, () => clock.now());
  }

  #refuseIfDisabled(): void {
    const word = this.#tools.environment["ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS"]?.toLowerCase();
    if (word === "1" || word === "true") throw new SourceFault({ reason: "programsDisabled" });
  }
}

function keyOf({ name: subject, secret }: CliProfile): Secret {
  if (!secret) throw new SourceFault({ reason: "fieldMissing", subject, part: "access_key_id, access_key_secret" });
  return secret;
}

function temporaryKeyOf(profile: CliProfile): Secret {
  const secret = keyOf(profile);
  if (secret.securityToken) return secret;
  throw new SourceFault({ reason: "fieldMissing", subject: profile.name, part: "sts_token" });
}

function roleOf(profile: CliProfile): AssumedRole {
  return {
    roleArn: required(profile, "ram_role_arn"),
    sessionName: required(profile, "ram_session_name"),
    durationSeconds: profile.durationSeconds ?? defaultSeconds,
    externalId: profile.fields.external_id,
    stsHost: stsHostOf(profile),
  };
}

/**
 * The host of STS that a profile names. Tokens and the right to sign go there, so that it must be one of Alibaba
 * Cloud's; whoever has one in a network of their own puts it into the settings.
 */
function stsHostOf({ name: subject, fields }: CliProfile): string | undefined {
  const { sts_endpoint: endpoint, sts_region: region } = fields;
  if (endpoint === undefined && region === undefined) return undefined;
  const host = endpoint?.replace(/^https?:\/\//, "").replace(/\/$/, "") ?? `sts.${region}.aliyuncs.com`;
  if (/^sts(-vpc)?(\.[a-z0-9-]+)?\.aliyuncs\.com$/.test(host)) return host;
  throw new SourceFault({
    reason: "fieldInvalid",
    subject,
    part: endpoint === undefined ? "sts_region" : "sts_endpoint",
  });
}

function required({ name: subject, fields }: CliProfile, part: CliField): string {
  const value = fields[part];
  if (value === undefined) throw new SourceFault({ reason: "fieldMissing", subject, part });
  return value;
}
