import type * as vscode from "vscode";

/** Where the files stand that are applied as one. */
export type ModulePlace = {
  /** Equal exactly for the documents of one module. */
  readonly key: string;
} & (
  | { readonly kind: "file"; readonly uri: vscode.Uri }
  /** The files of a directory. */
  | { readonly kind: "terraform"; readonly directory: vscode.Uri }
  /** The files of a directory and of those below it. */
  | { readonly kind: "pulumi"; readonly directory: vscode.Uri }
);
