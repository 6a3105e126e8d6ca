import * as vscode from "vscode";
import type { ResourceCounts } from "../../ipam/ResourceCounts.ts";
import { systemClock } from "../../ipam/systemClock.ts";
import type { Target } from "../../ipam/Target.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import type { Log } from "../common/Log.ts";
import { once } from "../common/once.ts";
import { ChangeDiagnostics } from "./ChangeDiagnostics.ts";
import { CheckOnSave } from "./CheckOnSave.ts";
import { DocumentReferences } from "./DocumentReferences.ts";
import { DryRunAllowance } from "./DryRunAllowance.ts";
import { DryRuns } from "./DryRuns.ts";
import { editorCommandId } from "./editorCommandId.ts";
import { FindingFixes } from "./FindingFixes.ts";
import { GitBase } from "./GitBase.ts";
import { Hovers } from "./Hovers.ts";
import { KnownAccount } from "./KnownAccount.ts";
import { type CheckTargets, LensCommands, type Reveal } from "./LensCommands.ts";
import { Lenses } from "./Lenses.ts";
import { Modules } from "./Modules.ts";

/** What the parts in the editor need from the rest. */
export interface EditorTools {
  readonly sessions: Sessions;
  readonly counts: ResourceCounts;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
  readonly check: CheckTargets;
  readonly reveal: Reveal;
}

/** The parts that show in documents what their edits would do, handed to each other. */
export class Editor implements vscode.Disposable {
  readonly #modules: Modules;
  readonly #disposables: readonly { dispose(): unknown }[];

  constructor({ sessions, counts, log, extensionUri, check, reveal }: EditorTools) {
    const reader = once(async () => {
      const { IacReader } = await import("../../iac/IacReader.ts");
      return new IacReader({
        hclModules: async () => {
          const [runtime, grammar] = await Promise.all([
            shipped(extensionUri, "web-tree-sitter.wasm"),
            shipped(extensionUri, "tree-sitter-terraform.wasm"),
          ]);
          return { runtime, grammar };
        },
        now: () => performance.now(),
        pause: () => new Promise((resolve) => setImmediate(resolve)),
      });
    });
    const modules = new Modules(reader, log);
    const references = new DocumentReferences(modules);
    const account = new KnownAccount(sessions);
    const now = () => systemClock.now();
    const dryRuns = new DryRuns(systemClock);
    const allowance = new DryRunAllowance(() => systemClock.elapsed());
    const commands = new LensCommands({ references, account, dryRuns, allowance, check, reveal });
    const lenses = new Lenses({ modules, references, account, dryRuns, now });
    const git = new GitBase(log);
    const diagnostics = new ChangeDiagnostics({ git, account, counts, log });
    this.#modules = modules;
    this.#disposables = [
      modules,
      account,
      lenses,
      git,
      diagnostics,
      new CheckOnSave({ modules, removed: diagnostics, account, allowance, commands, log }),
      modules.onDidRead((read) => diagnostics.update(read)),
      modules.onDidForget((key) => diagnostics.remove(key)),
      // Which documents matter is known by what they mention, not by their language, which no extension may declare.
      vscode.languages.registerCodeLensProvider("*", lenses),
      vscode.languages.registerHoverProvider("*", new Hovers({ references, account, counts, now })),
      vscode.languages.registerCodeActionsProvider("*", new FindingFixes(diagnostics), {
        providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
      }),
      vscode.commands.registerCommand(editorCommandId.dryRun, (...args) => commands.dryRun(args[0], args[1])),
      vscode.commands.registerCommand(editorCommandId.revealEnds, (ends: Target) => reveal(ends)),
      vscode.commands.registerCommand(editorCommandId.reveal, (...args) => commands.reveal(args[0], args[1])),
    ];
  }

  /** Follows a document, with its module, until it is closed. */
  follow(document: vscode.TextDocument): Promise<void> {
    return this.#modules.follow(document);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

function shipped(extensionUri: vscode.Uri, file: string): Thenable<Uint8Array> {
  return vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, "dist", file));
}
