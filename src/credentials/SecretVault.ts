import type { StoreName } from "./Profile.ts";
import type { Secret } from "./Secret.ts";

/** One place that keeps secrets, by the id of their profile. What it cannot do it throws as a `KeychainFault`. */
export interface SecretVault {
  readonly store: StoreName;
  /** The secret; undefined when the vault answers, is not locked, and has none. */
  get(profileId: string, signal?: AbortSignal): Promise<Secret | undefined>;
  /** Keeps a secret, in place of any before it. */
  set(profileId: string, secret: Secret): Promise<void>;
  /** Deletes a secret; there may be none. */
  delete(profileId: string): Promise<void>;
}
