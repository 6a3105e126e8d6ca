import { beforeEach, describe, expect, it } from "vitest";
import { arrangeBulk, bulkColumns } from "../../../src/ipam/arrangeBulk.ts";
import { countOutcomes, outcomeOf } from "../../../src/ipam/BulkOutcome.ts";
import { BulkRun } from "../../../src/ipam/BulkRun.ts";
import type { ChangeStep, TargetEnd } from "../../../src/ipam/ChangeStep.ts";
import type { DissociationCheck } from "../../../src/ipam/DissociationCheck.ts";
import { exportBulk } from "../../../src/ipam/exportBulk.ts";
import { IpamError } from "../../../src/ipam/IpamError.ts";
import { requestIdsOf } from "../../../src/ipam/requestIdsOf.ts";
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

  const step = (of: Target, one: ChangeStep<"dissociate">) =>
    run.apply({ action: "dissociate", target: of, step: one });
  const checked = (check: DissociationCheck) => step(check.target, { phase: "checked", check });
  const ended = (end: TargetEnd) => step(end.target, { phase: "ended", end });
  const outcomes = () => run.rows.map(outcomeOf);
  const order = (arrangement: Partial<Parameters<typeof arrangeBulk>[1]>) =>
    arrangeBulk(run.rows, { column: undefined, descending: false, outcome: undefined, ...arrangement }).map((row) =>
      row.target.discoveryId.at(-1),
    );

  it("waits, is under way, and is told target by target", () => {
    step(a, { phase: "checking" });
    checked(ready(b, 3));
    expect(outcomes()).toEqual(["underWay", "passes", "waiting"]);
    expect(run.passed).toEqual([b]);
  });

  it("passes over what is told of other targets", () => {
    checked(ready(target("z"), 1));
    step(target("z"), { phase: "sent" });
    expect(outcomes()).toEqual(["waiting", "waiting", "waiting"]);
  });

  it("takes what was begun and never came out for not run, and leaves alone what did", () => {
    checked(ready(a, 1));
    step(b, { phase: "checking" });
    step(b, { phase: "idle" });
    run.stop();
    expect(outcomes()).toEqual(["passes", "notRun", "notRun"]);
  });

  it("gives a row back its outcome when a dry run from elsewhere is cancelled", () => {
    ended({ target: a, settlement: { outcome: "dissociated", requestId: "R", observedAt: at } });
    run.stop();
    step(a, { phase: "checking" });
    expect(outcomes()[0]).toBe("underWay");
    step(a, { phase: "idle" });
    expect(outcomes()[0]).toBe("dissociated");
  });

  it("keeps what a dry run from elsewhere found", () => {
    run.stop();
    step(a, { phase: "checking" });
    checked(ready(a, 1));
    step(a, { phase: "idle" });
    expect(outcomes()[0]).toBe("passes");
  });

  it("leaves alone at its end what is dissociated from elsewhere", () => {
    run.stop();
    run.wait([b]);
    step(a, { phase: "waiting" });
    step(a, { phase: "verifying" });
    step(c, { phase: "waiting" });
    run.stop();
    expect(outcomes()).toEqual(["underWay", "notRun", "waiting"]);
  });

  it("leaves alone at its end what was busy from the start, as something else dissociates it", () => {
    step(a, { phase: "sent" });
    run.stop();
    expect(outcomes()).toEqual(["underWay", "notRun", "notRun"]);
  });

  it.each([
    ["unanswered", "cannotTell"],
    ["answered", "cannotTell"],
    ["notSent", "notRun"],
  ] as const)("takes a cancelled dry run that was %s for %s", (dryRun, outcome) => {
    run.notChecked([{ target: a, dryRun }]);
    expect(outcomes()[0]).toBe(outcome);
  });

  it("tells what no request left for from what the service refused", () => {
    const journal = new IpamError({ reason: "journal", what: "Not written.", advice: "", effect: "no" });
    ended({ target: a, settlement: { outcome: "refused", error: journal, neverLeft: true } });
    ended({ target: b, settlement: { outcome: "refused", error } });
    expect(outcomes()).toEqual(["notSent", "refused", "waiting"]);
  });

  it("names the RequestIds of what was refused before a cancel, and of a try that was lost", () => {
    const lost = new IpamError({ ...error.detail, reason: "timeout", requestId: "R-LOST", effect: "maybe" });
    ended({ target: a, notSent: "cancelled", refusal: error });
    checked({ target: b, checkedAt: at, verdict: "cannotTell", error, unproven: lost });
    expect(run.rows.map(requestIdsOf)).toEqual([["R-E"], ["R-E", "R-LOST"], []]);
    expect(exportBulk(run.rows, "csv").split("\r\n").slice(1, 3)).toEqual([
      expect.stringMatching(/,cancelled,refused,Operation\.Denied,,,,R-E$/),
      expect.stringMatching(/,cannotTell,refused,Operation\.Denied,.*,R-E R-LOST$/),
    ]);
  });

  it("keeps what the IPAM loses, and the owner that the check read, while the change goes on", () => {
    checked(ready(a, 3));
    step(a, { phase: "sent" });
    ended({ target: a, settlement: { outcome: "dissociated", requestId: "R", observedAt: at } });
    expect(run.rows[0]).toMatchObject({ ownerId: "1882009915530042", impact: { regions: [{ tally: { vpcs: 3 } }] } });
  });

  it("tells that it changed", () => {
    let times = 0;
    run.onDidChange(() => {
      times += 1;
    });
    step(a, { phase: "checking" });
    step(a, { phase: "confirming" });
    checked(ready(a, 1));
    expect(times).toBe(2);
  });

  it.each(["checking", "sending", "sent", "verifying"] as const)("shows one that is %s as under way", (phase) => {
    step(a, { phase });
    expect(run.rows[0]?.state).toEqual({ kind: "underWay", phase });
  });

  it("shows one as waiting between its confirmation and its turn", () => {
    checked(ready(a, 1));
    step(a, { phase: "waiting" });
    expect(outcomes()).toEqual(["waiting", "waiting", "waiting"]);
    expect(run.rows[0]?.impact).toBeDefined();
  });

  it("leaves a row as it is when nothing is done with it any more, or its person is asked", () => {
    checked(ready(a, 1));
    step(a, { phase: "confirming" });
    step(a, { phase: "idle" });
    expect(outcomes()).toEqual(["passes", "waiting", "waiting"]);
  });

  it("passes over steps of an association that is made", () => {
    run.apply({ action: "associate", target: a, step: { phase: "sent" } });
    expect(outcomes()).toEqual(["waiting", "waiting", "waiting"]);
  });

  it("knows a target through whatever profile it is reached", () => {
    step({ ...a, profile: "q" }, { phase: "checking" });
    expect([outcomes(), run.has({ ...a, profile: "q" })]).toEqual([["underWay", "waiting", "waiting"], true]);
  });

  it("shows one that nobody waits for as such until its end, which may come later", () => {
    ended({ target: a, leftWaiting: true });
    step(a, { phase: "sending" });
    step(a, { phase: "sent" });
    step(a, { phase: "verifying" });
    run.stop();
    expect(outcomes()).toEqual(["leftWaiting", "notRun", "notRun"]);
    const settlement = { outcome: "dissociated", requestId: "R", observedAt: at } as const;
    step(a, { phase: "ended", end: { target: a, settlement }, late: true });
    expect(outcomes()[0]).toBe("dissociated");
  });

  it("shows one again that is tried again after nobody waited for it", () => {
    ended({ target: a, leftWaiting: true });
    step(a, { phase: "checking" });
    expect(outcomes()[0]).toBe("underWay");
  });

  it("shows the alarm of a dry run that nobody waited for", () => {
    run.notChecked([{ target: a, dryRun: "unanswered" }]);
    expect(run.rows[0]?.state).toEqual({ kind: "notRun", dryRun: "unanswered" });
    const check = { target: a, checkedAt: at, verdict: "alarm", observed: "gone", requestId: "R" } as const;
    step(a, { phase: "checked", check, late: true });
    expect(outcomes()[0]).toBe("alarm");
  });

  it("keeps an alarm that came just when the person cancelled", () => {
    const check = { target: a, checkedAt: at, verdict: "alarm", observed: "gone", requestId: "R" } as const;
    step(a, { phase: "checked", check, late: true });
    run.notChecked([{ target: a, dryRun: "unanswered" }]);
    expect(outcomes()[0]).toBe("alarm");
  });

  it("tells apart what took no effect, and why", () => {
    ended({ target: a, notSent: "cancelled" });
    ended({ target: b, notSent: "takenOver" });
    ended({ target: c, earlier: "orphaned" });
    expect(outcomes()).toEqual(["cancelled", "notSent", "notSent"]);
  });

  it("counts the ways in which rows came out", () => {
    checked(ready(a, 1));
    ended({ target: b, settlement: { outcome: "refused", error } });
    run.notTried([c], false);
    expect([...countOutcomes(run.rows)]).toEqual([
      ["passes", 1],
      ["refused", 1],
      ["notTried", 1],
    ]);
  });

  it("is sorted by each column, both ways, and filtered by outcome", () => {
    checked(ready(a, 3));
    ended({ target: b, settlement: { outcome: "refused", error } });
    checked(ready(c, 12));
    expect(Object.fromEntries(bulkColumns.map((column) => [column, order({ column }).join("")]))).toEqual({
      ...{ ipam: "abc", discovery: "acb", owner: "bca", region: "abc", result: "acb", impact: "bac", request: "bac" },
    });
    expect(order({ column: "impact", descending: true })).toEqual(["c", "a", "b"]);
    expect(order({ outcome: "passes" })).toEqual(["a", "c"]);
    expect(order({ outcome: "unknown" })).toEqual([]);
  });

  it("leaves as a file, with the reason and the code of what was refused", () => {
    checked(ready(a, 3));
    ended({ target: b, settlement: { outcome: "refused", error } });
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
