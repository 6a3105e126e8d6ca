import type { Clock } from "../ipam/Clock.ts";
import { type CredentialRefusal, withRenewal } from "../ipam/withRenewal.ts";
import type { CliCredentials } from "./CliCredentials.ts";
import { environmentSecret } from "./environmentSecret.ts";
import type { Profile } from "./Profile.ts";
import type { ProfileSource } from "./ProfileSource.ts";
import { RefreshingSecret } from "./RefreshingSecret.ts";
import type { RoleAssumer } from "./RoleAssumer.ts";
import type { Secret } from "./Secret.ts";
import { SourceFault } from "./SourceFault.ts";

/** What the credentials of sourced profiles are made with. */
export interface SourceCredentialTools {
  readonly cli: CliCredentials;
  readonly assumer: RoleAssumer;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The secret of the profile with that id, which a role is assumed with. Throws SourceFault `baseMissing`. */
  readonly secretOf: (profileId: string, endpoint?: string) => Promise<Secret>;
  /** Asked when STS refuses that secret; without it, the role cannot be assumed then. */
  readonly renewSecretOf?: (
    profileId: string,
    refusal: CredentialRefusal<Secret>,
    endpoint?: string,
  ) => Promise<boolean>;
  /** The id of the account that a secret belongs to, as STS tells it. */
  readonly accountOf: (secret: Secret, endpoint?: string) => Promise<string>;
  readonly clock: Clock;
}

/** How long secrets stay in memory after the last use of any of them, in milliseconds. */
const memoryMs = 5 * 60_000;

/**
 * The credentials of profiles for which none are kept: from the Aliyun CLI's file, the environment, or a RAM role. There
 * is no chain that is tried one by one: a profile has the one source that the person chose.
 *
 * An `endpoint` is the template that STS is asked at, in place of the one of the settings. What one endpoint gave is never
 * used for another one.
 */
export class SourceCredentials {
  readonly #tools: SourceCredentialTools;
  readonly #roles = new Map<string, RefreshingSecret>();
  /** By profile and endpoint: the key whose account is being asked for, or is known to be the profile's. */
  readonly #checked = new Map<string, { readonly accessKeyId: string; readonly secret: RefreshingSecret }>();
  #idle = new AbortController();

  constructor(tools: SourceCredentialTools) {
    this.#tools = tools;
  }

  /**
   * The credentials that a source gives, before a profile is made of it.
   * @throws SourceFault, or IpamError of STS
   */
  async secret(source: ProfileSource, endpoint?: string): Promise<Secret> {
    this.#startIdling();
    switch (source.from) {
      case "cli":
        return this.#tools.cli.secret(source.cliProfile, endpoint);
      case "environment":
        return environmentSecret(this.#tools.environment);
      case "role":
        return keep(this.#roles, JSON.stringify([source, endpoint]), () => {
          const { assumer, secretOf, renewSecretOf, clock } = this.#tools;
          const assume = () =>
            withRenewal(
              () => secretOf(source.base, endpoint),
              (secret) => assumer.assumeRole(source, secret, endpoint),
              renewSecretOf && ((refusal) => renewSecretOf(source.base, refusal, endpoint)),
            );
          return new RefreshingSecret(assume, clock);
        }).get();
    }
  }

  /**
   * The credentials of a profile. A name in a file or a variable may come to stand for another account: what is shown as
   * one account must never act in another, so that STS is asked once for each new key.
   * @throws SourceFault, or IpamError of STS
   */
  async load(profile: Profile, endpoint?: string): Promise<Secret> {
    const { id, accountId, source } = profile;
    if (!source) throw new Error("The profile has no source.");
    const secret = await this.secret(source, endpoint);
    // The ARN of a role names its account.
    if (source.from === "role") return secret;
    const { accessKeyId } = secret;
    const place = JSON.stringify([id, endpoint]);
    const known = this.#checked.get(place);
    if (known?.accessKeyId === accessKeyId) return known.secret.get();
    const { accountOf, clock } = this.#tools;
    const checked = new RefreshingSecret(async () => {
      const subject = await accountOf(secret, endpoint);
      if (subject !== accountId) throw new SourceFault({ reason: "accountChanged", subject });
      return { secret };
    }, clock);
    this.#checked.set(place, { accessKeyId, secret: checked });
    return checked.get();
  }

  /** Drops all secrets from memory. */
  forget(): void {
    this.#idle.abort();
    this.#roles.clear();
    this.#checked.clear();
    this.#tools.cli.forget();
  }

  #startIdling(): void {
    this.#idle.abort();
    this.#idle = new AbortController();
    this.#tools.clock.wait(memoryMs, this.#idle.signal).then(
      () => this.forget(),
      () => {},
    );
  }
}

function keep<T>(map: Map<string, T>, key: string, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
