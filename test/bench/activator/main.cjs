// Activates the measured extension once the window has come to rest, and says so in the status bar.
const vscode = require("vscode");

const restMs = 8_000;

exports.activate = (context) => {
  const timer = setTimeout(async () => {
    await vscode.extensions.getExtension("alicloud-ipam-explorer.alicloud-ipam-explorer").activate();
    const item = vscode.window.createStatusBarItem();
    item.text = "measured extension is active";
    item.show();
    context.subscriptions.push(item);
  }, restMs);
  context.subscriptions.push({ dispose: () => clearTimeout(timer) });
};
