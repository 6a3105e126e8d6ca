import * as vscode from "vscode";
import { commandId } from "../common/commandId.ts";
import { plainText } from "../common/plainText.ts";
import type { Session } from "./Session.ts";
import type { Sessions } from "./Sessions.ts";

/** The status bar entry with profile and account; a click switches. Absent while no account is open. */
export class StatusBarEntry implements vscode.Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #sessions: Sessions;
  readonly #updates: { dispose(): void };

  constructor(sessions: Sessions) {
    this.#item = vscode.window.createStatusBarItem("ipamExplorer.profile", vscode.StatusBarAlignment.Left);
    this.#item.name = vscode.l10n.t("IPAM Profile");
    this.#item.command = commandId.switchProfile;
    this.#sessions = sessions;
    this.#updates = sessions.onDidChangeShown(() => this.#show(sessions.active));
  }

  dispose(): void {
    this.#updates.dispose();
    this.#item.dispose();
  }

  #show(session: Session | undefined): void {
    if (!session) {
      this.#item.hide();
      return;
    }
    const { kind } = session.profile;
    const name = plainText(session.profile.name);
    const accountId = plainText(session.profile.accountId);
    const demo = kind === "demo";
    const beside = this.#sessions.shown.length - 1;
    const more = beside > 0 ? ` (+${beside})` : "";
    this.#item.text = demo
      ? `$(beaker) ${vscode.l10n.t("IPAM demo: {0}", name)}${more}`
      : `$(type-hierarchy) ${name} · ${accountId}${more}`;
    this.#item.tooltip = [
      demo
        ? vscode.l10n.t("Simulated account {0}. Nothing reaches Alibaba Cloud. Click to switch.", accountId)
        : vscode.l10n.t("IPAM profile {0}, account {1}. Click to switch.", name, accountId),
      beside > 0 ? vscode.l10n.t("Accounts shown beside it: {0}", beside) : "",
    ]
      .filter(Boolean)
      .join(" ");
    const said = demo ? [vscode.l10n.t("IPAM demo: {0}", name), this.#item.tooltip] : [this.#item.tooltip];
    this.#item.accessibilityInformation = { label: said.join(". ") };
    this.#item.show();
  }
}
