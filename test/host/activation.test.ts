import assert from "node:assert/strict";
import * as vscode from "vscode";

const id = "alicloud-ipam-explorer.alicloud-ipam-explorer";

describe("the extension in its host", () => {
  it("activates", async () => {
    const extension = vscode.extensions.getExtension(id);
    assert.ok(extension);
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it("registers every command that its manifest declares", async () => {
    const declared: readonly { readonly command: string }[] =
      vscode.extensions.getExtension(id)?.packageJSON.contributes.commands;
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      declared.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });
});
