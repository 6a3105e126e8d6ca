import type { KeychainFault, KeychainFaultReason } from "./KeychainFault.ts";
import type { StoreName } from "./Profile.ts";

/** Why a secret cannot be had or kept. `lost` means: sign in again. */
export type CredentialFaultReason = KeychainFaultReason | "cancelled" | "nameTaken" | "leftover";

/** What is known of it beyond its reason. Never holds a secret. */
export interface CredentialFaultDetail {
  readonly reason: CredentialFaultReason;
  /** Name of the profile, as the person gave it. */
  readonly profile: string;
  /** The store that was asked. */
  readonly store?: StoreName | undefined;
  /** The store the person chose instead: signing in again puts the secret there. */
  readonly instead?: StoreName | undefined;
  /** What the vault said, with its remedy. */
  readonly fault?: KeychainFault | undefined;
}

const sentences: Readonly<Record<CredentialFaultReason, string>> = {
  missing: "The keychain cannot be used here, so that the secret of this profile cannot be read or kept.",
  locked: "The keychain is locked. Unlock it and try again.",
  refused: "The keychain refused access. Allow it and try again.",
  lost: "The secret of this profile is not there any more. Sign in again.",
  full: "The keychain does not take the secret of this profile.",
  unknown: "The secret of this profile cannot be read or kept.",
  cancelled: "No store was chosen for the secret of this profile.",
  nameTaken: "Another profile has this name. Choose another name.",
  leftover: "The profile is removed, but its secret may remain in the store. Remove it there.",
};

const brand = Symbol.for("alicloud-ipam-explorer.CredentialFault");

/** Every failure to have, keep or delete a secret. The UI maps reason and detail to sentences; the text is for the log. */
export class CredentialFault extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && brand in value;
  }

  readonly [brand] = true;
  readonly detail: CredentialFaultDetail;

  constructor(detail: CredentialFaultDetail) {
    const { reason, profile, store, fault } = detail;
    const facts = [`profile ${profile}`, store && `store ${store}`, fault?.detail].filter(Boolean).join(", ");
    super(`${sentences[reason]} (${facts})`);
    this.name = "CredentialFault";
    this.detail = detail;
  }

  get reason(): CredentialFaultReason {
    return this.detail.reason;
  }
}
