import { describe, expect, it } from "vitest";
import { joinRegion } from "../../../src/ipam/joinRegion.ts";
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
