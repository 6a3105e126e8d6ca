import * as vscode from "vscode";
import type { CredentialFaultReason } from "../../credentials/CredentialFault.ts";
import type { KeychainRemedy } from "../../credentials/KeychainFault.ts";
import type { StoreName } from "../../credentials/Profile.ts";

/** What is known of a profile's secret that cannot be had or kept. */
export interface SecretTrouble {
  readonly reason: CredentialFaultReason;
  readonly remedy?: KeychainRemedy | undefined;
  /** The store that was asked; the keychain unless given. */
  readonly store?: StoreName | undefined;
}

/** What is wrong with a profile's secret or its keychain, and how to mend it. */
export function keychainText({ reason, remedy, store = "keychain" }: SecretTrouble): {
  readonly what: string;
  readonly advice: string;
} {
  return { what: whatText(reason, store), advice: adviceText(reason, remedy) };
}

function whatText(reason: CredentialFaultReason, store: StoreName): string {
  const { t } = vscode.l10n;
  switch (reason) {
    case "missing":
      return t("No keychain can be used on this machine.");
    case "locked":
      return t("The keychain is locked.");
    case "refused":
      return t("The keychain refused access.");
    case "full":
      return t("The keychain does not take the secret of this profile.");
    case "unknown":
      return t("The keychain failed.");
    case "lost":
      if (store === "session") return t("The secret of this profile was kept in memory, and VS Code has closed since.");
      return store === "vscode"
        ? t("VS Code's secret storage no longer holds the secret of this profile.")
        : t("The keychain no longer holds the secret of this profile.");
    case "nameTaken":
      return t("A profile of that name exists already.");
    case "leftover":
      return t(
        "The profile is removed, but its secret may still be in the keychain, under the name alicloud-ipam-explorer.",
      );
    case "cancelled":
      return t("Nothing was kept.");
  }
}

function adviceText(reason: CredentialFaultReason, remedy: KeychainRemedy | undefined): string {
  const { t } = vscode.l10n;
  switch (remedy) {
    case "installLibsecret":
      return t(
        "Install the library libsecret (on Debian and Ubuntu the package libsecret-1-0), then reload the window.",
      );
    case "startSessionBus":
      return t("VS Code was started without a D-Bus session. Start it from the desktop, or within dbus-run-session.");
    case "startSecretService":
      return t("Install and start a keyring such as gnome-keyring or KWallet, then try again.");
    case "reloadWindow":
      return t("The keyring was started anew. Reload the window, then try again.");
    case "useSupportedPlatform":
      return t("There is no keychain module for this kind of machine.");
    case "unlock":
      return t("Unlock it in the operating system, then try again.");
    case "allowAccess":
      return t("Allow VS Code to use it in the settings of the operating system, then try again.");
    case "makeRoom":
      return t("It has no room left, or takes no secret of this length.");
    case "signInAgain":
      return t("Remove the profile and add it again.");
    case "readDetail":
      return t("The log has its own words.");
    case undefined:
      return adviceOf(reason);
  }
}

/** Advice where no keychain said more. */
function adviceOf(reason: CredentialFaultReason): string {
  const { t } = vscode.l10n;
  switch (reason) {
    case "lost":
      return t("Remove the profile and add it again.");
    case "nameTaken":
      return t("Choose another name.");
    case "leftover":
      return t("Once the keychain works again, delete the entry with the operating system's own tool.");
    case "cancelled":
      return "";
    default:
      return t("The log has its own words.");
  }
}
