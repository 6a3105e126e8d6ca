import * as vscode from "vscode";
import { mentions } from "../../iac/mentions.ts";
import { LastCommit } from "./LastCommit.ts";

/** Lines of a document that are searched, when it comes in sight: more would cost the editor time for no file of its kind. */
const searchedLines = 50_000;

/** Schemes of documents that a person edits, beside those of the folders that are open. Never the `git:` of a comparison. */
const edited = ["file", "untitled", "vscode-remote", "vscode-vfs"];

/**
 * Tells of each document in sight that mentions an IPAM or a resource share, or did so in the last commit. All that is loaded before one does: so it
 * searches a document once, and after that the lines that change.
 */
export class MentionWatch implements vscode.Disposable {
  /** The version that was searched last; infinite for one that was told of. */
  readonly #searched = new WeakMap<vscode.TextDocument, number>();
  readonly #tell: (document: vscode.TextDocument) => unknown;
  readonly #lastCommit = new LastCommit(() => this.#lookBack());
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(tell: (document: vscode.TextDocument) => unknown) {
    this.#tell = tell;
    this.#subscriptions = [
      this.#lastCommit,
      vscode.window.onDidChangeVisibleTextEditors(() => this.look()),
      vscode.workspace.onDidChangeTextDocument((change) => this.#look(change)),
      // One whose language changes is closed and opened again, in sight all the time.
      vscode.workspace.onDidCloseTextDocument((document) => this.#searched.delete(document)),
      vscode.workspace.onDidOpenTextDocument(() => this.look()),
    ];
  }

  /** Searches the documents in sight. */
  look(): void {
    for (const { document } of vscode.window.visibleTextEditors) {
      if (!isEdited(document.uri) || (this.#searched.get(document) ?? -1) >= document.version) continue;
      this.#searched.set(document, document.version);
      this.#search(document, 0, searchedLines);
    }
    this.#lookBack();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Asks of the documents in sight that mention nothing whether they did in the last commit. */
  async #lookBack(): Promise<void> {
    for (const { document } of vscode.window.visibleTextEditors) {
      if (!this.#isOpenToTell(document) || !(await this.#lastCommit.mentioned(document))) continue;
      if (this.#isOpenToTell(document)) this.#found(document);
    }
  }

  #isOpenToTell(document: vscode.TextDocument): boolean {
    return !document.isClosed && isEdited(document.uri) && this.#searched.get(document) !== Number.POSITIVE_INFINITY;
  }

  #look({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const searched = this.#searched.get(document);
    // One that is not in sight is searched as a whole when it comes there.
    if (searched === undefined || searched < document.version - 1) return;
    this.#searched.set(document, Math.max(searched, document.version));
    if (searched === Number.POSITIVE_INFINITY) return;
    for (const { range, text } of contentChanges) {
      this.#search(document, range.start.line, range.start.line + text.split("\n").length);
    }
  }

  #search(document: vscode.TextDocument, from: number, to: number): void {
    if (mentions(document.getText(new vscode.Range(from, 0, to, 0)))) this.#found(document);
  }

  #found(document: vscode.TextDocument): void {
    this.#searched.set(document, Number.POSITIVE_INFINITY);
    this.#tell(document);
  }
}

function isEdited({ scheme }: vscode.Uri): boolean {
  return edited.includes(scheme) || !!vscode.workspace.workspaceFolders?.some(({ uri }) => uri.scheme === scheme);
}
