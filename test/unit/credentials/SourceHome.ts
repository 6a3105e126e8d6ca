import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { inspect } from "node:util";
import { expect, vi } from "vitest";
import type { Cloud } from "../../../src/alibaba/Cloud.ts";
import { CliCredentials } from "../../../src/credentials/CliCredentials.ts";
import { CliFile } from "../../../src/credentials/CliFile.ts";
import { CommandPermissions } from "../../../src/credentials/CommandPermissions.ts";
import type { ExternalCommand } from "../../../src/credentials/ExternalCommand.ts";
import type { KeyValueStore } from "../../../src/credentials/KeyValueStore.ts";
import { MetadataService } from "../../../src/credentials/MetadataService.ts";
import type { Secret } from "../../../src/credentials/Secret.ts";
import { SourceCredentials } from "../../../src/credentials/SourceCredentials.ts";
import { SourceFault } from "../../../src/credentials/SourceFault.ts";
import type { Clock } from "../../../src/ipam/Clock.ts";
import type { CredentialRefusal } from "../../../src/ipam/withRenewal.ts";
import type { AccessKey } from "../../../src/simulator/AccessKey.ts";
import type { Account } from "../../../src/simulator/Organisation.ts";
import { Organisation } from "../../../src/simulator/Organisation.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import { roleAssumer } from "../../../src/ui/accounts/roleAssumer.ts";
import { CredentialServer } from "../../support/CredentialServer.ts";
import { testCloud } from "../../support/testCloud.ts";
import { keyValueStore } from "./keyValueStore.ts";

/** A word that stands for every secret: it must not be found where a secret must not be. */
export const canary = "CanaryThatNobodyMayEverSeeAgain";

/** A home folder, an account of a simulator, a credential server, and the sources over them. Time is Date's. */
export class SourceHome {
  readonly folder = mkdtempSync(path.join(tmpdir(), "ipam-sources-"));
  readonly environment: Record<string, string> = {};
  readonly state: KeyValueStore = keyValueStore();
  /** What the person was asked. */
  readonly questions: ExternalCommand[] = [];
  allows = true;
  readonly account: Account;
  readonly simulator: Simulator;
  readonly server: CredentialServer;
  readonly cloud: Cloud;
  readonly file: CliFile;
  readonly permissions: CommandPermissions;
  readonly cli: CliCredentials;
  readonly sources: SourceCredentials;
  /** Secrets of profiles, by id, that roles are assumed with. */
  readonly bases = new Map<string, Secret>();
  /** Renews such a secret when it is refused; nobody does unless a test says so. */
  renew: (id: string, refusal: CredentialRefusal<Secret>, endpoint?: string) => Promise<boolean> = async () => false;

  static async start(clock?: Clock): Promise<SourceHome> {
    const organisation = new Organisation();
    const account = organisation.addAccount("1000000000000001", "home");
    const simulator = await Simulator.start({ organisation });
    return new SourceHome(account, simulator, await CredentialServer.start(), clock);
  }

  private constructor(account: Account, simulator: Simulator, server: CredentialServer, clock: Clock = dateClock) {
    this.account = account;
    this.simulator = simulator;
    this.server = server;
    this.cloud = testCloud(simulator);
    this.file = new CliFile(this.folder);
    this.permissions = new CommandPermissions(this.state, async (command) => {
      this.questions.push(command);
      return this.allows;
    });
    const assumer = roleAssumer(
      async () => this.cloud,
      () => "cn-hangzhou",
    );
    const shared = { assumer, clock, environment: this.environment };
    this.cli = new CliCredentials({
      ...shared,
      file: this.file,
      metadata: new MetadataService(this.environment, server.origin),
      permissions: this.permissions,
      platform: process.platform,
    });
    this.sources = new SourceCredentials({
      ...shared,
      cli: this.cli,
      renewSecretOf: (id, refusal, endpoint) => this.renew(id, refusal, endpoint),
      secretOf: async (id) => {
        const base = this.bases.get(id);
        if (!base) throw new SourceFault({ reason: "baseMissing" });
        return base;
      },
      accountOf: async (secret, endpoint) => (await this.identity(secret, endpoint)).accountId,
    });
  }

  /** The key of the account's RAM user. */
  get key(): AccessKey {
    const [key] = this.account.accessKeys;
    if (!key) throw new Error("The account has no key.");
    return key;
  }

  /** The key as the CLI's file has it. */
  get keyFields() {
    return { access_key_id: this.key.accessKeyId, access_key_secret: this.key.accessKeySecret };
  }

  /** A session of a role, until a time in ms since 1970. */
  session(expiresAt = Date.now() + 30 * 60_000) {
    const key = this.simulator.organisation.addRoleSession(this.account, "session-role", expiresAt);
    return {
      key,
      fields: {
        access_key_id: key.accessKeyId,
        access_key_secret: key.accessKeySecret,
        sts_token: key.securityToken ?? "",
      },
      answer: {
        Code: "Success",
        AccessKeyId: key.accessKeyId,
        AccessKeySecret: key.accessKeySecret,
        SecurityToken: key.securityToken,
        Expiration: new Date(expiresAt).toISOString(),
      },
    };
  }

  /** Writes the CLI's file with these profiles. */
  writeProfiles(...profiles: readonly Readonly<Record<string, unknown>>[]): void {
    this.write("config.json", JSON.stringify({ current: "default", profiles, meta_path: "" }, undefined, "\t"));
  }

  /** Writes a file into the CLI's folder; returns its path. */
  write(name: string, text: string | Buffer): string {
    const file = path.join(this.folder, ".aliyun", name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o700 });
    return file;
  }

  identity(secret: Secret, endpoint?: string) {
    const at = endpoint === undefined ? {} : { endpoint };
    return this.cloud.callerIdentity(async () => secret, "cn-hangzhou", at);
  }

  /** The ARN that a profile of the CLI signs as. */
  async arnOf(cliProfile: string): Promise<string> {
    return (await this.identity(await this.cli.secret(cliProfile))).arn;
  }

  async stop(): Promise<void> {
    this.sources.forget();
    await this.simulator.close();
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits for ever, or until it is told to stop. */
const dateClock: Clock = {
  now: () => Date.now(),
  elapsed: () => Date.now(),
  every: () => ({ dispose: () => {} }),
  wait: (_milliseconds, signal) =>
    new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason), { once: true })),
};

/** The failure that work ends with, which holds no secret however it is looked at. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.then(
    () => expect.fail("It should have failed."),
    (thrown: unknown) => thrown,
  );
  const seen = `${inspect(error, { depth: 10, showHidden: true })} ${JSON.stringify(error)} ${String(error)}`;
  expect(seen).not.toContain(canary);
  return error;
}

/** Lets that many minutes pass, for everything that asks Date. */
export function passMinutes(minutes: number): void {
  vi.setSystemTime(Date.now() + minutes * 60_000);
}
