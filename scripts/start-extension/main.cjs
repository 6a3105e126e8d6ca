// Installed by npm start alone: shows the view with the demo account as soon as the window is there.
const vscode = require("vscode");

exports.activate = async () => {
  await vscode.commands.executeCommand("workbench.view.extension.ipamExplorer");
  await vscode.commands.executeCommand("ipamExplorer.openDemo");
};
