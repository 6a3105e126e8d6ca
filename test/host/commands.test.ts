import assert from "node:assert/strict";
import * as vscode from "vscode";
import type { ChangeReport } from "../../src/ipam/ChangeRunner.ts";

const target = {
  region: "cn-hangzhou",
  ipamId: "ipam-k3v9qx2m7tdh4wz1",
  discoveryId: "ipam-res-disco-m4q8zt2vxk7w3hcr",
};
const ownDefault = { ...target, discoveryId: "ipam-res-disco-h8r2mwk5vt3q9xzc" };

function run(command: string, ...args: readonly unknown[]): Thenable<ChangeReport<"dissociate"> | undefined> {
  return vscode.commands.executeCommand(`ipamExplorer.${command}`, ...args);
}

describe("the commands, called with a target as keybindings and tasks do", () => {
  before(() => run("openDemo"));

  it("dry-run it with the profile that is open", async () => {
    const report = await run("dryRunDissociate", target);
    assert.equal(report?.ended, "checked");
    assert.equal(report.checks[0]?.verdict, "ready");
  });

  it("refuse the IPAM's own default discovery, with that reason", async () => {
    for (const command of ["dryRunDissociate", "dissociate"]) {
      const report = await run(command, ownDefault);
      assert.equal(report?.ended, "checked");
      const [check] = report.checks;
      assert.deepEqual([check?.verdict, check?.verdict === "refused" && check.why], ["refused", "ownDefault"]);
    }
  });

  it("say of two that are not associated that the service refuses", async () => {
    const report = await run("dryRunDissociate", { ...target, discoveryId: "ipam-res-disco-unknown" });
    assert.equal(report?.ended, "checked");
    assert.equal(report.checks[0]?.verdict, "refused");
  });

  for (const [what, bad] of [
    ["a region that is none", { ...target, region: "evil.example" }],
    ["an id that is none", { ...target, ipamId: "ipam-1; rm -rf /" }],
    ["no object", 7],
  ] as const) {
    it(`do nothing with ${what}`, async () => {
      assert.equal(await run("dryRunDissociate", bad), undefined);
    });
  }
});
