import * as vscode from "vscode";
import type { Fallback, KeychainQuestions } from "../../credentials/CredentialStore.ts";
import type { Log } from "../common/Log.ts";
import { keychainText } from "./keychainText.ts";

/** Tells the person what is wrong with the keychain and asks what to do; nothing falls back silently. */
export function askAboutKeychain(log: Log): KeychainQuestions {
  const askAboutFault: KeychainQuestions["askAboutFault"] = async (fault, offered) => {
    log.error("Keychain", fault);
    const { what, advice } = keychainText(fault);
    type Choice = vscode.MessageItem & { readonly answer: Fallback | "retry" };
    const titles: Readonly<Record<Fallback, string>> = {
      vscode: vscode.l10n.t("Use VS Code's Secret Storage"),
      session: vscode.l10n.t("Keep in Memory Until VS Code Closes"),
    };
    const choices: Choice[] = [
      { title: vscode.l10n.t("Try Again"), answer: "retry" },
      ...offered.map((store) => ({ title: titles[store], answer: store })),
    ];
    const detail = [
      advice,
      vscode.l10n.t(
        "Secrets are never written to a plain file. What should be used instead? The answer holds until VS Code closes.",
      ),
    ].join("\n\n");
    const chosen = await vscode.window.showWarningMessage(what, { modal: true, detail }, ...choices);
    return chosen?.answer;
  };
  return { askAboutFault };
}
