import * as vscode from "vscode";
import { exportHistory } from "../../ipam/exportHistory.ts";
import type { JournalledChange } from "../../ipam/Journal.ts";
import type { Target } from "../../ipam/Target.ts";
import { undoable } from "../../ipam/undoable.ts";
import { demoProfile } from "../accounts/DemoAccount.ts";
import { oneLine } from "../common/oneLine.ts";
import { saveExport } from "../common/saveExport.ts";
import type { ChangeDesk } from "./ChangeDesk.ts";
import { historyItem } from "./historyItem.ts";

/** The commands about what was changed from this machine: look, copy, export, undo. */
export class HistoryCommands {
  readonly #desk: ChangeDesk;
  readonly #associateAgain: (target: Target) => Promise<unknown>;

  constructor(desk: ChangeDesk, associateAgain: (target: Target) => Promise<unknown>) {
    this.#desk = desk;
    this.#associateAgain = associateAgain;
  }

  /** Command `ipamExplorer.showHistory`. */
  async showHistory(): Promise<void> {
    const { t } = vscode.l10n;
    const history = await this.#history();
    if (!history) return;
    if (history.length === 0) {
      this.#desk.tell({ severity: "information", text: t("Nothing was changed from this machine yet.") });
      return;
    }
    const chosen = await this.#choose(history);
    if (!chosen) return;
    await this.#act(chosen, undoable(history, (change) => this.#canUndo(change)).includes(chosen));
  }

  /** Command `ipamExplorer.undo`: associates again what was dissociated last. */
  async undo(): Promise<void> {
    const history = await this.#history();
    if (!history) return;
    const [last] = undoable(history, (change) => this.#canUndo(change));
    if (last) await this.#again(last);
    else {
      this.#desk.tell({
        severity: "information",
        text: vscode.l10n.t("There is no dissociation from this machine that could be undone."),
      });
    }
  }

  /**
   * Whether its account is signed in, the endpoint is the same, and nothing that was read last stands against associating
   * the two again.
   */
  #canUndo({ intent: { target, accountId, endpoint } }: JournalledChange): boolean {
    const { sessions } = this.#desk;
    if (sessions.profile(target.profile)?.accountId !== accountId) return false;
    if (endpoint !== undefined && endpoint !== sessions.endpointOf(target.profile)) return false;
    if (this.#desk.row(target)) return false;
    const snapshot = sessions.find(target.profile)?.inventory.region(target.region);
    if (snapshot?.state !== "loaded" || !snapshot.contents.allDiscoveries) return true;
    return snapshot.contents.discoveries.some(({ discoveryId }) => discoveryId === target.discoveryId);
  }

  /**
   * Of the demo account while that is shown, whose cloud ends with its window; of the machine otherwise. Undefined when it
   * cannot be read, and why was reported.
   */
  async #history(): Promise<readonly JournalledChange[] | undefined> {
    const { sessions, journals, log } = this.#desk;
    const isDemo = sessions.active?.profile.kind === "demo";
    try {
      return await (isDemo ? journals.of(demoProfile.id) : journals.machine).history();
    } catch (error) {
      log.error("Reading the history", error);
      this.#desk.tell({
        severity: "error",
        text: vscode.l10n.t(
          "The history of changes could not be read ({0}). Give read access to VS Code's folder for this extension, then try again.",
          error instanceof Error && "code" in error ? String(error.code) : "?",
        ),
      });
      return undefined;
    }
  }

  #choose(history: readonly JournalledChange[]): Promise<JournalledChange | undefined> {
    const { t } = vscode.l10n;
    const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly change: JournalledChange }>();
    pick.title = t("Changes Made from This Machine");
    pick.placeholder = t("Type to filter by name, id, account, outcome, RequestId or reason");
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.items = [...history].reverse().map((change) => ({ ...historyItem(change), change }));
    pick.buttons = [{ iconPath: new vscode.ThemeIcon("save-as"), tooltip: t("Export as CSV, JSON or Markdown") }];
    return new Promise((resolve) => {
      pick.onDidTriggerButton(() => {
        pick.hide();
        void this.#export(history);
      });
      pick.onDidAccept(() => {
        resolve(pick.selectedItems[0]?.change);
        pick.hide();
      });
      pick.onDidHide(() => {
        resolve(undefined);
        pick.dispose();
      });
      pick.show();
    });
  }

  async #act(change: JournalledChange, canUndo: boolean): Promise<void> {
    const { t } = vscode.l10n;
    const requestId = change.outcome?.requestId;
    const copy = (text: string) => vscode.env.clipboard.writeText(text);
    const actions: (vscode.QuickPickItem & { readonly act: () => unknown })[] = [
      ...(canUndo
        ? [{ label: `$(debug-reverse-continue) ${t("Associate Again…")}`, act: () => this.#again(change) }]
        : []),
      { label: `$(copy) ${t("Copy as JSON")}`, act: () => copy(exportHistory([change], "json")) },
      ...(requestId ? [{ label: `$(copy) ${t("Copy RequestId")}`, act: () => copy(oneLine(requestId, 200)) }] : []),
    ];
    const picked = await vscode.window.showQuickPick(actions, { title: historyItem(change).label });
    await picked?.act();
  }

  async #again({ intent }: JournalledChange): Promise<void> {
    if (intent.note) this.#desk.learn(intent.target, intent.note);
    await this.#associateAgain(intent.target);
  }

  async #export(history: readonly JournalledChange[]): Promise<void> {
    const { t } = vscode.l10n;
    try {
      await saveExport({ title: t("Export History"), contents: (format) => exportHistory(history, format) });
    } catch (error) {
      this.#desk.log.error("Exporting the history", error);
      this.#desk.tell({ severity: "error", text: t("The history could not be written to that file.") });
    }
  }
}
