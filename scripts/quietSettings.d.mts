/** User settings under which VS Code opens nothing, asks nothing and looks for no network of its own accord. */
export const quietSettings: Readonly<Record<string, string | boolean>>;
