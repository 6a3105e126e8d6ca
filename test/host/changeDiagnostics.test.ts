import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";

const hub = "1203715520147781";
const shared = "ipam-res-disco-m4q8zt2vxk7w3hcr";

const provider = `provider "alicloud" {
  region = "cn-hangzhou"
}
`;
const sharedResource = `resource "alicloud_resource_manager_shared_resource" "payments" {
  resource_id       = "${shared}"
  resource_share_id = alicloud_resource_manager_resource_share.net.id
  resource_type     = "IpamResourceDiscovery"
}
`;
const share = `resource "alicloud_resource_manager_resource_share" "net" {
  resource_share_name = "net"
}
`;
const target = `resource "alicloud_resource_manager_shared_target" "hub" {
  resource_share_id = alicloud_resource_manager_resource_share.net.id
  target_id         = "${hub}"
}
`;
/** Never opened. */
const lake = sharedResource.replace("payments", "lake").replace(shared, "ipam-res-disco-x7j3vw9kq5tz2mhb");
const committed = {
  "main.tf": `${provider}\n${share}`,
  "share.tf": `${sharedResource}\n${target}`,
  "lake.tf": lake,
};

interface GitApi {
  openRepository(root: vscode.Uri): Promise<unknown>;
}

describe("what a change would end, compared with the last commit", () => {
  let folder: string;

  const uri = (name: string) => vscode.Uri.file(path.join(folder, name));
  const git = (...args: readonly string[]) => {
    const own = ["-c", "user.name=Test", "-c", "user.email=test@example.invalid", "-c", "core.autocrlf=false"];
    execFileSync("git", [...own, ...args], { cwd: folder, stdio: "pipe" });
  };

  before(async () => {
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    if (!workspace) throw new Error("No folder is open.");
    folder = path.join(workspace.uri.fsPath, "net");
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of Object.entries(committed)) writeFileSync(path.join(folder, name), text);
    git("init", "-q");
    git("add", ".");
    git("commit", "-q", "-m", "Share the discovery");
    const extension = await vscode.extensions.getExtension<{ getAPI(version: 1): GitApi }>("vscode.git")?.activate();
    await extension?.getAPI(1).openRepository(uri(""));
  });
  after(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand("workbench.action.files.revert");
    }
    git("reset", "-q", "--hard");
    git("clean", "-q", "-f");
    await told((texts) => texts.length === 0);
  });

  function own(): readonly vscode.Diagnostic[] {
    return vscode.languages
      .getDiagnostics()
      .flatMap(([address, found]) => (address.fsPath.startsWith(folder) ? found : []))
      .filter(({ source }) => source === "IPAM");
  }

  /** Waits until the diagnostics of the module are what is expected. */
  async function told(isExpected: (texts: readonly string[]) => boolean): Promise<readonly vscode.Diagnostic[]> {
    const texts = () => own().map(({ message }) => message);
    if (!isExpected(texts())) {
      await new Promise<void>((resolve) => {
        const subscription = vscode.languages.onDidChangeDiagnostics(() => {
          if (!isExpected(texts())) return;
          subscription.dispose();
          resolve();
        });
      });
    }
    return own();
  }

  /** Cuts a text out of a file, in an editor. */
  async function cut(name: string, text: string): Promise<vscode.TextDocument> {
    const document = await vscode.workspace.openTextDocument(uri(name));
    await vscode.window.showTextDocument(document);
    const start = document.getText().indexOf(text);
    const edit = new vscode.WorkspaceEdit();
    edit.delete(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + text.length)));
    await vscode.workspace.applyEdit(edit);
    return document;
  }

  async function fix(document: vscode.TextDocument, diagnostic: vscode.Diagnostic, title: string): Promise<void> {
    const actions = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      diagnostic.range,
    );
    const found = actions.find((action) => action.title.startsWith(title));
    assert.ok(found?.edit, `${title} is among ${actions.map((action) => action.title).join(", ")}`);
    await vscode.workspace.applyEdit(found.edit);
  }

  it("says so when no account is open, and takes in what is known once one is", async () => {
    await cut("share.tf", sharedResource);
    await told((texts) => texts.some((text) => text.includes("since no account is open")));
    await vscode.commands.executeCommand("ipamExplorer.openDemo");
    await told((texts) => texts.some((text) => text.includes("hub-east-china")));
  });

  it("is told of a block that is deleted, with the IPAM that loses sight of it", async () => {
    await cut("share.tf", sharedResource);
    const [diagnostic, ...others] = await told((texts) => texts.length > 0);
    assert.deepEqual(others, []);
    assert.equal(diagnostic?.code, "sharedResourceRemoved");
    assert.equal(diagnostic?.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(diagnostic?.message ?? "", /stops sharing payments-hangzhou, which silently ends/);
    assert.match(diagnostic?.message ?? "", /The IPAM hub-east-china loses what it sees through payments-hangzhou/);
  });

  it("says that it is not known of what no file names", async () => {
    writeFileSync(uri("new.tf").fsPath, 'resource "alicloud_vpc_ipam_ipam" "new" {\n}\n');
    git("add", ".");
    git("commit", "-q", "-m", "Add an IPAM");
    await cut("new.tf", 'resource "alicloud_vpc_ipam_ipam" "new" {\n}\n');
    await vscode.window.showTextDocument(uri("main.tf"));
    const [diagnostic] = await told((texts) => texts.length === 1);
    assert.match(diagnostic?.message ?? "", /since the files do not say which id or name it has\.$/);
    git("reset", "-q", "--hard", "HEAD~1");
  });

  it("is not told outside of a repository", async () => {
    const alone = vscode.Uri.joinPath(uri(".."), "alone.tf");
    writeFileSync(alone.fsPath, `${sharedResource}\n${target}`);
    await cut("../alone.tf", sharedResource);
    await cut("share.tf", sharedResource);
    await told((texts) => texts.length === 1);
    assert.deepEqual(vscode.languages.getDiagnostics(alone), []);
    rmSync(alone.fsPath);
  });

  it("stays when the file is saved, before git has noticed it", async () => {
    await cut("share.tf", sharedResource);
    await told((texts) => texts.length === 1);
    await vscode.workspace.saveAll();
    await cut("main.tf", share);
    const kinds = (await told((texts) => texts.length > 1)).map(({ code }) => code);
    assert.ok(kinds.includes("shareRemoved") && kinds.includes("sharedResourceRemoved"));
  });

  it("is nothing when the block was moved into another file", async () => {
    await cut("share.tf", sharedResource);
    await told((texts) => texts.length === 1);
    writeFileSync(uri("moved.tf").fsPath, sharedResource);
    await told((texts) => texts.length === 0);
  });

  it("is told of a file that is deleted, and of one that is renamed out of the module", async () => {
    await vscode.window.showTextDocument(uri("main.tf"));
    rmSync(uri("lake.tf").fsPath);
    const [diagnostic] = await told((texts) => texts.length === 1);
    assert.equal(diagnostic?.code, "sharedResourceRemoved");
    git("checkout", "-q", "lake.tf");
    await told((texts) => texts.length === 0);
    renameSync(uri("lake.tf").fsPath, uri("lake.txt").fsPath);
    git("add", "-A");
    await told((texts) => texts.length === 1);
  });

  it("is gone once the block is restored by its quick fix, where it stood", async () => {
    const document = await cut("share.tf", `${sharedResource}\n`);
    const [diagnostic] = await told((texts) => texts.length === 1);
    assert.ok(diagnostic);
    await fix(document, diagnostic, "Restore alicloud_resource_manager_shared_resource.payments");
    assert.equal(document.getText(), committed["share.tf"]);
    await told((texts) => texts.length === 0);
  });

  it("is gone once a removed block says that nothing is to be destroyed", async () => {
    const document = await cut("share.tf", sharedResource);
    const [diagnostic] = await told((texts) => texts.length === 1);
    assert.ok(diagnostic);
    await fix(document, diagnostic, "Insert a removed block");
    assert.match(document.getText(), /removed \{\n {2}from = alicloud_resource_manager_shared_resource\.payments\n/);
    await told((texts) => texts.length === 0);
  });

  it("is nothing for a block that is renamed, once a moved block says so", async () => {
    const document = await vscode.workspace.openTextDocument(uri("share.tf"));
    await vscode.window.showTextDocument(document);
    const name = document.getText().indexOf('"payments"');
    const rename = new vscode.WorkspaceEdit();
    rename.insert(document.uri, document.positionAt(name + 1), "all_");
    await vscode.workspace.applyEdit(rename);
    await told((texts) => texts.length === 1);
    const address = "alicloud_resource_manager_shared_resource";
    const moved = new vscode.WorkspaceEdit();
    const block = `moved {\n  from = ${address}.payments\n  to   = ${address}.all_payments\n}\n\n`;
    moved.insert(document.uri, new vscode.Position(0, 0), block);
    await vscode.workspace.applyEdit(moved);
    await told((texts) => texts.length === 0);
  });

  it("is gone with a new commit", async () => {
    await cut("share.tf", sharedResource);
    await vscode.workspace.saveAll();
    await told((texts) => texts.length === 1);
    git("commit", "-q", "-a", "-m", "Stop sharing");
    await told((texts) => texts.length === 0);
    git("reset", "-q", "--hard", "HEAD~1");
  });

  it("is beside the point of an id that the account does not have, which is told all the same", async () => {
    const document = await vscode.workspace.openTextDocument(uri("main.tf"));
    await vscode.window.showTextDocument(document);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'locals {\n  ipam = "ipam-notthere00000000000"\n}\n');
    await vscode.workspace.applyEdit(edit);
    const [diagnostic] = await told((texts) => texts.length === 1);
    assert.deepEqual([diagnostic?.code, diagnostic?.severity], ["unknownId", vscode.DiagnosticSeverity.Information]);
    assert.match(
      diagnostic?.message ?? "",
      /^The account .* sees no IPAM with this id in (any region|cn-hangzhou), as/,
    );
    assert.equal(diagnostic && document.getText(diagnostic.range), "ipam-notthere00000000000");
  });
});
