import { beforeEach, describe, expect, it } from "vitest";
import { arrangeBulk, bulkColumns } from "../../../src/ipam/arrangeBulk.ts";
import { countOutcomes, outcomeOf } from "../../../src/ipam/BulkOutcome.ts";
import { BulkRun } from "../../../src/ipam/BulkRun.ts";
import type { DissociationCheck } from "../../../src/ipam/DissociationCheck.ts";
import { exportBulk } from "../../../src/ipam/exportBulk.ts";
import { IpamError } from "../../../src/ipam/IpamError.ts";
import type { Target } from "../../../src/ipam/Target.ts";
import { association } from "../../support/records.ts";

const at = Date.parse("2026-03-01T10:00:00Z");
const target = (name: string): Target => ({
  ...{ profile: "p", region: "cn-hangzhou", ipamId: "ipam-a1", discoveryId: `ipam-res-disco-${name}` },
});
const [a, b, c] = ["a", "b", "c"].map(target) as [Target, Target, Target];
const error = new IpamError({
  ...{ reason: "refused", what: "Refused.", advice: "", code: "Operation.Denied", requestId: "R-E", effect: "no" },
} as const);

function ready(of: Target, vpcs: number): DissociationCheck {
  const impact = { readAt: at, regions: [{ region: "cn-hangzhou", tally: { vpcs, vSwitches: 1, atMost: false } }] };
  return {
    ...{ target: of, checkedAt: at, verdict: "ready", association: association(), ipam: undefined },
    ...{ requestId: `R-${of.discoveryId}`, impact },
  };
}

describe("A run over several targets", () => {
  let run: BulkRun;

  beforeEach(() => {
    run = new BulkRun([
      { target: a, names: { ipamName: "hub", discoveryName: "=cells" }, ownerId: undefined },
      { target: b, names: { ipamName: "hub", discoveryName: "lake" }, ownerId: "2" },
      { target: c, names: {}, ownerId: "10" },
    ]);
  });

  const outcomes = () => run.rows.map(outcomeOf);
  const order = (arrangement: Partial<Parameters<typeof arrangeBulk>[1]>) =>
    arrangeBulk(run.rows, { column: undefined, descending: false, outcome: undefined, ...arrangement }).map((row) =>
      row.target.discoveryId.at(-1),
    );

  it("waits, is under way, and is told target by target", () => {
    run.phase(a, "checking");
    run.checked(ready(b, 3));
    expect(outcomes()).toEqual(["underWay", "passes", "waiting"]);
    expect(run.passed).toEqual([b]);
  });

  it("passes over what is told of other targets", () => {
    run.checked(ready(target("z"), 1));
    run.phase(target("z"), "sent");
    expect(outcomes()).toEqual(["waiting", "waiting", "waiting"]);
  });

  it("takes what was begun and never came out for not run, and leaves alone what did", () => {
    run.checked(ready(a, 1));
    run.phase(b, "checking");
    run.stop();
    expect(outcomes()).toEqual(["passes", "notRun", "notRun"]);
  });

  it("keeps what the IPAM loses, and the owner that the check read, while the change goes on", () => {
    run.checked(ready(a, 3));
    run.phase(a, "sent");
    run.ended({ target: a, settlement: { outcome: "dissociated", requestId: "R", observedAt: at } });
    expect(run.rows[0]).toMatchObject({ ownerId: "1882009915530042", impact: { regions: [{ tally: { vpcs: 3 } }] } });
  });

  it("tells that it changed", () => {
    let times = 0;
    run.onDidChange(() => {
      times += 1;
    });
    run.phase(a, "checking");
    run.phase(a, "confirming");
    run.checked(ready(a, 1));
    expect(times).toBe(2);
  });

  it("counts the ways in which rows came out", () => {
    run.checked(ready(a, 1));
    run.ended({ target: b, settlement: { outcome: "refused", error } });
    run.notTried([c], false);
    expect([...countOutcomes(run.rows)]).toEqual([
      ["passes", 1],
      ["refused", 1],
      ["notTried", 1],
    ]);
  });

  it("is sorted by each column, both ways, and filtered by outcome", () => {
    run.checked(ready(a, 3));
    run.ended({ target: b, settlement: { outcome: "refused", error } });
    run.checked(ready(c, 12));
    expect(Object.fromEntries(bulkColumns.map((column) => [column, order({ column }).join("")]))).toEqual({
      ...{ ipam: "abc", discovery: "acb", owner: "bca", region: "abc", result: "acb", impact: "bac", request: "bac" },
    });
    expect(order({ column: "impact", descending: true })).toEqual(["c", "a", "b"]);
    expect(order({ outcome: "passes" })).toEqual(["a", "c"]);
    expect(order({ outcome: "unknown" })).toEqual([]);
  });

  it("leaves as a file, with the reason and the code of what was refused", () => {
    run.checked(ready(a, 3));
    run.ended({ target: b, settlement: { outcome: "refused", error } });
    run.notTried([c], false);
    expect(exportBulk(run.rows, "csv").split("\r\n")).toEqual([
      "region,ipamId,ipamName,discoveryId,discoveryName,ownerId,result,reason,code,time,vpcs,vSwitches,requestId",
      "cn-hangzhou,ipam-a1,hub,ipam-res-disco-a,'=cells,1882009915530042,passes,,,2026-03-01T10:00:00.000Z,3,1,R-ipam-res-disco-a",
      "cn-hangzhou,ipam-a1,hub,ipam-res-disco-b,lake,2,refused,refused,Operation.Denied,,,,R-E",
      "cn-hangzhou,ipam-a1,,ipam-res-disco-c,,10,notTried,earlierFailed,,,,,",
      "",
    ]);
  });
});
