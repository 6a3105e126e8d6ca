import * as vscode from "vscode";
import { removedBlock } from "../../iac/removedBlock.ts";
import { restoration } from "../../iac/restoration.ts";
import { commandId } from "../common/commandId.ts";
import { plainText } from "../common/plainText.ts";
import type { ChangeDiagnostics, Shown } from "./ChangeDiagnostics.ts";
import { editorCommandId } from "./editorCommandId.ts";

/** Files that a block of Terraform can be put into. */
const terraform = /\.(?:tf|tofu)$/;

/** What can be done about a finding: put back what is gone, have it forgotten and not destroyed, or ask the service. */
export class FindingFixes implements vscode.CodeActionProvider {
  readonly #diagnostics: Pick<ChangeDiagnostics, "at">;

  constructor(diagnostics: Pick<ChangeDiagnostics, "at">) {
    this.#diagnostics = diagnostics;
  }

  provideCodeActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
    return this.#diagnostics
      .at(document.uri, range)
      .flatMap((shown) => [...restoring(shown), ...forgetting(shown), ...checking(shown)]);
  }
}

function restoring(shown: Shown): readonly vscode.CodeAction[] {
  const { finding, uri, baseUri } = shown;
  const restored = finding && restoration(finding);
  if (!restored) return [];
  const target = restored.isNewFile ? baseUri : uri;
  if (!target) return [];
  const edit = new vscode.WorkspaceEdit();
  if (restored.isNewFile) edit.createFile(target, { ignoreIfExists: true });
  edit.insert(target, new vscode.Position(restored.at.line, restored.at.character), restored.text);
  return [fix(shown, vscode.l10n.t("Restore {0}", nameOf(shown)), edit, true)];
}

function forgetting(shown: Shown): readonly vscode.CodeAction[] {
  const block = shown.finding && terraform.test(shown.uri.path) && removedBlock(shown.finding);
  if (!block) return [];
  const title = vscode.l10n.t("Insert a removed block, so that {0} is forgotten and not destroyed", nameOf(shown));
  return [fix(shown, title, insertion(shown, block), false)];
}

function checking(shown: Shown): readonly vscode.CodeAction[] {
  const { targets, diagnostic } = shown;
  const [first] = targets;
  if (!first) return [];
  const title =
    targets.length === 1
      ? vscode.l10n.t("Dry-run the dissociation")
      : vscode.l10n.t("Dry-run the {0} dissociations", targets.length);
  return [
    run(diagnostic, { command: commandId.dryRunDissociate, title, arguments: [first, targets] }),
    run(diagnostic, {
      command: editorCommandId.revealEnds,
      title: vscode.l10n.t("Reveal in IPAMs"),
      arguments: [first],
    }),
  ];
}

function run(diagnostic: vscode.Diagnostic, command: vscode.Command): vscode.CodeAction {
  const action = new vscode.CodeAction(command.title, vscode.CodeActionKind.QuickFix);
  return Object.assign(action, { diagnostics: [diagnostic], command });
}

function fix(
  { diagnostic }: Shown,
  title: string,
  edit: vscode.WorkspaceEdit,
  isPreferred: boolean,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  return Object.assign(action, { diagnostics: [diagnostic], edit, isPreferred });
}

/** Where the block stood, with an empty line to its neighbour. */
function insertion({ uri, finding }: Shown, block: string): vscode.WorkspaceEdit {
  const { line, character } = finding?.range.start ?? { line: 0, character: 0 };
  const edit = new vscode.WorkspaceEdit();
  const isStart = line === 0 && character === 0;
  edit.insert(uri, new vscode.Position(line, character), isStart ? `${block}\n\n` : `\n\n${block}`);
  return edit;
}

function nameOf({ finding }: Shown): string {
  return plainText(finding?.subject.address ?? finding?.subject.name ?? "");
}
