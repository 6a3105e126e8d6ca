/**
 * Why a keychain did not do what was asked.
 *
 * `missing`: no native library, no session bus, or no program that offers a keychain. `locked`: it is there, and does
 * not open. `refused`: a person or a policy said no. `lost`: it answers, and what it should hold is gone in part or is
 * not what was stored. `full`: it takes no more, or not as much at once.
 */
export type KeychainFaultReason = "missing" | "locked" | "refused" | "lost" | "full" | "unknown";

/** What a person can do about it. */
export type KeychainRemedy =
  | "installLibsecret"
  | "startSessionBus"
  | "startSecretService"
  | "reloadWindow"
  | "useSupportedPlatform"
  | "unlock"
  | "allowAccess"
  | "signInAgain"
  | "makeRoom"
  | "readDetail";

const brand = Symbol.for("alicloud-ipam-explorer.KeychainFault");

/** A failure of a vault. Its text says what was observed and never holds a secret. */
export class KeychainFault extends Error {
  /** The bundles of the extension each carry a copy of this class; all of them make KeychainFaults. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && brand in value;
  }

  readonly [brand] = true;
  readonly reason: KeychainFaultReason;
  readonly remedy: KeychainRemedy;
  /** What was observed, in English around the system's own words. Text from outside: escape it before it is rendered. */
  readonly detail: string;

  constructor(reason: KeychainFaultReason, remedy: KeychainRemedy, detail: string) {
    super(`Keychain ${reason}: ${detail}`);
    this.name = "KeychainFault";
    this.reason = reason;
    this.remedy = remedy;
    this.detail = detail;
  }
}
