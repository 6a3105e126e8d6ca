import assert from "node:assert/strict";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";

const hub = `resource "alicloud_vpc_ipam_ipam" "hub" {
  ipam_name = local.name
}
`;
const provider = 'provider "alicloud" {\n  region = "cn-hangzhou"\n}\n';
const names = (name: string) => `locals {\n  name = "${name}"\n}\n`;
const found = "Associated with data-lake-hangzhou, payments-hangzhou";

describe("the module of a file that is open", () => {
  let folder: string;
  let document: vscode.TextDocument;

  const uri = (name: string) => vscode.Uri.file(path.join(folder, name));
  const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

  before(async () => {
    await vscode.commands.executeCommand("ipamExplorer.openDemo");
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    if (!workspace) throw new Error("No folder is open.");
    folder = path.join(workspace.uri.fsPath, "modules");
    mkdirSync(folder, { recursive: true });
  });

  beforeEach(async () => {
    write("hub.tf", hub);
    write("provider.tf", provider);
    write("names.tf", names("hub-east-china"));
    document = await vscode.workspace.openTextDocument(uri("hub.tf"));
    await vscode.window.showTextDocument(document);
    await lens(found);
  });

  afterEach(async () => {
    for (const dirty of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
      await vscode.window.showTextDocument(dirty);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    }
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  /** The titles of the lenses of the file, as it is now. */
  async function titles(): Promise<readonly string[]> {
    const lenses = await vscode.commands.executeCommand<readonly vscode.CodeLens[]>(
      "vscode.executeCodeLensProvider",
      document.uri,
    );
    return lenses.map(({ command }) => command?.title ?? "");
  }

  /** Resolves once a lens begins with a text; the test's time ends the waiting for one that never does. */
  async function lens(start: string): Promise<void> {
    while (!(await titles()).some((title) => title.startsWith(start))) await turn();
  }

  /** Lets the window, the server and the watcher of files have their turn. */
  function turn(): Promise<unknown> {
    return Promise.resolve(vscode.workspace.fs.stat(uri("hub.tf")));
  }

  async function edit(target: vscode.TextDocument, text: string): Promise<void> {
    const change = new vscode.WorkspaceEdit();
    const end = target.lineAt(target.lineCount - 1).range.end;
    change.replace(target.uri, new vscode.Range(new vscode.Position(0, 0), end), text);
    assert.ok(await vscode.workspace.applyEdit(change));
  }

  it("takes a name from another file, which is not open and mentions nothing", async () => {
    assert.ok((await titles()).includes("Reveal in IPAMs"));
  });

  it("is read again when another file changes where it is stored", async () => {
    write("names.tf", names("hub-west"));
    await lens("Not in account");
  });

  it("loses what a file gave that is gone, and finds it again in one that is new", async () => {
    renameSync(path.join(folder, "names.tf"), path.join(folder, "names.txt"));
    await lens("No id or name here to find it by");
    renameSync(path.join(folder, "names.txt"), path.join(folder, "again.tf"));
    await lens(found);
    rmSync(path.join(folder, "again.tf"));
  });

  it("goes by what is typed into another file, and not yet saved", async () => {
    const other = await vscode.workspace.openTextDocument(uri("names.tf"));
    await edit(other, names("hub-west"));
    await lens("Not in account");
    await edit(other, names("hub-east-china"));
    await lens(found);
  });

  it("is in the end what was typed last, however fast", async () => {
    const edits = ["a", "b", "c", "hub-west"].map((name) => hub.replace("local.name", JSON.stringify(name)));
    for (const text of edits) await edit(document, text);
    assert.ok((await titles()).some((title) => title.startsWith("Not in account")));
    await edit(document, hub.replace("local.name", '"hub-east-china"'));
    assert.ok((await titles()).some((title) => title.startsWith(found)));
  });
});
