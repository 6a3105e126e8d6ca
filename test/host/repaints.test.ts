import assert from "node:assert/strict";
import { Inventory } from "../../src/ipam/Inventory.ts";
import { Simulator } from "../../src/simulator/Simulator.ts";
import type { ExplorerNode } from "../../src/ui/explorer/ExplorerNode.ts";
import { ExplorerTree } from "../../src/ui/explorer/ExplorerTree.ts";
import { TargetStates } from "../../src/ui/explorer/TargetStates.ts";
import { targetOf } from "../../src/ui/explorer/targetOf.ts";
import { credentialsOf, testCloud } from "../support/testCloud.ts";

describe("what the tree paints anew", () => {
  let simulator: Simulator;
  let tree: ExplorerTree;
  const states = new TargetStates();
  const painted: (ExplorerNode[] | undefined)[] = [];

  before(async () => {
    simulator = await Simulator.start({});
    const api = testCloud(simulator).ipamApi(credentialsOf(simulator));
    const inventory = new Inventory(api, ["cn-hangzhou"], Date.now);
    await inventory.load();
    tree = new ExplorerTree(states);
    tree.onDidChangeTreeData((rows) => painted.push(rows));
    tree.show([
      { inventory, profile: { id: "p", name: "P", accountId: "1203715520147781", isActive: true, isDemo: true } },
    ]);
  });

  after(async () => {
    tree.dispose();
    await simulator.close();
  });

  it("is one row when something is done with its association, so that no menu loses another one", () => {
    const [ipam] = tree.getChildren();
    const row = tree.getChildren(ipam).find((node) => node.kind === "association");
    assert.ok(row?.kind === "association");
    painted.length = 0;
    const checking = { action: "dissociate", target: targetOf(row), step: { phase: "checking" } } as const;
    states.apply(checking);
    assert.deepEqual(painted, [[row]]);
    // The same once more changes nothing that is seen.
    states.apply(checking);
    assert.deepEqual(painted, [[row]]);
  });

  it("is nothing when it is a row that is not in sight", () => {
    painted.length = 0;
    const target = { profile: "p", region: "cn-beijing", ipamId: "ipam-x", discoveryId: "ipam-res-disco-x" } as const;
    states.apply({ action: "dissociate", target, step: { phase: "sent" } });
    assert.deepEqual(painted, []);
  });
});
