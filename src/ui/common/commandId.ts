/** Ids of the commands, as the manifest declares them and keybindings name them. */
export const commandId = {
  addProfile: "ipamExplorer.addProfile",
  switchProfile: "ipamExplorer.switchProfile",
  renewProfile: "ipamExplorer.renewProfile",
  importCliProfile: "ipamExplorer.importCliProfile",
  removeProfile: "ipamExplorer.removeProfile",
  filter: "ipamExplorer.filter",
  clearFilter: "ipamExplorer.clearFilter",
  refresh: "ipamExplorer.refresh",
  dryRunDissociate: "ipamExplorer.dryRunDissociate",
  dissociate: "ipamExplorer.dissociate",
  associate: "ipamExplorer.associate",
  undo: "ipamExplorer.undo",
  showHistory: "ipamExplorer.showHistory",
  showImpact: "ipamExplorer.showImpact",
  showDetails: "ipamExplorer.showDetails",
  copyId: "ipamExplorer.copyId",
  copyLink: "ipamExplorer.copyLink",
  copyArn: "ipamExplorer.copyArn",
  copyImportBlocks: "ipamExplorer.copyImportBlocks",
  openInConsole: "ipamExplorer.openInConsole",
  copyCliCommand: "ipamExplorer.copyCliCommand",
  copyRamPolicy: "ipamExplorer.copyRamPolicy",
  checkPlan: "ipamExplorer.checkPlan",
  openExample: "ipamExplorer.openExample",
  openDemo: "ipamExplorer.openDemo",
  showLog: "ipamExplorer.showLog",
} as const;

/** One of the extension's commands. */
export type CommandId = (typeof commandId)[keyof typeof commandId];
