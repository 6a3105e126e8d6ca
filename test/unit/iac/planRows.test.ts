import { describe, expect, it } from "vitest";
import type { PlannedChange } from "../../../src/iac/plan/PlannedChange.ts";
import type { PlanRow } from "../../../src/iac/plan/PlanRow.ts";
import { planRows } from "../../../src/iac/plan/planRows.ts";
import { joinRegion } from "../../../src/ipam/joinRegion.ts";
import type { RegionInventory } from "../../../src/ipam/RegionInventory.ts";
import { association, discovery, account as hub, ipam } from "../../support/records.ts";

const payments = "1882009915530042";
const shared = "ipam-res-disco-shared";
const own = "ipam-res-disco-lab";

/** The hub's IPAM watches through its default discovery, through one of its own, and through one of payments'. */
const contents = joinRegion(
  [ipam()],
  [
    association({ discoveryId: "ipam-res-disco-default", discoveryOwnerId: hub }),
    association({ discoveryId: own, discoveryOwnerId: hub }),
    association({ discoveryId: shared }),
    // An IPAM of another account watches through the hub's own discovery as well.
    association({ ipamId: "ipam-other", discoveryId: own, discoveryOwnerId: hub }),
  ],
  [discovery(), discovery({ discoveryId: own, name: "lab", ownerId: hub })],
);
const read: readonly RegionInventory[] = [
  { region: "cn-hangzhou", state: "loaded", contents, readAt: 1 },
  { region: "cn-shanghai", state: "loaded", contents: joinRegion([], [], []), readAt: 2 },
];

function change(fields: Partial<PlannedChange>): PlannedChange {
  const address = "alicloud_resource_manager_shared_resource.net";
  return {
    kind: "sharedResourceRemoved",
    subject: { address },
    replaced: false,
    discoveries: [],
    ipams: [],
    targets: [],
    operatingRegions: [],
    ...fields,
  };
}

const pairs = (rows: readonly PlanRow[]) =>
  rows.map((row) =>
    row.kind === "association"
      ? [row.association.ipamId, row.association.discoveryId, row.certain]
      : [row.kind, row.thing.id, row.state],
  );

describe("What a plan ends", () => {
  it("is, with a share, the association of the other account's IPAM", () => {
    const rows = planRows([change({ discoveries: [{ id: shared }], targets: [hub] })], read);
    expect(pairs(rows)).toEqual([["ipam-a1", shared, true]]);
  });

  it("is no association of the owner's own IPAM, and perhaps that of an IPAM whose account is not known", () => {
    const rows = planRows([change({ discoveries: [{ id: own }], targets: ["1549930286017735"] })], read);
    expect(pairs(rows)).toEqual([["ipam-other", own, false]]);
  });

  it("is not that of an account which the share was never for", () => {
    const rows = planRows([change({ discoveries: [{ id: shared }], targets: ["1549930286017735"] })], read);
    expect(pairs(rows)).toEqual([["unmatched", shared, "loaded"]]);
  });

  it("is that of every account when the share was for a resource directory, or its targets are not told", () => {
    for (const targets of [["rd-3G7z"], []]) {
      expect(pairs(planRows([change({ discoveries: [{ id: own }], targets })], read))).toEqual([
        ["ipam-other", own, true],
      ]);
    }
  });

  it("is one row when share, shared resource and target all go", () => {
    const parts = { discoveries: [{ id: shared }], targets: [hub] };
    const kinds = ["shareRemoved", "sharedResourceRemoved", "sharedTargetRemoved"] as const;
    const [row, ...others] = planRows(
      kinds.map((kind) => change({ ...parts, kind })),
      read,
    );
    expect(others).toEqual([]);
    expect(row?.changes.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("is everything of an IPAM that is removed, its default discovery too", () => {
    const rows = planRows([change({ kind: "ipamRemoved", ipams: [{ id: "ipam-a1" }] })], read);
    expect(rows.map(({ kind }) => kind)).toEqual(["association", "association", "association"]);
  });

  it("is, with a removed discovery, what the service may refuse", () => {
    const rows = planRows([change({ kind: "discoveryRemoved", discoveries: [{ id: own }] })], read);
    expect(pairs(rows).sort()).toEqual([
      ["ipam-a1", own, false],
      ["ipam-other", own, false],
    ]);
  });

  it("is found by name in the region that is told, and in no other", () => {
    const named = { discoveries: [{ name: "payments" }] };
    expect(pairs(planRows([change({ ...named, region: "cn-hangzhou" })], read))).toEqual([["ipam-a1", shared, true]]);
    expect(pairs(planRows([change({ ...named, region: "cn-shanghai" })], read))).toEqual([
      ["unmatched", undefined, "loaded"],
    ]);
    expect(pairs(planRows([change(named)], read))).toEqual([["unmatched", undefined, "loaded"]]);
  });

  it("is nothing for an operating region", () => {
    const shrunk = change({ kind: "operatingRegionsRemoved", discoveries: [{ id: shared }] });
    expect(planRows([shrunk], read)).toEqual([]);
  });
});

describe("Of what no known association names, a plan's row says", () => {
  const ended = change({
    discoveries: [{ id: "ipam-res-disco-elsewhere" }],
    targets: [payments],
    region: "cn-shanghai",
  });
  const state = (inventory: readonly RegionInventory[] | undefined) => {
    const [row] = planRows([ended, { ...ended, targets: [hub] }], inventory);
    return row?.kind === "unmatched" && { state: row.state, targets: row.targets };
  };

  it("whom it was shared with, and that no account is open", () => {
    expect(state(undefined)).toEqual({ state: undefined, targets: [payments, hub] });
  });

  it("whether its region was read", () => {
    const error = { reason: "forbidden" } as never;
    expect(state(read)).toMatchObject({ state: "loaded" });
    expect(state([{ region: "cn-shanghai", state: "loading" }])).toMatchObject({ state: "loading" });
    expect(state([{ region: "cn-shanghai", state: "failed", error }])).toMatchObject({ state: "failed" });
  });

  it("that it is not known when a list of the region is missing, or the region is none of those that are read", () => {
    const gap = { ...contents, gaps: [{} as never] };
    expect(state([{ region: "cn-shanghai", state: "loaded", contents: gap, readAt: 1 }])).toMatchObject({
      state: "failed",
    });
    expect(state(read.slice(0, 1))).toMatchObject({ state: "failed" });
  });
});
