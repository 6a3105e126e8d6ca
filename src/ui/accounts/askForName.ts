import * as vscode from "vscode";
import type { ProfileIndex } from "../../credentials/ProfileIndex.ts";

/** Asks for the name of a new profile. Undefined when the person gives up. */
export async function askForName(index: ProfileIndex, title: string, value = ""): Promise<string | undefined> {
  const { t } = vscode.l10n;
  const name = await vscode.window.showInputBox({
    title,
    value,
    prompt: t("A name for this account, such as production"),
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === "") return t("The profile needs a name.");
      return index.isTaken(text) ? t("A profile of that name exists already.") : undefined;
    },
  });
  return name?.trim();
}
