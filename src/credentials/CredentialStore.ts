import type { Clock } from "../ipam/Clock.ts";
import { systemClock } from "../ipam/systemClock.ts";
import { untilAborted } from "../ipam/untilAborted.ts";
import { CredentialFault } from "./CredentialFault.ts";
import { KeychainFault } from "./KeychainFault.ts";
import type { Profile, StoreName } from "./Profile.ts";
import type { ProfileIndex } from "./ProfileIndex.ts";
import type { ProfileSource } from "./ProfileSource.ts";
import { RecentSecrets } from "./RecentSecrets.ts";
import type { Secret } from "./Secret.ts";
import type { SecretVault } from "./SecretVault.ts";

/** What a profile is made from; the store gives it its id, its place and its date. */
export type ProfileDraft = Pick<Profile, "name" | "kind" | "accountId" | "arn">;

/** What a profile is made from whose credentials a source gives. */
export type SourcedDraft = Pick<Profile, "name" | "accountId" | "arn"> & { readonly source: ProfileSource };

/** A store to use in the keychain's place. */
export type Fallback = "vscode" | "session";

/** The person, asked about a keychain that cannot be used. */
export interface KeychainQuestions {
  /**
   * What to do: use one of the offered stores until the window closes, try again, or (undefined) neither. It is called
   * once at a time.
   */
  askAboutFault(fault: KeychainFault, offered: readonly Fallback[]): Promise<Fallback | "retry" | undefined>;
}

type Answer = Awaited<ReturnType<KeychainQuestions["askAboutFault"]>>;

/** What the store is made from. */
export interface CredentialStoreTools {
  /** Where new secrets go. Asked each time. */
  readonly setting: () => "auto" | "keychain" | "vscode" | "session";
  readonly index: ProfileIndex;
  /** Makes the keychain's vault; called at first use, so that nothing native is loaded before. */
  readonly loadKeychain: () => Promise<SecretVault>;
  readonly secretStorage: SecretVault;
  readonly memory: SecretVault;
  readonly person: KeychainQuestions;
  readonly clock?: Clock;
  readonly randomId?: () => string;
}

/** How long a secret stays in memory after its last use, in milliseconds: longer than reading all regions takes. */
const memoryTime = 5 * 60_000;
/** How long a failed read stands for those after it, in milliseconds: each try may open a prompt of the system. */
const failureTime = 5_000;

/**
 * Decides where secrets go and where they are read, by the setting:
 *
 * - `auto` and `keychain`: the OS keychain. When it cannot be used the person is asked, once per window, and the answer
 *   holds until the window closes. `auto` offers VS Code's secret storage and this window's memory; `keychain` offers the
 *   memory alone, which leaves nothing outside the keychain.
 * - `vscode`, `session`: that store, and nothing is asked.
 *
 * The setting decides for new secrets. One that is kept already is read and deleted where it lies. Nothing falls back
 * without the person's word, and nothing is ever written to a plain file.
 */
export class CredentialStore {
  readonly #tools: CredentialStoreTools;
  readonly #recent: RecentSecrets;
  readonly #clock: Clock;
  readonly #loads = new Map<string, Promise<Secret>>();
  readonly #failures = new Map<string, { readonly error: unknown; readonly until: number }>();
  #keychain: Promise<SecretVault> | undefined;
  #question: Promise<Answer> | undefined;
  #fallback: Fallback | undefined;
  /** The person said "neither": reads do not ask again, a sign-in does. */
  #declined = false;
  #retries = 0;

  constructor(tools: CredentialStoreTools) {
    this.#tools = tools;
    this.#clock = tools.clock ?? systemClock;
    this.#recent = new RecentSecrets(this.#clock, memoryTime);
  }

  /**
   * Keeps the secret of a new profile and adds the profile to the index. Throws a {@link CredentialFault}: `nameTaken`
   * before anything is stored, `cancelled` when the person chose no store.
   */
  async save(draft: ProfileDraft, secret: Secret): Promise<Profile> {
    const { index } = this.#tools;
    if (index.isTaken(draft.name)) throw new CredentialFault({ reason: "nameTaken", profile: draft.name });
    const id = this.#newId();
    const vault = await this.#keep(id, draft.name, secret);
    const { name, kind, accountId, arn } = draft;
    const addedAt = new Date(this.#clock.now()).toISOString();
    const profile: Profile = { id, name, kind, accountId, ...(arn && { arn }), store: vault.store, addedAt };
    try {
      await index.add(profile);
    } catch (error) {
      // The index's fault is the one to tell.
      await vault.delete(id).catch(() => {});
      throw error;
    }
    this.#recent.keep(id, secret);
    return profile;
  }

  /**
   * Keeps renewed credentials of a profile in place of those it had, where new secrets go now. Throws a
   * {@link CredentialFault}: `cancelled` when the person chose no store; the profile then stays as it was.
   * @param arn who the new credentials belong to, as STS gave it
   */
  async replace(profile: Profile, secret: Secret, arn: string | undefined): Promise<Profile> {
    const { id, name, store: former } = profile;
    const { store } = await this.#keep(id, name, secret);
    const { arn: _, ...rest } = profile;
    const replaced: Profile = { ...rest, ...(arn && { arn }), store };
    await this.#tools.index.replace(replaced);
    this.forget(id);
    this.#recent.keep(id, secret);
    // A keychain that could not be used has lost the secret, or keeps one that the service refuses.
    if (former !== store && former !== "none") await (await this.#vault(former)).delete(id).catch(() => {});
    return replaced;
  }

  /** Adds a profile for which nothing is kept to the index. Throws a {@link CredentialFault} `nameTaken`. */
  async addSourced({ name, accountId, arn, source }: SourcedDraft): Promise<Profile> {
    const id = this.#newId();
    const addedAt = new Date(this.#clock.now()).toISOString();
    const profile = {
      id,
      name,
      kind: "sourced",
      accountId,
      ...(arn && { arn }),
      store: "none",
      source,
      addedAt,
    } as const;
    await this.#tools.index.add(profile);
    return profile;
  }

  /**
   * The secret of a profile, from where it lies. Callers at once share one read, and the secret stays in memory until
   * five minutes after its last use. A failure holds for five seconds. An abort ends the wait with the signal's reason.
   * Throws a {@link CredentialFault}: `lost` when the person has to sign in again.
   */
  async load(profile: Profile, signal?: AbortSignal): Promise<Secret> {
    signal?.throwIfAborted();
    const recent = this.#recent.use(profile.id);
    if (recent) return recent;
    const failure = this.#failures.get(profile.id);
    if (failure && this.#clock.now() < failure.until) throw failure.error;
    const load = this.#loads.get(profile.id) ?? this.#startLoad(profile);
    return untilAborted(load, signal);
  }

  /**
   * Removes a profile and its secret. The profile leaves the index whatever the vault says; throws a
   * {@link CredentialFault} `leftover` afterwards when the secret may remain in its store.
   */
  async remove(profile: Profile): Promise<void> {
    this.forget(profile.id);
    const { id, name, store } = profile;
    let fault: KeychainFault | undefined;
    if (store !== "none") {
      try {
        await (await this.#vault(store)).delete(id);
      } catch (error) {
        fault = toFault(error);
      }
    }
    await this.#tools.index.remove(id);
    if (fault && store !== "none") throw new CredentialFault({ reason: "leftover", profile: name, store, fault });
  }

  /** Drops what memory holds of a profile's secret, as when the service refused it; the next load reads it anew. */
  forget(profileId: string): void {
    this.#recent.forget(profileId);
    this.#loads.delete(profileId);
    this.#failures.delete(profileId);
  }

  /** Drops all secrets from memory. */
  dispose(): void {
    this.#recent.forgetAll();
    this.#loads.clear();
  }

  #newId(): string {
    return (this.#tools.randomId ?? (() => crypto.randomUUID()))();
  }

  #startLoad(profile: Profile): Promise<Secret> {
    const load = this.#read(profile);
    this.#loads.set(profile.id, load);
    const isCurrent = () => this.#loads.get(profile.id) === load;
    load.then(
      (secret) => {
        if (!isCurrent()) return;
        this.#loads.delete(profile.id);
        this.#recent.keep(profile.id, secret);
      },
      (error: unknown) => {
        if (!isCurrent()) return;
        this.#loads.delete(profile.id);
        this.#failures.set(profile.id, { error, until: this.#clock.now() + failureTime });
      },
    );
    return load;
  }

  async #read({ id, name: profile, store }: Profile): Promise<Secret> {
    if (store === "none") throw new Error("No secret is kept for a sourced profile.");
    for (;;) {
      const retries = this.#retries;
      try {
        const secret = await (await this.#vault(store)).get(id);
        if (secret) return secret;
        throw new CredentialFault({ reason: "lost", profile, store });
      } catch (error) {
        if (error instanceof CredentialFault) throw error;
        const fault = toFault(error);
        const answer = store === "keychain" && fault.reason !== "lost" ? await this.#answer(fault, retries) : undefined;
        // No other store holds this secret: the person has to sign in again, and then the chosen one will.
        if (answer !== "retry") {
          throw new CredentialFault({ reason: fault.reason, profile, store, instead: answer, fault });
        }
      }
    }
  }

  /** Puts a secret where new ones go; returns the vault that took it. */
  async #keep(id: string, profile: string, secret: Secret): Promise<SecretVault> {
    const setting = this.#tools.setting();
    this.#declined = false;
    for (;;) {
      const store = setting === "vscode" || setting === "session" ? setting : (this.#chosen() ?? "keychain");
      const retries = this.#retries;
      try {
        const vault = await this.#vault(store);
        await vault.set(id, secret);
        return vault;
      } catch (error) {
        const fault = toFault(error);
        if (store !== "keychain") throw new CredentialFault({ reason: fault.reason, profile, store, fault });
        const answer = await this.#answer(fault, retries);
        if (!answer) throw new CredentialFault({ reason: "cancelled", profile, store, fault });
      }
    }
  }

  /** The person's answer to a fault: one that holds, one to a question under way, or one to a new question. */
  async #answer(fault: KeychainFault, retriesBefore: number): Promise<Answer> {
    if (this.#declined) return undefined;
    const fallback = this.#chosen();
    if (fallback) return fallback;
    // The person asked for another try while this one was under way.
    if (this.#retries > retriesBefore) return "retry";
    this.#question ??= this.#ask(fault).finally(() => {
      this.#question = undefined;
    });
    return this.#question;
  }

  async #ask(fault: KeychainFault): Promise<Answer> {
    const answer = await this.#tools.person.askAboutFault(fault, this.#offered());
    if (answer === "retry") this.#retries += 1;
    else if (answer) this.#fallback = answer;
    else this.#declined = true;
    return answer;
  }

  /** The store the person chose, as long as the setting offers it. */
  #chosen(): Fallback | undefined {
    return this.#offered().find((store) => store === this.#fallback);
  }

  #offered(): readonly Fallback[] {
    return this.#tools.setting() === "keychain" ? ["session"] : ["vscode", "session"];
  }

  async #vault(store: StoreName): Promise<SecretVault> {
    if (store === "vscode") return this.#tools.secretStorage;
    if (store === "session") return this.#tools.memory;
    this.#keychain ??= this.#tools.loadKeychain();
    try {
      return await this.#keychain;
    } catch (error) {
      this.#keychain = undefined;
      throw error;
    }
  }
}

function toFault(error: unknown): KeychainFault {
  if (error instanceof KeychainFault) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new KeychainFault("unknown", "readDetail", text);
}
