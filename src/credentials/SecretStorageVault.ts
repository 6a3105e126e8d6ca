import { KeychainFault } from "./KeychainFault.ts";
import { Secret } from "./Secret.ts";
import type { SecretVault } from "./SecretVault.ts";
import { withoutSecret } from "./withoutSecret.ts";

/** What this vault needs of VS Code's secret storage. */
export interface SecretStorage {
  get(key: string): PromiseLike<string | undefined>;
  store(key: string, value: string): PromiseLike<void>;
  delete(key: string): PromiseLike<void>;
}

/** Keeps secrets in VS Code's own secret storage, which encrypts them with a key of the operating system's keychain. */
export class SecretStorageVault implements SecretVault {
  readonly store = "vscode";
  readonly #storage: SecretStorage;

  constructor(storage: SecretStorage) {
    this.#storage = storage;
  }

  async get(profileId: string): Promise<Secret | undefined> {
    const text = await this.#call(() => this.#storage.get(keyOf(profileId)));
    if (text === undefined) return undefined;
    const secret = Secret.parse(text);
    if (!secret) throw new KeychainFault("lost", "signInAgain", "VS Code's secret storage holds something else.");
    return secret;
  }

  async set(profileId: string, secret: Secret): Promise<void> {
    await this.#call(() => this.#storage.store(keyOf(profileId), secret.serialise()), secret);
  }

  async delete(profileId: string): Promise<void> {
    await this.#call(() => this.#storage.delete(keyOf(profileId)));
  }

  async #call<T>(work: () => PromiseLike<T>, secret?: Secret): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw new KeychainFault("unknown", "readDetail", `VS Code's secret storage: ${withoutSecret(error, secret)}`);
    }
  }
}

function keyOf(profileId: string): string {
  return `profile/${profileId}`;
}
