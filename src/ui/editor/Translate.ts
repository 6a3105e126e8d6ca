/** Gives a message in the person's language, as `vscode.l10n.t` does: a parameter, so that texts can be tested without VS Code. */
export type Translate = (message: string, ...words: readonly (string | number)[]) => string;
