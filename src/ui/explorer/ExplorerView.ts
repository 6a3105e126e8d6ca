import * as vscode from "vscode";
import type { ContentsFilter } from "../../ipam/ContentsFilter.ts";
import type { Session } from "../accounts/Session.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { plainText } from "../common/plainText.ts";
import type { ExplorerNode } from "./ExplorerNode.ts";
import type { ExplorerTree } from "./ExplorerTree.ts";

/** The view around the tree: which account it shows, and that a demo is a demo. */
export class ExplorerView implements vscode.Disposable {
  readonly #view: vscode.TreeView<ExplorerNode>;
  readonly #tree: ExplorerTree;
  readonly #updates: { dispose(): void };
  #demo = false;
  #filter = "";

  constructor(view: vscode.TreeView<ExplorerNode>, tree: ExplorerTree, sessions: Sessions) {
    this.#view = view;
    this.#tree = tree;
    this.#updates = sessions.onDidChange((session) => this.#show(session));
  }

  dispose(): void {
    this.#updates.dispose();
  }

  /** Says that a filter is on, as long as it is. */
  filter(filter: ContentsFilter): void {
    this.#filter = filter.text;
    this.#tree.filter(filter);
    this.#showMessage();
  }

  #showMessage(): void {
    const { t } = vscode.l10n;
    this.#view.message = [
      this.#demo ? t("Demo account: simulated, nothing reaches Alibaba Cloud.") : "",
      this.#filter === "" ? "" : t("Filter: {0}", plainText(this.#filter)),
    ]
      .filter(Boolean)
      .join("\n");
  }

  #show(session: Session | undefined): void {
    void vscode.commands.executeCommand("setContext", "ipamExplorer.open", session !== undefined);
    this.#demo = session?.profile.kind === "demo";
    this.#view.description = session ? plainText(`${session.profile.name} · ${session.profile.accountId}`) : "";
    this.#showMessage();
    this.#tree.show(session && { inventory: session.inventory, profile: session.profile });
  }
}
