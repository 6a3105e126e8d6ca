/** Where the repository stands. */
export const root: string;
/** Where everything that can be made again is kept. */
export const cache: string;
/** Releases of code-server: the newest, and the oldest whose VS Code the extension supports. */
export const servers: { readonly newest: string; readonly oldest: string };
export function ensureNode(): string;
export function ensureServer(version?: string): string;
export function ensureSystemPackages(names: readonly string[]): void;
export function build(): Promise<unknown>;
