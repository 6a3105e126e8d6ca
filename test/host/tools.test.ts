import assert from "node:assert/strict";
import * as vscode from "vscode";

const target = {
  region: "cn-hangzhou",
  ipamId: "ipam-k3v9qx2m7tdh4wz1",
  discoveryId: "ipam-res-disco-m4q8zt2vxk7w3hcr",
};

/** What a tool tells a model, as it tells it. */
async function invoke(name: string, input: object): Promise<Readonly<Record<string, unknown>>> {
  const result = await vscode.lm.invokeTool(`ipamExplorer_${name}`, { input, toolInvocationToken: undefined });
  const texts = result.content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : ""));
  return JSON.parse(texts.join(""));
}

describe("the tools for language models", () => {
  before(() => vscode.commands.executeCommand("ipamExplorer.openDemo"));

  it("are those that the manifest declares, and none of them dissociates", () => {
    const names = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith("ipamExplorer_"));
    assert.deepEqual(names.sort(), [
      "ipamExplorer_dryRunDissociation",
      "ipamExplorer_impact",
      "ipamExplorer_listAssociations",
      "ipamExplorer_listIpams",
    ]);
  });

  it("list the IPAMs of all regions, marked as those of the demo", async () => {
    const { demo, ipams, notRead } = await invoke("listIpams", {});
    assert.equal(demo, true);
    assert.ok(Array.isArray(ipams) && ipams.length >= 4);
    assert.ok(ipams.some(({ name }) => name === "hub-east-china"));
    assert.deepEqual(notRead, []);
  });

  it("list the IPAMs of the accounts beside it too", async () => {
    await vscode.commands.executeCommand("ipamExplorer.showAllProfiles");
    const { profile, otherAccounts } = await invoke("listIpams", {});
    assert.equal(profile, "Harbour Network Hub");
    assert.ok(Array.isArray(otherAccounts));
    assert.deepEqual(
      otherAccounts.map((other) => other.profile),
      ["Harbour Payments", "Harbour Data Platform"],
    );
    assert.ok(otherAccounts[0].ipams.some(({ name }: { readonly name: string }) => name === "payments-ipam"));
    await vscode.commands.executeCommand("ipamExplorer.showOneProfile");
    assert.equal((await invoke("listIpams", {}))["otherAccounts"], undefined);
  });

  it("list the associations of one region, with what can be dissociated", async () => {
    const { associations } = await invoke("listAssociations", { region: "cn-hangzhou" });
    assert.ok(Array.isArray(associations));
    const found = associations.find(({ discoveryId }) => discoveryId === target.discoveryId);
    assert.equal(found?.canBeDissociated, true);
    assert.ok(associations.some(({ canBeDissociated }) => canBeDissociated === false));
  });

  it("count what an IPAM would stop seeing", async () => {
    const { stopsSeeing } = await invoke("impact", target);
    assert.ok(Array.isArray(stopsSeeing));
    assert.deepEqual(Object.keys(stopsSeeing[0]), ["region", "vpcs", "vSwitches"]);
    assert.ok(stopsSeeing[0].vpcs > 0);
  });

  it("dry-run a dissociation, and change nothing", async () => {
    const told = await invoke("dryRunDissociation", target);
    assert.equal(told["dryRun"], "passed");
    assert.equal(told["changed"], false);
    assert.equal((await invoke("dryRunDissociation", target))["dryRun"], "passed");
  });

  it("say what is wrong with what they were asked", async () => {
    assert.match(String((await invoke("listIpams", { region: "mars" }))["error"]), /no region of VPC IPAM/);
    assert.match(
      String((await invoke("dryRunDissociation", { region: "cn-hangzhou" }))["error"]),
      /names no association/,
    );
  });
});
