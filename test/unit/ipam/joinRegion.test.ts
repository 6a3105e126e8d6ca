import { describe, expect, it } from "vitest";
import { joinRegion, unsettledIpams } from "../../../src/ipam/joinRegion.ts";
import { account, association, discovery, ipam } from "../../support/records.ts";

describe("Joining the lists of a region", () => {
  it("gives an association the name that only the list of discoveries knows", () => {
    const [joined] = joinRegion([ipam()], [association()], [discovery({ name: "payments" })]).ipams;
    expect(joined?.associations[0]?.discovery?.name).toBe("payments");
  });

  it("holds the own default discovery for not removable, whatever its type says", () => {
    const row = association({
      discoveryId: "ipam-res-disco-default",
      discoveryOwnerId: account,
      discoveryType: "custom",
    });
    const [joined] = joinRegion([ipam()], [row], []).ipams;
    expect(joined?.associations[0]).toMatchObject({ removability: "ownDefault", provenance: "default" });
  });

  it("holds another account's default discovery for removable, though its type is system", () => {
    const [joined] = joinRegion([ipam()], [association({ discoveryType: "system" })], []).ipams;
    expect(joined?.associations[0]).toMatchObject({ removability: "removable", provenance: "shared" });
  });

  it("keeps apart what only the discovery owner's side shows", () => {
    const row = association({ ipamId: "ipam-foreign", discoveryOwnerId: account });
    const contents = joinRegion([ipam()], [row], []);
    expect(contents.ownerSide.map(({ ipamId }) => ipamId)).toEqual(["ipam-foreign"]);
    expect(contents.ipams[0]?.associations).toEqual([]);
  });

  it("leaves out associations that have ended", () => {
    const [joined] = joinRegion([ipam()], [association({ status: "Deleted" })], []).ipams;
    expect(joined?.associations).toEqual([]);
  });

  it("lists the own default first and the others by name", () => {
    const rows = [
      association({ discoveryId: "ipam-res-disco-b" }),
      association({ discoveryId: "ipam-res-disco-a" }),
      association({ discoveryId: "ipam-res-disco-default", discoveryOwnerId: account }),
    ];
    const names = [
      discovery({ discoveryId: "ipam-res-disco-a", name: "zeta" }),
      discovery({ discoveryId: "ipam-res-disco-b", name: "alpha" }),
    ];
    const [joined] = joinRegion([ipam()], rows, names).ipams;
    expect(joined?.associations.map(({ discoveryId }) => discoveryId)).toEqual([
      "ipam-res-disco-default",
      "ipam-res-disco-b",
      "ipam-res-disco-a",
    ]);
  });
});

describe("An association whose IPAM's default discovery the lists do not name", () => {
  const system = association({ discoveryId: "ipam-res-disco-new", discoveryOwnerId: account, discoveryType: "system" });
  const stranger = { ...system, ipamId: "ipam-new" };
  const removability = (...args: Parameters<typeof joinRegion>) => {
    const { ipams, ownerSide } = joinRegion(...args);
    return [...ipams.flatMap(({ associations }) => associations), ...ownerSide].map((row) => row.removability);
  };

  it("is not held for removable when its IPAM was created after ListIpams", () => {
    expect(removability([ipam()], [stranger], [])).toEqual(["unknown"]);
    expect(removability([], [stranger], [])).toEqual(["unknown"]);
    expect(unsettledIpams([ipam()], [stranger, stranger])).toEqual(["ipam-new"]);
  });

  it("is not held for removable when its IPAM has no default discovery yet", () => {
    const creating = ipam({ defaultDiscoveryId: "" });
    expect(removability([creating], [system], [])).toEqual(["unknown"]);
    expect(unsettledIpams([creating], [system])).toEqual(["ipam-a1"]);
  });

  it("is not held for removable when the list leaves out the type or the owner of the discovery", () => {
    expect(removability([ipam()], [{ ...stranger, discoveryType: "", discoveryOwnerId: "" }], [])).toEqual(["unknown"]);
  });

  it.each([
    ["is a custom one", [ipam()], { ...stranger, discoveryType: "custom" }],
    ["is the default one of another IPAM", [ipam({ defaultDiscoveryId: "ipam-res-disco-new" })], stranger],
    ["belongs to another account, so that the IPAM does not", [ipam()], { ...stranger, discoveryOwnerId: "18" }],
    [
      "belongs to another account than the IPAM",
      [ipam({ defaultDiscoveryId: "" })],
      { ...system, discoveryOwnerId: "18" },
    ],
  ])("is removable when the discovery %s", (_why, ipams, row) => {
    expect(removability(ipams, [row], [])).toEqual(["removable"]);
    expect(unsettledIpams(ipams, [row])).toEqual([]);
  });

  it("is removable once the IPAM is known to be another account's", () => {
    expect(removability([ipam()], [stranger], [], [], true, new Set(["ipam-new"]))).toEqual(["removable"]);
  });

  it("is settled by its IPAM", () => {
    const added = ipam({ ipamId: "ipam-new", defaultDiscoveryId: "ipam-res-disco-new" });
    expect(removability([ipam(), added], [stranger], [])).toEqual(["ownDefault"]);
    expect(unsettledIpams([ipam(), added], [stranger])).toEqual([]);
  });

  it("asks about no association that has ended", () => {
    expect(unsettledIpams([ipam()], [{ ...stranger, status: "Deleted" }])).toEqual([]);
  });
});
