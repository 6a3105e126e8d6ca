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
  readonly #sessions: Sessions;
  readonly #updates: { dispose(): void };
  #demo = false;
  #filter = "";

  constructor(view: vscode.TreeView<ExplorerNode>, tree: ExplorerTree, sessions: Sessions) {
    this.#view = view;
    this.#tree = tree;
    this.#sessions = sessions;
    this.#updates = sessions.onDidChangeShown(() => this.#show());
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

  #show(): void {
    const { active, shown } = this.#sessions;
    void vscode.commands.executeCommand("setContext", "ipamExplorer.open", active !== undefined);
    this.#demo = active?.profile.kind === "demo";
    this.#view.description = plainText(descriptionOf(active, shown.length));
    this.#showMessage();
    this.#tree.show(
      shown.map(({ inventory, profile: { id, name, accountId, kind } }) => ({
        inventory,
        profile: { id, name, accountId, isActive: id === active?.profile.id, isDemo: kind === "demo" },
      })),
    );
  }
}

function descriptionOf(active: Session | undefined, shown: number): string {
  if (shown > 1) return vscode.l10n.t("{0} accounts", shown);
  return active ? `${active.profile.name} · ${active.profile.accountId}` : "";
}
