import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ChangeStep, Checks, TargetEnd } from "../../../src/ipam/ChangeStep.ts";
import { IpamError } from "../../../src/ipam/IpamError.ts";
import type { JournalledChange } from "../../../src/ipam/Journal.ts";
import type { Outcome } from "../../../src/ipam/JournalEntry.ts";
import { canary } from "../../faults/canary.ts";
import type { CancelledChange } from "../../faults/cancelDuring.ts";
import { liesOfCancelled } from "../../faults/liesOfCancelled.ts";
import { Stage } from "../../faults/Stage.ts";
import { targetOf } from "../../support/ScriptedApi.ts";

const target = targetOf();
const signed = { window: "window-1", pid: 1, host: "workstation", boot: "boot-1", at: 1, elapsed: 1 };
const error = new IpamError({ reason: "timeout", what: "It did not answer.", advice: "Try again.", effect: "maybe" });
const still = { outcome: "stillAssociated", requestId: undefined, error, observedAt: 1 } as const;
const gone = { outcome: "dissociated", requestId: "R", observedAt: 1 } as const;

/** A line of the journal with its outcome. */
function line(outcome: Outcome["outcome"], origin?: "dryRun"): JournalledChange {
  const intent = { kind: "intent", id: "1", ...signed, action: "dissociate", target, accountId: "1" } as const;
  return {
    intent: { ...intent, clientToken: "token", ...(origin && { origin }) },
    outcome: { kind: "outcome", intent: "1", ...signed, outcome },
  };
}

function told(...steps: readonly ChangeStep[]): CancelledChange["steps"] {
  return steps.map((step) => ({ step, isAfterReport: "late" in step && step.late === true }));
}

function ended(end: TargetEnd, late?: boolean): ChangeStep {
  return { phase: "ended", end, ...(late && { late }) };
}

/** A change that was sent, and cancelled after that, unless the fields say otherwise. */
function settled(end: TargetEnd, lateEnds: readonly TargetEnd[], fields: Partial<CancelledChange>): CancelledChange {
  return {
    action: "dissociate",
    report: { ended: "settled", ends: [end], notTried: [], cancelled: true },
    steps: told(ended(end), ...lateEnds.map((late) => ended(late, true)), { phase: "idle" }),
    cancelled: true,
    departures: [],
    journal: [],
    isUnderWay: false,
    renewals: 0,
    ...fields,
  };
}

const notSent: TargetEnd = { target, notSent: "cancelled" };
const leftWaiting: TargetEnd = { target, leftWaiting: true };

function withdrawn(fields: Partial<CancelledChange> = {}): CancelledChange {
  return settled(notSent, [], { journal: [line("notSent")], ...fields });
}

/** Left waiting, and read as still associated later. */
function followed(fields: Partial<CancelledChange> = {}, late: readonly TargetEnd[] = [{ target, settlement: still }]) {
  return settled(leftWaiting, late, { journal: [line("stillAssociated")], ...fields });
}

/** Cancelled before its dry run was answered. */
function unchecked(fields: Partial<CancelledChange> = {}): CancelledChange {
  return {
    ...withdrawn({ journal: [] }),
    report: { ended: "checked", checks: [], notChecked: [{ target, dryRun: "unanswered" }] },
    steps: told({ phase: "checking" }, { phase: "idle" }),
    ...fields,
  };
}

describe("The judge of changes that were cancelled", () => {
  let folder: string;
  let stage: Stage;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "ipam-lies-"));
    stage = await Stage.open("dissociate", folder);
  });

  afterEach(async () => {
    await stage.close();
    rmSync(folder, { recursive: true });
  });

  /** The service carries a change out, or a dry run as one. */
  async function carryOut(dryRun: boolean): Promise<void> {
    if (dryRun) stage.simulator.inject({ dryRun: true, fault: { kind: "ignoreDryRun" } });
    const { ipam, discovery } = stage.pair;
    const request = { region: ipam.region, ipamId: ipam.id, discoveryId: discovery.id, clientToken: "token" };
    await (dryRun ? stage.api.dryRunDissociate(request) : stage.api.dissociate(request));
  }

  const departure = { dryRun: false, when: "beforeCancel", waitedFor: false } as const;
  const cancelledDryRun = { ...departure, dryRun: true };

  it.each([
    ["not sent", withdrawn()],
    ["not sent, before it was journalled", withdrawn({ journal: [] })],
    ["left waiting, and told later", followed()],
    ["not checked", unchecked()],
  ])("finds nothing wrong with a change that was %s", (_, change) => {
    expect(liesOfCancelled(change, stage)).toEqual([]);
  });

  it.each([
    ["sent a request after the cancel", followed({ departures: [{ ...departure, when: "afterCancel" }] })],
    ["waited for the network after the cancel", followed({ departures: [{ ...departure, waitedFor: true }] })],
    ["is under way for ever", followed({ isUnderWay: true })],
    ["keeps its hold after the end", followed({ renewals: 1 })],
    ["tells of a refusal of nothing", settled({ ...notSent, refusal: error }, [], { journal: [line("notSent")] })],
    ["does not end in idle", withdrawn({ steps: told(ended(notSent)) })],
    ["told notSent, and wrote stillAssociated", withdrawn({ journal: [line("stillAssociated")] })],
    ["told stillAssociated, and wrote notSent", followed({ journal: [line("notSent")] })],
    ["told stillAssociated, and wrote ", followed({ journal: [] })],
    ["told , and wrote notSent", unchecked({ journal: [line("notSent")] })],
    ["wrote another alarm than it told", unchecked({ journal: [line("dissociated", "dryRun")] })],
    ["tells 0 late ends, and left 1 waiting", followed({ journal: [line("notSent")] }, [])],
    [
      "tells 2 late ends, and left 1 waiting",
      followed({}, [
        { target, settlement: still },
        { target, settlement: still },
      ]),
    ],
    ["says late that it does not know yet", followed({ journal: [line("notSent")] }, [leftWaiting])],
    ["was not sent though nobody cancelled", withdrawn({ cancelled: false })],
    ["tells wrongly whether it was cancelled", withdrawn({ cancelled: false })],
    ["stopped waiting though nobody cancelled", followed({ cancelled: false })],
    ["was not checked though nobody cancelled", unchecked({ cancelled: false })],
    ["ended as busy", withdrawn({ report: { ended: "busy", target }, steps: told({ phase: "idle" }), journal: [] })],
    [
      "tells other ends in its steps than in its report",
      withdrawn({ steps: told(ended({ target, settlement: still }), { phase: "idle" }) }),
    ],
    [
      "tells 0 checks of one target",
      unchecked({ report: { ended: "checked", checks: [], notChecked: [] }, steps: told({ phase: "idle" }) }),
    ],
    [
      "says wrongly that its dry run was answered",
      unchecked({ report: { ended: "checked", checks: [], notChecked: [{ target, dryRun: "answered" }] } }),
    ],
    [
      "ends after its report",
      withdrawn({
        steps: [
          { step: ended(notSent), isAfterReport: true },
          { step: { phase: "idle" }, isAfterReport: true },
        ],
      }),
    ],
  ])("sees a change that %s", (lie, change) => {
    expect(liesOfCancelled(change, stage)).toContain(lie);
  });

  it("sees a late end that is not true", () => {
    const change = followed({ journal: [line("dissociated")] }, [{ target, settlement: gone }]);
    expect(liesOfCancelled(change, stage)).toEqual(["tells another state than there is"]);
  });

  it("sees a secret in a step that no report holds", () => {
    const shown = new IpamError({ ...error.detail, what: `Got ${canary.token}.` });
    const alarm: Checks["dissociate"] = { target, checkedAt: 1, verdict: "cannotTell", error: shown };
    const steps = told({ phase: "checked", check: alarm, late: true }, { phase: "idle" });
    expect(liesOfCancelled(unchecked({ steps }), stage)).toEqual(["shows a secret"]);
  });

  it("sees a change that took effect though it was not sent, was refused or only checked", async () => {
    await carryOut(false);
    const departures = [departure];
    expect(liesOfCancelled(withdrawn({ departures }), stage)).toEqual([
      "took effect though it was not sent",
      "does not tell of the refusal",
    ]);
    const refused = followed({ departures, journal: [line("refused")] }, [
      { target, settlement: { outcome: "refused", error } },
    ]);
    expect(liesOfCancelled(refused, stage)).toEqual(["took effect though it was refused"]);
    expect(liesOfCancelled(unchecked({ departures }), stage)).toContain("changed something though it was only checked");
  });

  it("sees a request that the program knows nothing of", async () => {
    await carryOut(false);
    const change = followed({ journal: [line("dissociated")] }, [{ target, settlement: gone }]);
    expect(liesOfCancelled(change, stage)).toEqual(["sent a request that nobody knows of"]);
  });

  it("sees that nothing is said to be known of what was read", async () => {
    await stage.api.listAssociations("cn-hangzhou");
    const unknown = { outcome: "unknown", requestId: undefined, error, until: 1 } as const;
    const change = followed({ journal: [line("unknown")] }, [{ target, settlement: unknown }]);
    expect(liesOfCancelled(change, stage)).toEqual(["says that nothing is known of what was read"]);
  });

  describe("of a dry run that is carried out", () => {
    const departures = [cancelledDryRun];
    const alarm = { target, checkedAt: 1, verdict: "alarm", observed: "gone", requestId: "R" } as const;
    const steps = told({ phase: "checked", check: alarm, late: true }, { phase: "idle" });

    beforeEach(() => carryOut(true));

    it("finds nothing wrong with an alarm", () => {
      const journal = [line("dissociated", "dryRun")];
      expect(liesOfCancelled(unchecked({ departures, steps, journal }), stage)).toEqual([]);
    });

    it("sees that the alarm is lost", () => {
      expect(liesOfCancelled(unchecked({ departures }), stage)).toEqual([
        "tells 0 alarms of a dry run answered like the change",
      ]);
    });

    it("sees an alarm that is not true, and one that is not written down", () => {
      const untrue = told(
        { phase: "checked", check: { ...alarm, observed: "associated" }, late: true },
        { phase: "idle" },
      );
      const journal = [line("stillAssociated", "dryRun")];
      expect(liesOfCancelled(unchecked({ departures, steps: untrue, journal }), stage)).toEqual([
        "tells another state in an alarm than there is",
      ]);
      expect(liesOfCancelled(unchecked({ departures, steps }), stage)).toEqual(["wrote another alarm than it told"]);
    });

    it("sees that its dry run is said not to be sent", () => {
      const report = { ended: "checked", checks: [], notChecked: [{ target, dryRun: "notSent" }] } as const;
      const journal = [line("dissociated", "dryRun")];
      expect(liesOfCancelled(unchecked({ report, departures, steps, journal }), stage)).toEqual([
        "says wrongly that its dry run was notSent",
      ]);
    });
  });
});
