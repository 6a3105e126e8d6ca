import { homedir } from "node:os";
import type * as vscode from "vscode";
import type { Cloud } from "../../alibaba/Cloud.ts";
import type { Credentials } from "../../alibaba/Credentials.ts";
import { CliCredentials } from "../../credentials/CliCredentials.ts";
import { CliFile } from "../../credentials/CliFile.ts";
import { CommandPermissions } from "../../credentials/CommandPermissions.ts";
import { CredentialRenewals } from "../../credentials/CredentialRenewals.ts";
import { CredentialStore } from "../../credentials/CredentialStore.ts";
import { MemoryVault } from "../../credentials/MemoryVault.ts";
import { MetadataService } from "../../credentials/MetadataService.ts";
import type { Profile } from "../../credentials/Profile.ts";
import type { ProfileIndex } from "../../credentials/ProfileIndex.ts";
import type { ProfileSource } from "../../credentials/ProfileSource.ts";
import type { Secret } from "../../credentials/Secret.ts";
import { SecretStorageVault } from "../../credentials/SecretStorageVault.ts";
import { SourceCredentials } from "../../credentials/SourceCredentials.ts";
import { SourceFault } from "../../credentials/SourceFault.ts";
import { IpamError } from "../../ipam/IpamError.ts";
import { systemClock } from "../../ipam/systemClock.ts";
import type { CredentialRefusal } from "../../ipam/withRenewal.ts";
import type { Log } from "../common/Log.ts";
import { settings } from "../common/settings.ts";
import { askAboutCommand } from "./askAboutCommand.ts";
import { askAboutKeychain } from "./askAboutKeychain.ts";
import { roleAssumer } from "./roleAssumer.ts";
import { toCredentialError } from "./toCredentialError.ts";

/** What the credentials of profiles are made from. */
export interface ProfileCredentialTools {
  readonly context: Pick<vscode.ExtensionContext, "globalState" | "secrets">;
  readonly index: ProfileIndex;
  readonly cloud: () => Promise<Cloud>;
  readonly log: Log;
  /** Asks the person to renew credentials that were refused. True once others are at hand. */
  readonly askToRenew: (profile: Profile, error: IpamError) => Promise<boolean>;
}

/** The credentials of every profile, whether a secret is kept for it or a source gives them. */
export class ProfileCredentials implements vscode.Disposable {
  readonly store: CredentialStore;
  readonly cliFile = new CliFile(homedir());
  readonly #index: ProfileIndex;
  readonly #permissions: CommandPermissions;
  readonly #sources: SourceCredentials;
  readonly #renewals: CredentialRenewals;

  constructor({ context, index, cloud, log, askToRenew }: ProfileCredentialTools) {
    this.#index = index;
    this.store = new CredentialStore({
      setting: () => settings.credentialStore(),
      index,
      loadKeychain: async () => new (await import("../../credentials/KeytarVault.ts")).KeytarVault(),
      secretStorage: new SecretStorageVault(context.secrets),
      memory: new MemoryVault(),
      person: askAboutKeychain(log),
    });
    this.#renewals = new CredentialRenewals({
      load: (profile, endpoint) => this.load(profile, endpoint),
      readAnew: (profile, endpoint) => this.loadAnew(profile, endpoint),
      ask: askToRenew,
      clock: systemClock,
    });
    this.#permissions = new CommandPermissions(context.globalState, askAboutCommand);
    const shared = { assumer: roleAssumer(cloud, stsRegion), environment: process.env, clock: systemClock };
    this.#sources = new SourceCredentials({
      ...shared,
      cli: new CliCredentials({
        ...shared,
        file: this.cliFile,
        metadata: new MetadataService(process.env),
        permissions: this.#permissions,
        platform: process.platform,
      }),
      secretOf: (profileId, endpoint) => this.#secretOf(this.#base(profileId), endpoint),
      renewSecretOf: (profileId, refusal, endpoint) => this.renew(this.#base(profileId), refusal, endpoint),
      accountOf: async (secret, endpoint = settings.endpoint()) =>
        (await (await cloud()).callerIdentity(async () => secret, stsRegion(), { endpoint })).accountId,
    });
  }

  /**
   * The secret of a profile, for a call that it is to sign.
   * @param endpoint template of the endpoint of that call, where STS is asked too
   * @throws IpamError
   */
  load(profile: Profile, endpoint?: string): Promise<Secret> {
    return explained(() => this.#secretOf(profile, endpoint));
  }

  /** The same, read or made anew from where it comes. Throws IpamError. */
  loadAnew(profile: Profile, endpoint?: string): Promise<Secret> {
    if (profile.source) this.#sources.forget();
    else this.store.forget(profile.id);
    return this.load(profile, endpoint);
  }

  /** Has credentials renewed that the service refused; true once others can be loaded. */
  renew(profile: Profile, refusal: CredentialRefusal<Credentials>, endpoint?: string): Promise<boolean> {
    return this.#renewals.renew(profile, refusal, endpoint);
  }

  /** The secret that a source gives, before a profile is made of it. Throws IpamError. */
  secretFrom(source: ProfileSource): Promise<Secret> {
    return explained(() => this.#sources.secret(source, settings.endpoint()));
  }

  /** A profile's credentials were renewed and verified: what waits for them goes on. */
  renewed(profile: Profile): void {
    this.#renewals.renewed(profile.id);
  }

  /** The person turns to a profile: what failed or was refused before is tried and asked again. */
  startAnew(): void {
    this.#permissions.forgetRefusals();
    this.#renewals.forgetRefusals();
    this.#sources.forget();
  }

  dispose(): void {
    this.store.dispose();
    this.#sources.forget();
  }

  #secretOf(profile: Profile, endpoint = settings.endpoint()): Promise<Secret> {
    // Renewed credentials may lie elsewhere than when this profile was opened.
    const known = this.#index.list().find(({ id }) => id === profile.id) ?? profile;
    return known.source ? this.#sources.load(known, endpoint) : this.store.load(known);
  }

  /** A role is assumed with a profile that is none, so that no circle can be written into the index. */
  #base(profileId: string): Profile {
    const base = this.#index.list().find(({ id }) => id === profileId);
    if (!base || base.source?.from === "role") throw new SourceFault({ reason: "baseMissing" });
    return base;
  }
}

function stsRegion() {
  const [region = "cn-hangzhou"] = settings.regions();
  return region;
}

/** Failures of STS were retried there, and none of them has carried out the call that is waiting for the secret. */
async function explained(load: () => Promise<Secret>): Promise<Secret> {
  try {
    return await load();
  } catch (thrown) {
    if (!(thrown instanceof IpamError)) throw toCredentialError(thrown);
    throw new IpamError({ ...thrown.detail, effect: "no", final: true }, { cause: thrown });
  }
}
