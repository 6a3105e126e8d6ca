import type { Secret } from "./Secret.ts";
import type { SecretVault } from "./SecretVault.ts";

/** Keeps secrets in memory until VS Code closes. */
export class MemoryVault implements SecretVault {
  readonly store = "session";
  readonly #secrets = new Map<string, Secret>();

  async get(profileId: string): Promise<Secret | undefined> {
    return this.#secrets.get(profileId);
  }

  async set(profileId: string, secret: Secret): Promise<void> {
    this.#secrets.set(profileId, secret);
  }

  async delete(profileId: string): Promise<void> {
    this.#secrets.delete(profileId);
  }
}
