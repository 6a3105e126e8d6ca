import * as vscode from "vscode";
import type { Log } from "../common/Log.ts";
import { settings } from "../common/settings.ts";
import type { DryRunAllowance } from "./DryRunAllowance.ts";
import type { KnownAccount } from "./KnownAccount.ts";
import type { LensCommands } from "./LensCommands.ts";
import type { Modules } from "./Modules.ts";
import type { RemovedPairs } from "./RemovedPairs.ts";
import { savedPlace } from "./savedPlace.ts";

/** What checking on save needs from outside. */
export interface CheckOnSaveTools {
  readonly modules: Modules;
  readonly removed: RemovedPairs;
  readonly account: KnownAccount;
  readonly allowance: DryRunAllowance;
  readonly commands: LensCommands;
  readonly log: Log;
}

/** Dry-runs what a saved file removes, where the person has chosen so and trusts the folder. Opens no account. */
export class CheckOnSave implements vscode.Disposable {
  readonly #tools: CheckOnSaveTools;
  readonly #subscription: vscode.Disposable;
  /** Documents that a person saves: VS Code saves by itself too, after each pause in typing. */
  readonly #byHand = new WeakSet<vscode.TextDocument>();
  readonly #ended = new vscode.CancellationTokenSource();

  constructor(tools: CheckOnSaveTools) {
    this.#tools = tools;
    this.#subscription = vscode.Disposable.from(
      vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (reason === vscode.TextDocumentSaveReason.Manual) this.#byHand.add(document);
      }),
      vscode.workspace.onDidSaveTextDocument(async (document) => {
        if (this.#byHand.delete(document)) await this.#saved(document);
      }),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#ended.cancel();
    this.#ended.dispose();
  }

  async #saved(document: vscode.TextDocument): Promise<void> {
    const { modules, removed, account, allowance, commands, log } = this.#tools;
    const { session } = account;
    if (!session || !settings.checkOnSave() || !vscode.workspace.isTrusted) return;
    try {
      // The last letters may have been typed just before.
      if (!(await modules.upToDate(document, this.#ended.token))) return;
      const { place, text } = savedPlace(document);
      const targets = allowance.take(await removed.targets(document, session.profile.id));
      const unsent =
        account.session === session && targets.length > 0
          ? await commands.check(place, text, targets, session)
          : targets;
      allowance.giveBack(unsent);
    } catch (error) {
      log.error("Checking what a saved file removes", error);
    }
  }
}
