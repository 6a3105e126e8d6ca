import * as vscode from "vscode";

/** A tree that is empty until the real one has been loaded. */
export class LateTree<T> implements vscode.TreeDataProvider<T>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<T | T[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  #tree: vscode.TreeDataProvider<T> | undefined;
  #updates: vscode.Disposable | undefined;

  /** Shows the real tree from now on. */
  become(tree: vscode.TreeDataProvider<T>): void {
    this.#tree = tree;
    this.#updates = tree.onDidChangeTreeData?.((rows) => this.#changed.fire(rows ?? undefined));
    this.#changed.fire(undefined);
  }

  getChildren(parent?: T): vscode.ProviderResult<T[]> {
    return this.#tree?.getChildren(parent) ?? [];
  }

  getTreeItem(node: T): vscode.TreeItem | Thenable<vscode.TreeItem> {
    return this.#tree?.getTreeItem(node) ?? new vscode.TreeItem("");
  }

  getParent(node: T): vscode.ProviderResult<T> {
    return this.#tree?.getParent?.(node);
  }

  resolveTreeItem(
    item: vscode.TreeItem,
    node: T,
    token: vscode.CancellationToken,
  ): vscode.ProviderResult<vscode.TreeItem> {
    return this.#tree?.resolveTreeItem?.(item, node, token) ?? item;
  }

  dispose(): void {
    this.#updates?.dispose();
    this.#changed.dispose();
  }
}
