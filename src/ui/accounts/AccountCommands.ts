import * as vscode from "vscode";
import type { Cloud } from "../../alibaba/Cloud.ts";
import { CredentialFault } from "../../credentials/CredentialFault.ts";
import type { Profile } from "../../credentials/Profile.ts";
import type { ProfileIndex } from "../../credentials/ProfileIndex.ts";
import type { Secret } from "../../credentials/Secret.ts";
import { SourceFault } from "../../credentials/SourceFault.ts";
import type { CallerIdentity } from "../../ipam/IpamApi.ts";
import { IpamError } from "../../ipam/IpamError.ts";
import { untilAborted } from "../../ipam/untilAborted.ts";
import { explain } from "../common/explain.ts";
import type { Log } from "../common/Log.ts";
import { plainText } from "../common/plainText.ts";
import { settings } from "../common/settings.ts";
import { askForKey } from "./askForKey.ts";
import { askForName } from "./askForName.ts";
import { askForProfile } from "./askForProfile.ts";
import { demoProfile } from "./DemoAccount.ts";
import type { ProfileCredentials } from "./ProfileCredentials.ts";
import { pickCliProfile } from "./pickCliProfile.ts";
import { profileText } from "./profileText.ts";
import type { Sessions } from "./Sessions.ts";
import { toCredentialError } from "./toCredentialError.ts";

/** What the account commands are made from. */
export interface AccountTools {
  readonly sessions: Sessions;
  readonly index: ProfileIndex;
  readonly credentials: ProfileCredentials;
  readonly cloud: () => Promise<Cloud>;
  readonly log: Log;
}

/** The commands about profiles: add, import, switch, remove, and the demo account. */
export class AccountCommands {
  readonly #tools: AccountTools;

  constructor(tools: AccountTools) {
    this.#tools = tools;
  }

  /** Asks for a profile's credentials or their source, has STS verify them, keeps them, and opens the profile. */
  async addProfile(): Promise<void> {
    const { index, credentials } = this.#tools;
    await this.#guarded(vscode.l10n.t("Add Profile"), async () => {
      const answers = await askForProfile(index, credentials.cliFile);
      if (!answers) return;
      const { name } = answers;
      if (answers.kind !== "sourced") {
        const { kind, secret } = answers;
        const identity = await this.#verify(async () => secret);
        await this.#openNew(await credentials.store.save({ name, kind, ...identity }, secret));
        return;
      }
      const { source } = answers;
      credentials.startAnew();
      const identity = await this.#verify(() => credentials.secretFrom(source));
      await this.#openNew(await credentials.store.addSourced({ name, ...identity, source }));
    });
  }

  /** Copies the keys of a profile of the Aliyun CLI to where secrets are kept, and opens the profile made of them. */
  async importCliProfile(): Promise<void> {
    const { index, credentials } = this.#tools;
    const title = vscode.l10n.t("Import Profile from the Aliyun CLI");
    await this.#guarded(title, async () => {
      const cliProfile = await pickCliProfile(credentials.cliFile, title, ["AK", "StsToken"]);
      if (!cliProfile) return;
      const suggestion = plainText(cliProfile.name);
      const name = index.isTaken(suggestion) ? await askForName(index, title, suggestion) : suggestion;
      if (name === undefined) return;
      const secret = await credentials.secretFrom({ from: "cli", cliProfile: cliProfile.name });
      const identity = await this.#verify(async () => secret);
      const kind = secret.securityToken ? "sts" : "accessKey";
      await this.#openNew(await credentials.store.save({ name, kind, ...identity }, secret));
    });
  }

  /** Makes the profile of a row the active one, or lets the person choose it. */
  async switchProfile(row?: unknown): Promise<void> {
    const { index, sessions } = this.#tools;
    const clicked = profileOf(row);
    const shown = clicked === undefined ? undefined : sessions.find(clicked)?.profile;
    if (shown) {
      await this.#open(shown);
      return;
    }
    const active = sessions.active?.profile.id;
    const profiles = index.list();
    type Pick = vscode.QuickPickItem & { readonly act?: () => Promise<unknown> };
    const items: Pick[] = [
      ...profiles.map((profile) => ({ ...profileItem(profile, active), act: () => this.#open(profile) })),
      { label: "", kind: vscode.QuickPickItemKind.Separator },
      { label: `$(beaker) ${vscode.l10n.t("Demo account")}`, act: () => this.openDemo() },
      { label: `$(add) ${vscode.l10n.t("Add profile…")}`, act: () => this.addProfile() },
    ];
    const title = vscode.l10n.t("Switch Profile");
    const pick = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
    await pick?.act?.();
  }

  /** Renews in place the credentials of a row's profile, or of the active one, or of one the person chooses. */
  async renewProfile(row?: unknown): Promise<void> {
    const { index, sessions, credentials } = this.#tools;
    const title = vscode.l10n.t("Renew Credentials");
    const profiles = index.list();
    if (profiles.length === 0) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("There is no profile whose credentials could be renewed."),
      );
      return;
    }
    const wanted = profileOf(row) ?? sessions.active?.profile.id;
    const open = profiles.find(({ id }) => id === wanted);
    const profile = open ?? (await pickProfile(title, profiles, undefined));
    if (!profile) return;
    credentials.startAnew();
    await this.#guarded(title, async () => {
      await this.#renew(profile);
      void vscode.window.showInformationMessage(
        vscode.l10n.t("Renewed the credentials of the profile {0}.", plainText(profile.name)),
      );
      await sessions.resume(profile.id);
    });
  }

  /**
   * Asks the person to renew credentials that the service refused, until they are good or the person gives up. What is
   * under way waits meanwhile.
   */
  async askToRenew(profile: Profile, error: IpamError): Promise<boolean> {
    const { t } = vscode.l10n;
    const renew = profile.source ? t("Try Again") : t("Renew Credentials…");
    for (let problem = error; ; ) {
      this.#tools.log.error("Credentials refused", problem);
      const answer = await vscode.window.showErrorMessage(renewalText(profile, problem), renew);
      if (answer !== renew) return false;
      try {
        await this.#renew(profile);
        // What had waited for too long, and failed.
        void this.#tools.sessions.resume(profile.id);
        return true;
      } catch (thrown) {
        problem = toCredentialError(thrown);
        if (problem.reason === "cancelled" || isAbort(thrown)) return false;
      }
    }
  }

  /** Removes a profile and its secret, wherever that lies. */
  async removeProfile(row?: unknown): Promise<void> {
    const { index, credentials, sessions } = this.#tools;
    const profiles = index.list();
    if (profiles.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t("There is no profile to remove."));
      return;
    }
    const title = vscode.l10n.t("Remove Profile");
    const profile =
      profiles.find(({ id }) => id === profileOf(row)) ??
      (await pickProfile(title, profiles, sessions.active?.profile.id));
    if (!profile) return;
    const remove: vscode.MessageItem = { title: vscode.l10n.t("Remove") };
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t("Remove the profile {0}?", plainText(profile.name)),
      {
        modal: true,
        detail: removalText(profile, profiles),
      },
      remove,
    );
    if (answer !== remove) return;
    await this.#guarded(title, async () => {
      const wasShown = sessions.active?.profile.id === profile.id;
      sessions.close(profile.id);
      await credentials.store.remove(profile);
      void vscode.window.showInformationMessage(
        profile.source
          ? vscode.l10n.t("Removed the profile {0}.", plainText(profile.name))
          : vscode.l10n.t("Removed the profile {0} and its secret.", plainText(profile.name)),
      );
      const [next] = index.list();
      if (wasShown && next) await this.#open(next);
    });
  }

  /** Opens the demo account. */
  async openDemo(): Promise<void> {
    await this.#guarded(vscode.l10n.t("Demo account"), () => this.#tools.sessions.open(demoProfile));
  }

  /** Gets other credentials for a profile and has STS verify that they belong to its account. Throws. */
  async #renew(profile: Profile): Promise<void> {
    const { credentials, log } = this.#tools;
    const secret = profile.source
      ? undefined
      : await askForKey(vscode.l10n.t("Renew Credentials"), profile.kind === "sts" ? "sts" : "accessKey");
    if (!profile.source && !secret) throw new CredentialFault({ reason: "cancelled", profile: profile.name });
    const { accountId, arn } = await this.#verify(async () => secret ?? credentials.loadAnew(profile));
    if (accountId !== profile.accountId) {
      throw new SourceFault({ reason: secret ? "otherAccount" : "accountChanged", subject: accountId });
    }
    if (secret) await credentials.store.replace(profile, secret, arn);
    credentials.renewed(profile);
    log.info(`Credentials renewed: account ${profile.accountId}.`);
  }

  async #open(profile: Profile): Promise<void> {
    await this.#guarded(vscode.l10n.t("Switch Profile"), async () => {
      this.#tools.credentials.startAnew();
      if (profile.kind !== "demo") await this.#tools.index.setActive(profile.id);
      await this.#tools.sessions.open(profile);
    });
  }

  /** The account behind credentials, which may take a program or a request of their own to get. */
  async #verify(secret: () => Promise<Secret>): Promise<Pick<CallerIdentity, "accountId" | "arn">> {
    return withProgress(vscode.l10n.t("Verifying the credentials…"), async (signal) => {
      const [region = "cn-hangzhou"] = settings.regions();
      const cloud = await this.#tools.cloud();
      const given = await untilAborted(secret(), signal);
      const { accountId, arn } = await cloud.callerIdentity(async () => given, region, { signal });
      return { accountId, arn };
    });
  }

  async #openNew(profile: Profile): Promise<void> {
    const { index, sessions, log } = this.#tools;
    await index.setActive(profile.id);
    await sessions.open(profile);
    const place = profile.source ? `credentials from ${profile.source.from}` : `secret kept in ${profile.store}`;
    log.info(`Profile added: account ${profile.accountId}, ${place}.`);
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Signed in as account {0}. {1}", profile.accountId, profileText(profile)),
    );
  }

  async #guarded(title: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      // The person has stopped waiting.
      if (isAbort(thrown)) return;
      const error = thrown instanceof IpamError ? thrown : toCredentialError(thrown);
      if (error.reason === "cancelled") return;
      this.#tools.log.error(title, error);
      const showLog = vscode.l10n.t("Show Log");
      const answer = await vscode.window.showErrorMessage(explain(error).text, showLog);
      if (answer === showLog) this.#tools.log.show();
    }
  }
}

/** The profile that a row of the tree belongs to. */
function profileOf(row: unknown): string | undefined {
  if (typeof row !== "object" || row === null || !("profile" in row)) return undefined;
  const { profile } = row;
  if (typeof profile === "string") return profile;
  return typeof profile === "object" && profile !== null && "id" in profile ? String(profile.id) : undefined;
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === "AbortError";
}

function profileItem(profile: Profile, active: string | undefined): vscode.QuickPickItem {
  const icon = profile.id === active ? "$(check)" : "$(account)";
  return {
    label: `${icon} ${plainText(profile.name)}`,
    description: plainText(profile.accountId),
    detail: profileText(profile),
  };
}

async function pickProfile(
  title: string,
  profiles: readonly Profile[],
  active: string | undefined,
): Promise<Profile | undefined> {
  const items = profiles.map((profile) => ({ ...profileItem(profile, active), profile }));
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return picked?.profile;
}

/** What was refused, of which profile, and what has to be done about it where the credentials come from. */
function renewalText(profile: Profile, error: IpamError): string {
  const { t } = vscode.l10n;
  const { what, requestId } = explain(error);
  const name = plainText(profile.name);
  return [
    what,
    profile.source
      ? t("Renew them where the profile {0} has them from, then try again: what is under way waits.", name)
      : t("Renew the credentials of the profile {0}: what is under way waits.", name),
    profile.source ? profileText(profile) : "",
    requestId ? t("RequestId: {0}", requestId) : "",
  ]
    .filter(Boolean)
    .join(" ");
}

function removalText(profile: Profile, profiles: readonly Profile[]): string {
  const { t } = vscode.l10n;
  const { id, source } = profile;
  const accountId = plainText(profile.accountId);
  const sentence = source
    ? t(
        "Account {0}. Nothing changes where its credentials come from, nor in the cloud. {1}",
        accountId,
        profileText(profile),
      )
    : t("Account {0}. Its secret is deleted too; nothing changes in the cloud. {1}", accountId, profileText(profile));
  const dependents = profiles.filter((other) => other.source?.from === "role" && other.source.base === id);
  if (dependents.length === 0) return sentence;
  const names = dependents.map(({ name }) => plainText(name)).join(", ");
  return [sentence, t("These profiles assume their role with it and stop working: {0}", names)].join("\n\n");
}

function withProgress<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const cancellation = new AbortController();
  const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
  return Promise.resolve(
    vscode.window.withProgress(options, (_progress, token) => {
      token.onCancellationRequested(() => cancellation.abort());
      return work(cancellation.signal);
    }),
  );
}
