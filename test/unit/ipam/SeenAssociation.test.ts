import { describe, expect, it } from "vitest";
import type { JoinedAssociation } from "../../../src/ipam/RegionInventory.ts";
import { lostSince, parseSeen, type SeenAssociation, seenIn } from "../../../src/ipam/SeenAssociation.ts";
import { association, discovery, ipam } from "../../support/records.ts";

const since = { at: 1, elapsed: 2, host: "workstation", boot: "boot-1" };
const seen: SeenAssociation = {
  ipamId: "ipam-a1",
  discoveryId: "ipam-res-disco-shared",
  ipamName: "hub",
  discoveryName: "payments",
  operatingRegions: ["cn-hangzhou"],
  seen: since,
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
    expect(seenIn(contentsOf(own, shared), since)).toEqual([seen]);
  });

  it("lost what is there no more, and nothing that is new", () => {
    const other = { ...shared, discoveryId: "ipam-res-disco-other" };
    const before = seenIn(contentsOf(shared, other), since);
    expect(lostSince(before, contentsOf(other, { ...shared, ipamId: "ipam-b2" }))).toEqual([seen]);
  });

  it("did not lose what turns out to be an own default discovery, or may be one", () => {
    const unknown = { ...own, removability: "unknown" } as const;
    expect(lostSince(seenIn(contentsOf(unknown), since), contentsOf(own))).toEqual([]);
    expect(lostSince([seen], contentsOf({ ...shared, removability: "unknown" }))).toEqual([]);
  });

  it("is read back as it was kept, with the time or, by an older version, without", () => {
    const { seen: _, ...older } = seen;
    for (const one of [seen, older]) expect(parseSeen(JSON.parse(JSON.stringify([one])))).toEqual([one]);
  });

  it("is not read at all when it is damaged", () => {
    const damaged = [{}, { ...seen, ipamId: 7 }, { ...seen, operatingRegions: "all" }, { ...seen, seen: { at: 1 } }];
    for (const value of [undefined, {}, ...damaged.map((one) => [seen, one])]) expect(parseSeen(value)).toBeUndefined();
  });
});
