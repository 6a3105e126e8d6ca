import * as vscode from "vscode";
import type { Log } from "../common/Log.ts";
import { once } from "../common/once.ts";
import type { GitApi, GitExtension, GitRepository } from "./GitApi.ts";

/** How the files of a module stood in the last commit. */
export interface BaseTexts {
  readonly commit: string;
  /** By address, the files that are not as they were; all others are. */
  readonly changed: ReadonlyMap<string, BaseText>;
}

interface BaseText {
  readonly uri: vscode.Uri;
  /** Undefined of a file that the commit has not. */
  readonly text: string | undefined;
}

interface Commit {
  readonly id: string;
  /** What was asked for so far, by address. */
  readonly texts: Map<string, Promise<string | undefined>>;
}

/**
 * The state that git has of files, from VS Code's own Git extension: this extension starts no git. Without that
 * extension, as in a folder that is not trusted, or outside of a repository, there is none.
 */
export class GitBase implements vscode.Disposable {
  readonly #log: Log;
  readonly #changed = new vscode.EventEmitter<void>();
  /** A repository has been opened or closed, or its state has changed. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable[] = [];
  /** By root: the API makes a new object of a repository each time it is asked for one. */
  readonly #followed = new Map<string, vscode.Disposable>();
  readonly #commits = new Map<string, Commit>();
  readonly #missed = new Set<string>();
  #extension = once(() => this.#activate());
  #isThere: boolean | undefined;
  #api: GitApi | undefined;

  constructor(log: Log) {
    this.#log = log;
    // A folder that becomes trusted brings the Git extension along.
    this.#subscriptions.push(vscode.extensions.onDidChange(() => this.#lookAgain()));
  }

  /**
   * How the files of a module stood in the last commit.
   * @param files those that it has now
   * @param holds whether it would have a file of that address
   */
  async of(files: readonly vscode.Uri[], holds: (uri: vscode.Uri) => boolean): Promise<BaseTexts | undefined> {
    const [first] = files;
    if (!first) return undefined;
    const repository = (await this.#open())?.getRepository(first);
    if (!repository) {
      this.#miss(vscode.Uri.joinPath(first, ".."));
      return undefined;
    }
    this.#follow(repository);
    const id = repository.state.HEAD?.commit;
    // Before the first commit there is nothing to compare with.
    if (id === undefined) return undefined;
    const commit = this.#commitOf(repository, id);
    const texts = await Promise.all(
      [...this.#changedFiles(repository, commit, files, holds)].map(
        async ([address, uri]) => [address, { uri, text: await textOf(repository, commit, uri) }] as const,
      ),
    );
    return { commit: id, changed: new Map(texts) };
  }

  dispose(): void {
    this.#changed.dispose();
    for (const subscription of [...this.#subscriptions, ...this.#followed.values()]) subscription.dispose();
  }

  /** The API, which is gone while the setting `git.enabled` is off. */
  async #open(): Promise<GitApi | undefined> {
    const extension = await this.#extension();
    if (!extension?.enabled) return undefined;
    if (!this.#api) {
      this.#api = extension.getAPI(1);
      this.#subscriptions.push(
        this.#api.onDidOpenRepository(() => this.#changed.fire()),
        this.#api.onDidCloseRepository((repository) => this.#unfollow(repository)),
      );
    }
    return this.#api;
  }

  #lookAgain(): void {
    if (this.#api || this.#isThere === !!vscode.extensions.getExtension("vscode.git")) return;
    this.#extension = once(() => this.#activate());
    this.#changed.fire();
  }

  async #activate(): Promise<GitExtension | undefined> {
    try {
      const found = vscode.extensions.getExtension<GitExtension>("vscode.git");
      this.#isThere = found !== undefined;
      const extension = await found?.activate();
      if (!extension) this.#log.info("No comparison with git: VS Code's Git extension is not there.");
      const update = () => {
        this.#api = undefined;
        this.#changed.fire();
      };
      if (extension) this.#subscriptions.push(extension.onDidChangeEnablement(update));
      return extension;
    } catch (error) {
      // It finds no git, as a rule.
      this.#log.info(`No comparison with git: ${error instanceof Error ? error.message : typeof error}`);
      return undefined;
    }
  }

  #follow({ rootUri, state }: GitRepository): void {
    const root = rootUri.toString();
    if (!this.#followed.has(root))
      this.#followed.set(
        root,
        state.onDidChange(() => this.#changed.fire()),
      );
  }

  #unfollow({ rootUri }: GitRepository): void {
    const root = rootUri.toString();
    this.#followed.get(root)?.dispose();
    this.#followed.delete(root);
    this.#commits.delete(root);
    this.#changed.fire();
  }

  #miss(folder: vscode.Uri): void {
    const address = folder.toString();
    if (this.#missed.has(address)) return;
    this.#missed.add(address);
    this.#log.info(`No comparison with git: no repository is open for ${folder.path}`);
  }

  #commitOf({ rootUri }: GitRepository, id: string): Commit {
    const root = rootUri.toString();
    const known = this.#commits.get(root);
    if (known?.id === id) return known;
    const commit = { id, texts: new Map() };
    this.#commits.set(root, commit);
    return commit;
  }

  /** Those that git says were changed, deleted or renamed, and those that are being edited. */
  #changedFiles(
    { state }: GitRepository,
    { texts }: Commit,
    files: readonly vscode.Uri[],
    holds: (uri: vscode.Uri) => boolean,
  ): ReadonlyMap<string, vscode.Uri> {
    const changes = [...state.indexChanges, ...state.workingTreeChanges, ...state.mergeChanges];
    const dirty = new Set(
      vscode.workspace.textDocuments.flatMap(({ isDirty, uri }) => (isDirty ? uri.toString() : [])),
    );
    const changed = [
      ...changes.flatMap(({ uri, originalUri }) => [uri, originalUri]).filter(holds),
      // Once edited, always asked for: git notices what was saved a little later.
      ...files.filter((uri) => dirty.has(uri.toString()) || texts.has(uri.toString())),
    ];
    return new Map(changed.map((uri) => [uri.toString(), uri]));
  }
}

function textOf(repository: GitRepository, { id, texts }: Commit, uri: vscode.Uri): Promise<string | undefined> {
  const address = uri.toString();
  const known = texts.get(address);
  if (known) return known;
  const asked = repository.show(id, uri.fsPath).catch(() => undefined);
  texts.set(address, asked);
  return asked;
}
