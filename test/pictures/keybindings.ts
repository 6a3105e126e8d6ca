/** What the pictures press: a chord each, since the titles of the palette depend on the language. */
const commands = [
  "notifications.clearAll",
  "workbench.action.closeAllEditors",
  "workbench.action.files.revert",
  "workbench.action.closePanel",
  "workbench.actions.view.problems",
  "workbench.action.focusActiveEditorGroup",
  "ipamExplorer.addProfile",
  "ipamExplorer.refresh",
  "ipamExplorer.filter",
  "ipamExplorer.clearFilter",
  "ipamExplorer.showHistory",
  "ipamExplorer.undo",
  "ipamExplorer.checkPlan",
  "ipamExplorer.showAllProfiles",
  "ipamExplorer.groupBy",
] as const;

/** A command of VS Code or of the extension that has a chord here. */
export type BoundCommand = (typeof commands)[number];

/** The keys of a command, as the browser takes them. */
export function chordOf(command: BoundCommand): string {
  return `Control+Alt+Shift+${letterOf(command).toUpperCase()}`;
}

/** The user's keybindings.json, with an argument for the walkthrough. */
export function keybindings(): string {
  const bound = commands.map((command) => ({ key: `ctrl+alt+shift+${letterOf(command)}`, command }));
  const walkthrough = {
    key: "ctrl+alt+shift+z",
    command: "workbench.action.openWalkthrough",
    args: "alicloud-ipam-explorer.alicloud-ipam-explorer#start",
  };
  return JSON.stringify([...bound, walkthrough], undefined, 2);
}

/** The keys that open the walkthrough. */
export const walkthroughChord = "Control+Alt+Shift+Z";

function letterOf(command: BoundCommand): string {
  return String.fromCharCode("a".charCodeAt(0) + commands.indexOf(command));
}
