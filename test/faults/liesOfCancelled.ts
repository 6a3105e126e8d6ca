import { provesRefusal } from "../../src/alibaba/provesRefusal.ts";
import type { ChangeAction } from "../../src/ipam/Change.ts";
import type { Checks, NotChecked, TargetEnd } from "../../src/ipam/ChangeStep.ts";
import type { Outcome } from "../../src/ipam/JournalEntry.ts";
import type { Settlement } from "../../src/ipam/Settlement.ts";
import type { RecordedRequest } from "../../src/simulator/RequestLog.ts";
import type { CancelledChange } from "./cancelDuring.ts";
import { liesOf } from "./liesOf.ts";
import type { Report } from "./perform.ts";
import type { Stage } from "./Stage.ts";

type Check = Checks[ChangeAction];
type Alarm = Extract<Check, { readonly verdict: "alarm" }>;

/**
 * What is wrong with what was told and done about a change that the person may have cancelled: before the report, and late
 * after it. Only what the simulator saw and holds makes it true.
 */
export function liesOfCancelled(change: CancelledChange, stage: Stage): readonly string[] {
  const lies = [
    ...liesOf(lastWord(change), stage, change.report, change.steps, change.journal),
    ...againstCancel(change, stage),
    ...ofReport(change, stage),
    ...ofLateSteps(change),
    ...ofAlarms(change, stage),
    ...ofJournal(change),
    change.steps.at(-1)?.step.phase !== "idle" && "does not end in idle",
    change.isUnderWay && "is under way for ever",
    change.renewals > 0 && "keeps its hold after the end",
  ].filter((lie) => typeof lie === "string");
  return [...new Set(lies)];
}

/** Nothing leaves after a cancel, and nobody waits for what has left. */
function againstCancel({ cancelled, departures }: CancelledChange, { simulator }: Stage): readonly string[] {
  const arrived = simulator.count(({ action }) => isOfChange(action));
  return [
    departures.some(({ when }) => when === "afterCancel") && "sent a request after the cancel",
    arrived > departures.length && "sent a request that nobody knows of",
    cancelled && departures.some(({ waitedFor }) => waitedFor) && "waited for the network after the cancel",
  ].filter((lie) => typeof lie === "string");
}

function ofReport(change: CancelledChange, stage: Stage): readonly string[] {
  const { report, cancelled } = change;
  switch (report.ended) {
    case "checked": {
      const told = report.checks.length + report.notChecked.length;
      return [
        told !== 1 && `tells ${told} checks of one target`,
        effectsOf(stage, false) > 0 && "changed something though it was only checked",
        !cancelled && report.notChecked.length > 0 && "was not checked though nobody cancelled",
        !cancelled &&
          report.checks.some(({ verdict }) => verdict === "ready") &&
          "was not sent though nobody cancelled",
        ...report.notChecked.flatMap((one) => ofNotChecked(one, stage)),
      ].filter((lie) => typeof lie === "string");
    }
    case "settled":
      return [
        report.ends.length !== 1 && `tells ${report.ends.length} ends of one target`,
        report.notTried.length > 0 && "tells of a target that was not tried",
        report.cancelled !== cancelled && "tells wrongly whether it was cancelled",
        ...[...report.ends, ...lateEnds(change)].flatMap((end) => ofEnd(end, change, stage)),
      ].filter((lie) => typeof lie === "string");
    default:
      return [`ended as ${report.ended}`];
  }
}

function ofNotChecked({ dryRun }: NotChecked, { simulator }: Stage): readonly string[] {
  const dryRuns = simulator.requests.filter((request) => request.dryRun);
  const isTrue = {
    notSent: dryRuns.length === 0,
    unanswered: true,
    answered: dryRuns.some(({ status }) => status !== undefined),
  };
  return isTrue[dryRun] ? [] : [`says wrongly that its dry run was ${dryRun}`];
}

function ofEnd(end: TargetEnd, { cancelled, departures }: CancelledChange, stage: Stage): readonly string[] {
  const sent = stage.simulator.requests.filter((request) => isOfChange(request.action) && !request.dryRun);
  if ("leftWaiting" in end) return cancelled ? [] : ["stopped waiting though nobody cancelled"];
  if ("earlier" in end) return ["met a change that was never made"];
  if ("notSent" in end) {
    return [
      !cancelled && "was not sent though nobody cancelled",
      effectsOf(stage, false) > 0 && "took effect though it was not sent",
      sent.length > 0 && !end.refusal && "does not tell of the refusal",
      !departures.some(({ dryRun }) => !dryRun) && end.refusal && "tells of a refusal of nothing",
    ].filter((lie) => typeof lie === "string");
  }
  switch (end.settlement.outcome) {
    case "refused":
      return effectsOf(stage, false) > 0 ? ["took effect though it was refused"] : [];
    case "unknown": {
      const read = stage.calls.findLast(({ action }) => action === "ListIpamResourceDiscoveryAssociations");
      return read?.outcome === "ok" ? ["says that nothing is known of what was read"] : [];
    }
    default:
      return [];
  }
}

function ofLateSteps(change: CancelledChange): readonly string[] {
  const { report, steps } = change;
  const ends = steps.flatMap(({ step }) => (step.phase === "ended" && !step.late ? [step.end] : []));
  const told = report.ended === "settled" ? report.ends : [];
  const awaited = told.filter((end) => "leftWaiting" in end).length;
  const late = lateEnds(change);
  const isTold = ends.length === told.length && ends.every((end, index) => end === told[index]);
  return [
    !isTold && "tells other ends in its steps than in its report",
    late.length !== awaited && `tells ${late.length} late ends, and left ${awaited} waiting`,
    late.some((end) => "leftWaiting" in end || "earlier" in end) && "says late that it does not know yet",
    steps.some(({ step, isAfterReport }) => isAfterReport && isEnd(step) && !step.late) && "ends after its report",
  ].filter((lie) => typeof lie === "string");
}

/** Whatever answers a dry run like the change is told, whoever has cancelled meanwhile, and as it is. */
function ofAlarms(change: CancelledChange, stage: Stage): readonly string[] {
  const alarms = alarmsOf(change);
  const isDue = stage.simulator.requests.some(isAnsweredLikeAChange);
  const isLost = effectsOf(stage, true) > 0 && alarms.length === 0;
  return [
    isDue && alarms.length !== 1 && `tells ${alarms.length} alarms of a dry run answered like the change`,
    !isDue && isLost && !isLeftOpen(change) && "tells nothing of a dry run that took effect",
    ...alarms.map(
      ({ observed }) =>
        observed !== "unknown" &&
        effectsOf(stage, false) === 0 &&
        (observed === "associated") !== stage.isAssociated &&
        "tells another state in an alarm than there is",
    ),
  ].filter((lie) => typeof lie === "string");
}

/** Where no answer came at all, it is enough to say so. */
function isLeftOpen({ report }: CancelledChange): boolean {
  if (report.ended !== "checked") return false;
  return (
    report.notChecked.some(({ dryRun }) => dryRun === "unanswered") ||
    report.checks.some((check) => check.verdict === "cannotTell" && check.error.detail.effect === "maybe")
  );
}

function ofJournal(change: CancelledChange): readonly string[] {
  const { journal, action, report } = change;
  const changes = journal.filter(({ intent }) => intent.origin === undefined);
  const alarms = journal.filter(({ intent }) => intent.origin === "dryRun");
  const end = lastEnd(change);
  const written = changes.map(({ outcome }) => outcome?.outcome);
  const told = report.ended === "settled" ? [writtenOf(end)] : [];
  const isWithoutLine = told[0] === "notSent" && written.length === 0;
  const toldAlarms = alarmsOf(change).map(meaningFor(action));
  // A dry run without a proving answer is kept though nothing is seen to have changed, and is no alarm then.
  const isUnproven = (outcome: string | undefined) => outcome !== undefined && unchanged[action].includes(outcome);
  const writtenAlarms = alarms.map(({ outcome }) => outcome?.outcome);
  const isAsTold = String(writtenAlarms) === String(toldAlarms);
  return [
    !isWithoutLine && String(written) !== String(told) && `told ${told}, and wrote ${written}`,
    !isAsTold && (toldAlarms.length > 0 || !writtenAlarms.every(isUnproven)) && "wrote another alarm than it told",
  ].filter((lie) => typeof lie === "string");
}

/** Outcomes of a dry run after which nothing was seen to have changed. */
const unchanged: Readonly<Record<ChangeAction, readonly string[]>> = {
  dissociate: ["stillAssociated", "unknown"],
  associate: ["notAssociated", "unknown"],
};

/** The outcome that the journal keeps of an end. */
function writtenOf(end: TargetEnd | undefined): Outcome["outcome"] {
  if (end && "settlement" in end) return end.settlement.outcome;
  return end && "notSent" in end && end.refusal ? "refused" : "notSent";
}

function meaningFor(action: ChangeAction): (alarm: Alarm) => Settlement["outcome"] {
  return ({ observed }) => {
    if (observed === "unknown") return "unknown";
    if (action === "associate") return observed === "associated" ? "associated" : "notAssociated";
    return observed === "gone" ? "dissociated" : "stillAssociated";
  };
}

/** Every alarm once: those that came late stand in no report. */
function alarmsOf({ steps }: CancelledChange): readonly Alarm[] {
  return steps.flatMap(({ step }) => (step.phase === "checked" && step.check.verdict === "alarm" ? [step.check] : []));
}

function lateEnds({ steps }: CancelledChange): readonly TargetEnd[] {
  return steps.flatMap(({ step }) => (step.phase === "ended" && step.late ? [step.end] : []));
}

function lastEnd({ report, ...change }: CancelledChange): TargetEnd | undefined {
  return lateEnds({ report, ...change }).at(-1) ?? (report.ended === "settled" ? report.ends.at(-1) : undefined);
}

/** What is told of the association in the end. */
function lastWord(change: CancelledChange): Report {
  const { report } = change;
  const end = lastEnd(change);
  if (end && "settlement" in end) return ofSettlement(end.settlement);
  if (end && "notSent" in end) return { said: "not sent", error: end.refusal };
  const [check] = report.ended === "checked" ? report.checks : [];
  if (check?.verdict === "cannotTell") return { said: `cannot tell: ${check.error.reason}`, error: check.error };
  if (check?.verdict === "refused") return { said: "refused", error: check.error };
  return { said: report.ended };
}

function ofSettlement(settlement: Settlement): Report {
  switch (settlement.outcome) {
    case "dissociated":
    case "notAssociated":
      return { said: settlement.outcome, claimsAssociated: false, error: errorOf(settlement) };
    case "associated":
    case "stillAssociated":
      return { said: settlement.outcome, claimsAssociated: true, error: errorOf(settlement) };
    default:
      return { said: settlement.outcome, error: errorOf(settlement) };
  }
}

function errorOf(settlement: Settlement): Report["error"] {
  return "error" in settlement ? settlement.error : undefined;
}

function isEnd(step: CancelledChange["steps"][number]["step"]): step is Extract<typeof step, { phase: "ended" }> {
  return step.phase === "ended";
}

function isOfChange(action: string): boolean {
  return action === "DissociateIpamResourceDiscovery" || action === "AssociateIpamResourceDiscovery";
}

/** A service that carries a request out and proves that it did not deceives whoever asks. */
function effectsOf({ simulator }: Stage, dryRun: boolean): number {
  return simulator.count((request) => request.effect && request.dryRun === dryRun && !isDeceit(request));
}

function isDeceit({ code, status }: RecordedRequest): boolean {
  return code !== undefined && provesRefusal(code, status);
}

function isAnsweredLikeAChange({ dryRun, status = 0, code }: RecordedRequest): boolean {
  return dryRun && status >= 200 && status < 300 && code !== "DryRunOperation";
}
