import { KeychainFault, type KeychainFaultReason, type KeychainRemedy } from "./KeychainFault.ts";
import type { Secret } from "./Secret.ts";
import { withoutSecret } from "./withoutSecret.ts";

/**
 * The words of the systems, in the order they are looked for: libsecret and GNOME's keyring, then macOS (texts of
 * SecCopyErrorMessageString), then Windows (FormatMessage). Keytar hands on the text alone, and each system may say it
 * in the person's language: what is not found here is judged by behaviour, see KeytarVault.
 */
const words: readonly (readonly [RegExp, KeychainFaultReason, KeychainRemedy])[] = [
  // libsecret holds on to the keyring it first spoke to, and does not find the one that was started after it.
  [/name :[\d.]+ was not provided|session wrapping the secret does not exist/i, "missing", "reloadWindow"],
  [/org\.freedesktop\.secrets|ServiceUnknown|Error\.Spawn/i, "missing", "startSecretService"],
  [/D-?Bus|could not connect|connection (refused|reset)|connection is closed/i, "missing", "startSessionBus"],
  [/locked collection|is locked|object does not exist at path/i, "locked", "unlock"],
  [/was dismissed/i, "refused", "allowAccess"],
  // The keyring cannot write its file: the disk is full, or the home read-only.
  [/error occurred on the device|no space left/i, "full", "makeRoom"],
  [/user interaction is not allowed/i, "locked", "unlock"],
  [
    /user cancell?ed|name or passphrase you entered is not correct|no access|write permission/i,
    "refused",
    "allowAccess",
  ],
  [/keychain could not be found/i, "missing", "readDetail"],
  [/logon session does not exist/i, "missing", "readDetail"],
  [/access is denied/i, "refused", "allowAccess"],
  [/stub received bad data|not enough (memory|storage|quota|space)/i, "full", "makeRoom"],
];

/** What a failed call of keytar means. The secret of the call is taken out of the text. */
export function keychainFaultOf(error: unknown, call: string, secret?: Secret): KeychainFault {
  if (error instanceof KeychainFault) return error;
  const text = withoutSecret(error, secret);
  const [, reason, remedy] = words.find(([pattern]) => pattern.test(text)) ?? [undefined, "unknown", "readDetail"];
  return new KeychainFault(reason, remedy, `${call}: ${text === "" ? "it gave no reason" : text}`);
}
