import assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as vscode from "vscode";

const id = "alicloud-ipam-explorer.alicloud-ipam-explorer";

/** The bundles of the extension that this extension host has loaded. */
function loadedBundles(): readonly string[] {
  const { cache } = createRequire(__filename);
  return Object.keys(cache).flatMap((file) => /[/\\]dist[/\\](\w+)\.cjs$/.exec(file)?.[1] ?? []);
}

/** Brings a document in sight; resolves once the extension host has been asked something about it. */
async function look(content: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument({ content });
  await vscode.window.showTextDocument(document);
  await turn();
}

/** Lets the window and the extension host have their turn. */
async function turn(): Promise<void> {
  await vscode.commands.executeCommand("setContext", "ipamExplorerTest.turn", true);
}

// Runs before the tests of the commands, which load the rest: files are run by name.
describe("activating the extension", () => {
  it("loads neither the SDK, nor keytar, nor the simulator", async () => {
    await vscode.extensions.getExtension(id)?.activate();
    const bundles = loadedBundles();
    assert.ok(bundles.includes("extension"));
    assert.deepEqual(
      bundles.filter((bundle) => bundle !== "extension" && bundle !== "explorer"),
      [],
    );
  });

  it("loads nothing more for a document that mentions neither an IPAM nor a share", async () => {
    const before = loadedBundles();
    await look('locals {\n  vpc = "vpc-1"\n}\n');
    assert.deepEqual(loadedBundles(), before);
  });

  it("loads what reads documents for one that does, and nothing that asks the cloud", async () => {
    await look('resource "alicloud_vpc_ipam_ipam" "hub" {\n}\n');
    while (!loadedBundles().includes("iac")) await turn();
    assert.deepEqual([...loadedBundles()].sort(), ["editor", "explorer", "extension", "iac"]);
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });
});
