import * as vscode from "vscode";

/** Read-only documents, each a report of its own: nothing is written anywhere, and closing one asks nothing. */
export class ImpactDocuments implements vscode.Disposable {
  static readonly scheme = "ipam-explorer-impact";
  readonly #texts = new Map<string, string>();
  readonly #updates: vscode.Disposable;

  constructor() {
    const provider = { provideTextDocumentContent: (uri: vscode.Uri) => this.#texts.get(uri.toString()) ?? gone() };
    this.#updates = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(ImpactDocuments.scheme, provider),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#texts.delete(uri.toString())),
    );
  }

  dispose(): void {
    this.#updates.dispose();
  }

  /** Shows a text under that title. */
  async show(title: string, text: string): Promise<void> {
    const name = title.replaceAll(/[/\\?#]/g, " ");
    const uri = vscode.Uri.from({ scheme: ImpactDocuments.scheme, path: `/${name}.txt`, query: String(Date.now()) });
    this.#texts.set(uri.toString(), text);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }
}

/** What stands in a tab that VS Code restored. */
function gone(): string {
  return vscode.l10n.t("This report was made in an earlier window. Run Show Impact again.");
}
