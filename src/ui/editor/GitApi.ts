import type * as vscode from "vscode";

/** What VS Code's own Git extension exports, as far as it is used here. */
export interface GitExtension {
  readonly enabled: boolean;
  readonly onDidChangeEnablement: vscode.Event<boolean>;
  /** Throws while it is not enabled. */
  getAPI(version: 1): GitApi;
}

export interface GitApi {
  readonly onDidOpenRepository: vscode.Event<GitRepository>;
  readonly onDidCloseRepository: vscode.Event<GitRepository>;
  /** The repository that a file is in, of those that are open. */
  getRepository(uri: vscode.Uri): GitRepository | null;
}

export interface GitRepository {
  readonly rootUri: vscode.Uri;
  readonly state: {
    readonly HEAD: { readonly commit?: string } | undefined;
    readonly indexChanges: readonly GitChange[];
    readonly workingTreeChanges: readonly GitChange[];
    readonly mergeChanges: readonly GitChange[];
    readonly onDidChange: vscode.Event<void>;
  };
  /** The text of a file in a commit; rejects when it was not there. */
  show(ref: string, path: string): Promise<string>;
}

export interface GitChange {
  readonly uri: vscode.Uri;
  /** What it was called before. */
  readonly originalUri: vscode.Uri;
}
