import * as vscode from "vscode";
import { mentions } from "../../iac/mentions.ts";
import type { GitExtension, GitRepository } from "./GitApi.ts";

/** Files whose last commit is worth a look though they mention nothing any more. */
const names = /\.(tf|tofu|tf\.json|tofu\.json|ya?ml)$/i;

/**
 * What documents mentioned in the last commit, from VS Code's own Git extension: what was taken out of a file
 * matters more than what is in it.
 */
export class LastCommit implements vscode.Disposable {
  readonly #onChange: () => void;
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #asked = new WeakSet<vscode.TextDocument>();
  readonly #followed = new Set<string>();

  /** @param onChange told when a repository was opened, or read again: some documents may be worth another look */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Whether a document mentioned an IPAM or a share there. Looks once; false where nobody can tell, or not yet. */
  async mentioned(document: vscode.TextDocument): Promise<boolean> {
    const { uri } = document;
    if (!names.test(uri.path) || this.#asked.has(document)) return false;
    try {
      // VS Code starts it with every window; this waits for that.
      const git = await vscode.extensions.getExtension<GitExtension>("vscode.git")?.activate();
      if (!git?.enabled) return false;
      const api = git.getAPI(1);
      if (this.#subscriptions.length === 0) {
        this.#subscriptions.push(api.onDidOpenRepository((repository) => this.#follow(repository)));
      }
      const repository = api.getRepository(uri);
      if (repository) this.#follow(repository);
      const commit = repository?.state.HEAD?.commit;
      if (!repository || commit === undefined) return false;
      this.#asked.add(document);
      return mentions(await repository.show(commit, uri.fsPath));
    } catch {
      // The commit has no such file.
      return false;
    }
  }

  /** Its state is read some time after it was opened. */
  #follow({ rootUri, state }: GitRepository): void {
    const root = rootUri.toString();
    if (this.#followed.has(root)) return;
    this.#followed.add(root);
    this.#subscriptions.push(state.onDidChange(() => this.#onChange()));
    this.#onChange();
  }
}
