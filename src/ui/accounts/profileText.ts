import * as vscode from "vscode";
import type { Profile } from "../../credentials/Profile.ts";
import type { ProfileSource } from "../../credentials/ProfileSource.ts";
import { plainText } from "../common/plainText.ts";

/** Where a profile's secret lies, or what gives its credentials, as a sentence. */
export function profileText({ store, source }: Pick<Profile, "store" | "source">): string {
  if (source) return sourceText(source);
  switch (store) {
    case "vscode":
      return vscode.l10n.t("Its secret is in VS Code's secret storage.");
    case "session":
      return vscode.l10n.t("Its secret is in memory until VS Code closes.");
    default:
      return vscode.l10n.t("Its secret is in the keychain of the operating system.");
  }
}

function sourceText(source: ProfileSource): string {
  switch (source.from) {
    case "cli":
      return vscode.l10n.t(
        "Its credentials come from the profile {0} of the Aliyun CLI.",
        plainText(source.cliProfile),
      );
    case "environment":
      return vscode.l10n.t("Its credentials come from the environment of VS Code.");
    case "role":
      return vscode.l10n.t("It assumes the role {0}.", plainText(source.roleArn));
  }
}
