import type { Fallback } from "../../../src/credentials/CredentialStore.ts";
import type { Profile } from "../../../src/credentials/Profile.ts";

/** What a driver of the credential store starts with. */
export interface DriverSettings {
  readonly setting: "auto" | "keychain" | "vscode" | "session";
  /** Limit of one call of the keychain, in milliseconds. */
  readonly timeLimit: number;
}

/** Keys in the open. */
export interface Keys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

/** Something to do. */
export type DriverTask =
  | { readonly act: "save"; readonly name: string; readonly keys: Keys }
  | { readonly act: "load" | "remove" | "deleteEntry"; readonly profile: Profile }
  | { readonly act: "list" | "readFile" };

/** What a driver is told. */
export type DriverRequest = DriverTask & { readonly id: number };

/** How it went. `text` is all that an inspection of the error shows. */
export type DriverOutcome =
  | { readonly value: unknown }
  | {
      readonly fault: {
        readonly reason: string | undefined;
        readonly remedy: string | undefined;
        readonly instead: string | undefined;
        readonly text: string;
      };
    };

/** What the person is asked. */
export interface DriverQuestion {
  readonly reason: string;
  readonly remedy: string;
  readonly detail: string;
  readonly offered: readonly Fallback[];
}

/** What the person answers; undefined dismisses the question. */
export interface DriverAnswer {
  readonly answer: Fallback | "retry" | undefined;
}
