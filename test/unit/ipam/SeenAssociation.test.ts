import { describe, expect, it } from "vitest";
import type { JournalledChange } from "../../../src/ipam/Journal.ts";
import type { Outcome } from "../../../src/ipam/JournalEntry.ts";
import { ownChange } from "../../../src/ipam/ownChange.ts";
import type { JoinedAssociation } from "../../../src/ipam/RegionInventory.ts";
import { lostSince, parseSeen, type SeenAssociation, seenIn } from "../../../src/ipam/SeenAssociation.ts";
import { association, discovery, ipam } from "../../support/records.ts";

const seen: SeenAssociation = {
  ipamId: "ipam-a1",
  discoveryId: "ipam-res-disco-shared",
  ipamName: "hub",
  discoveryName: "payments",
  operatingRegions: ["cn-hangzhou"],
};

describe("What was seen of a region", () => {
  const ends = { ipam: ipam(), discovery: discovery() };
  const shared = { ...association(), ...ends, provenance: "shared", removability: "removable" } as const;
  const own = { ...shared, discoveryId: "ipam-res-disco-default", removability: "ownDefault" } as const;
  const contentsOf = (...associations: readonly JoinedAssociation[]) => ({
    ...{ discoveries: [], allDiscoveries: true, ownerSide: [], gaps: [] },
    ipams: [{ ipam: ends.ipam, associations }],
  });

  it("leaves out the own default discoveries, which go with their IPAM", () => {
    expect(seenIn(contentsOf(own, shared))).toEqual([seen]);
  });

  it("lost what is there no more, and nothing that is new", () => {
    const other = { ...shared, discoveryId: "ipam-res-disco-other" };
    const before = seenIn(contentsOf(shared, other));
    expect(lostSince(before, contentsOf(other, { ...shared, ipamId: "ipam-b2" }))).toEqual([seen]);
  });

  it("did not lose what turns out to be an own default discovery, or may be one", () => {
    const unknown = { ...own, removability: "unknown" } as const;
    expect(lostSince(seenIn(contentsOf(unknown)), contentsOf(own))).toEqual([]);
    expect(lostSince([seen], contentsOf({ ...shared, removability: "unknown" }))).toEqual([]);
  });

  it("is read back as it was kept, and not at all when it is damaged", () => {
    expect(parseSeen(JSON.parse(JSON.stringify([seen])))).toEqual([seen]);
    for (const damaged of [undefined, {}, [{}], [{ ...seen, ipamId: 7 }], [{ ...seen, operatingRegions: "all" }]]) {
      expect(parseSeen(damaged)).toBeUndefined();
    }
  });
});

describe("ownChange", () => {
  const account = "1203715520147781";
  const target = {
    profile: "p",
    region: "cn-hangzhou",
    ipamId: "ipam-a1",
    discoveryId: "ipam-res-disco-shared",
  } as const;
  const change = (action: "dissociate" | "associate", outcome?: Outcome["outcome"]): JournalledChange => ({
    intent: {
      ...{ kind: "intent", id: "i", at: 1, window: "w", pid: 1, action, target: { ...target, profile: "other" } },
      ...{ accountId: account, clientToken: "t" },
    },
    outcome: outcome && { kind: "outcome", intent: "i", at: 2, outcome },
  });

  it("is one that ended the association, or may have, by whatever profile, of either account", () => {
    for (const outcome of ["dissociated", "unknown", "stillAssociated", undefined] as const) {
      expect(ownChange([change("dissociate", outcome)], target)).toBe(true);
    }
  });

  it("is none that was refused, not sent, or followed by an association", () => {
    expect(ownChange([change("dissociate", "refused"), change("dissociate", "notSent")], target)).toBe(false);
    const again = [change("dissociate", "dissociated"), change("associate", "associated")];
    expect(ownChange(again, target)).toBe(false);
  });
});
