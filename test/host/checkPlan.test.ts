import assert from "node:assert/strict";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type { PlanReading } from "../../src/iac/plan/PlanReading.ts";

const change = {
  address: "alicloud_vpc_ipam_ipam.hub",
  mode: "managed",
  type: "alicloud_vpc_ipam_ipam",
  change: { actions: ["delete"], before: { id: "ipam-k3v9qx2m7tdh4wz1" }, after: null },
};
const plan = JSON.stringify({ format_version: "1.2", planned_values: {}, resource_changes: [change] });

describe("checking a plan", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "ipam-plan-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  before(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));
  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  const file = (name: string, contents: string | Uint8Array) => {
    const uri = vscode.Uri.file(path.join(folder, name));
    writeFileSync(uri.fsPath, contents);
    return uri;
  };
  const check = (...args: readonly unknown[]): Thenable<PlanReading | undefined> =>
    vscode.commands.executeCommand("ipamExplorer.checkPlan", ...args);
  const titles = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));

  it("opens its table, and the same one when it is checked again", async () => {
    const uri = file("plan.json", plan);
    assert.equal((await check(uri))?.changes.length, 1);
    await check(uri);
    assert.deepEqual(titles(), ["Plan: plan.json"]);
  });

  it("reads what Windows PowerShell writes", async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(plan, "utf16le")]);
    assert.equal((await check(file("powershell.json", bytes)))?.changes.length, 1);
  });

  it("takes the plan of the active editor, as it stands there", async () => {
    const document = await vscode.workspace.openTextDocument({ language: "json", content: plan });
    await vscode.window.showTextDocument(document);
    assert.equal((await check())?.changes.length, 1);
  });

  it("goes no deeper than it can, and says that it did not read all", async () => {
    const deep = plan.replace("{}", `${"[".repeat(50_000)}${"]".repeat(50_000)}`);
    assert.equal((await check(file("deep.json", deep)))?.skipped, "tooDeep");
  });

  for (const [what, contents] of [
    ["a plan as terraform keeps it", "PK\u0003\u0004"],
    ["a state", JSON.stringify({ format_version: "1.0", values: {} })],
    ["half a plan", plan.slice(0, -20)],
    ["half a plan that ends with a bracket", `${plan.slice(0, -3)}}`],
    ["nothing", ""],
  ] as const) {
    it(`opens no table for ${what}`, async () => {
      assert.equal(await check(file("other.json", contents)), undefined);
      assert.deepEqual(titles(), []);
    });
  }

  it("opens none for a file that is not there, and does not read one that is far too large", async () => {
    assert.equal(await check(vscode.Uri.file(path.join(folder, "none.json"))), undefined);
    const large = file("large.json", "");
    truncateSync(large.fsPath, 200_000_000);
    assert.equal(await check(large), undefined);
  });
});
