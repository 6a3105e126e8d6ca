import type { ChangeAction } from "../../src/ipam/Change.ts";
import { timeText } from "../../src/ui/dissociate/timeText.ts";
import type { Sentence } from "./vscodeTexts.ts";

/** An answer that reached a window. */
export interface Answered {
  readonly status: number;
  readonly code: string;
  readonly requestId: string;
}

/** What became of the requests of one kind for one target. */
export interface Requests {
  /** Those that were about to leave; some meet no connection. */
  readonly tries: number;
  readonly departures: number;
  readonly effects: number;
  readonly answers: readonly Answered[];
}

/** What is true of a target at the moment when a message about it appears. */
export interface Facts {
  /** How a sentence names the target. */
  readonly subject: string;
  readonly action: ChangeAction;
  readonly change: Requests;
  readonly dryRun: Requests;
  readonly isCancelled: boolean;
  readonly isAssociated: boolean;
  /** What brought it to where it truly is; undefined where it has been so from the start. */
  readonly turnedBy: "change" | "dryRun" | "elsewhere" | undefined;
  /** Lists that the window has read since its first request for this. */
  readonly readings: readonly { readonly wall: number; readonly isAssociated: boolean }[];
  /** Whether the journal holds an alarm of the dry run, or is to hold it as soon as it can be written. */
  readonly isAlarmKept: boolean;
  /** Those of all answers that the window got. */
  readonly requestIds: ReadonlySet<string>;
}

/** Whether a sentence is true of a target. `words` are those filled in, by place. */
type Claim = (facts: Facts, words: readonly string[]) => boolean;

const claimsNothing: Claim = () => true;
/** A row of a table names its target by where it stands. */
const names: Claim = ({ subject }, [named]) => named === subject || named === "the association";
const nothingLeft: Claim = ({ change }) => change.departures === 0;
const noDryRunLeft: Claim = ({ dryRun }) => dryRun.departures === 0;
const dryRunLeft: Claim = ({ dryRun }) => dryRun.departures > 0;
const dryRunChangedNothing: Claim = ({ dryRun }) => dryRun.effects === 0;
const hasLeft: Claim = ({ change }) => change.departures > 0;
const triedAgain: Claim = ({ change }) => change.tries > 1 && change.departures > 0;
const cancelled: Claim = ({ isCancelled }) => isCancelled;
const nothingTookEffect: Claim = (facts, words) => facts.change.effects === 0 && dryRunChangedNothing(facts, words);
const accepted: Claim = ({ dryRun }) => dryRun.answers.some(({ status }) => status >= 200 && status < 300);
const isUnproven: Claim = ({ dryRun: { departures, answers } }) =>
  departures > answers.filter(({ code }) => code === "DryRunOperation").length;

/** Where dry runs left, the answer to the last of them speaks of what it did. */
const isProven: Claim = ({ dryRun: { departures, answers } }) => {
  const last = answers.at(-1);
  if (departures === 0) return true;
  return last !== undefined && (last.code === "DryRunOperation" || (last.status >= 400 && last.status < 500));
};

const reads =
  (isAssociated: boolean): Claim =>
  ({ readings }) =>
    readings.some((reading) => reading.isAssociated === isAssociated);

/** The time of the reading stands at a place among the words. */
const readsAt =
  (isAssociated: boolean, place: number): Claim =>
  ({ readings }, words) =>
    readings.some((reading) => reading.isAssociated === isAssociated && timeText(reading.wall) === words[place]);

const hasRequestId: Claim = ({ change, requestIds }, [requestId = ""]) =>
  requestIds.has(requestId) || change.answers.some((answer) => answer.requestId === requestId);

function all(...claims: readonly Claim[]): Claim {
  return (facts, words) => claims.every((claim) => claim(facts, words));
}

/** What each sentence about a change claims. The texts of the program consist of these and of explanations of errors. */
const claims: Readonly<Record<string, Claim>> = {
  "{0} and the IPAM {1}": claimsNothing,
  "RequestId: {0}": hasRequestId,

  // What a check showed.
  "Dry run passed: {0} can be dissociated. Nothing was changed.": all(names, dryRunLeft, dryRunChangedNothing),
  "Dry run passed: {0} can be associated. Nothing was changed.": all(names, dryRunLeft, dryRunChangedNothing),
  "Dry run passed: {0} can be dissociated.": all(names, dryRunLeft, isUnproven),
  "Dry run passed: {0} can be associated.": all(names, dryRunLeft, isUnproven),
  "One try of the dry run got no answer that proves that it changed nothing. Read again at once, the association was still there.":
    all(isUnproven, reads(true)),
  "One try of the dry run got no answer that proves that it changed nothing. Read again at once, the two were not associated.":
    all(isUnproven, reads(false)),
  "The IPAM would stop seeing: {0}.": claimsNothing,
  "Cannot be dissociated: {0}.": names,
  "Cannot be associated: {0}.": names,
  "It is the IPAM's own default discovery, which goes only with the IPAM itself.": claimsNothing,
  "The two are not associated any more.": all(reads(false)),
  "The two are associated already.": all(reads(true)),
  "Cannot tell whether {0} could be dissociated.": names,
  "Cannot tell whether {0} could be associated.": names,
  "No answer proves that the dry run changed nothing.": isUnproven,
  "at {0}": claimsNothing,
  "the association": claimsNothing,

  // Alarms.
  "Dissociated {0}: read again at once after a dry run, the association is gone.": all(names, reads(false), accepted),
  "Cannot tell whether the dry run of {0} dissociated it: read again at once, the two are not associated.": all(
    names,
    reads(false),
    isUnproven,
  ),
  "Still associated: {0}, read again at once after a dry run.": all(names, reads(true), dryRunLeft),
  "Associated {0}: read again at once after a dry run, the association is there.": all(names, reads(true), accepted),
  "Cannot tell whether the dry run of {0} associated it: read again at once, the two are associated.": all(
    names,
    reads(true),
    isUnproven,
  ),
  "Still not associated: {0}, read again at once after a dry run.": all(names, reads(false), dryRunLeft),
  "Outcome unknown: {0}. It could not be read again after a dry run.": all(names, dryRunLeft),
  "Its dry run got an answer that only the change itself should get, and the answer cannot be read.": accepted,
  "The service answered its dry run as if it were the change itself.": accepted,
  "The history keeps it.": ({ isAlarmKept }) => isAlarmKept,
  "The history keeps it. There you can associate the two again.": ({ isAlarmKept }) => isAlarmKept,
  "Report this to Alibaba Cloud support.": claimsNothing,

  // What was not checked.
  "Cannot tell: you cancelled before the dry run of {0} was answered.": all(
    names,
    cancelled,
    ({ dryRun }) => dryRun.tries > 0,
  ),
  "If its answer shows that something may have changed, it is reported here.": claimsNothing,
  "The change itself was not sent.": nothingLeft,
  "Cannot tell: you cancelled before the dry run of {0} was sent.": all(names, cancelled, noDryRunLeft),
  "Cannot tell: you cancelled before {0} was read completely.": all(names, cancelled),
  "You cancelled before its dry run.": all(cancelled, nothingLeft, noDryRunLeft),
  "You cancelled after its dry run.": all(cancelled, nothingLeft, dryRunLeft),

  // How a change came out.
  "Not dissociated by this change: {0}.": all(names, nothingTookEffect),
  "Not associated by this change: {0}.": all(names, nothingTookEffect),
  "Not dissociated by this change: {0}. No request was sent.": all(names, nothingLeft, noDryRunLeft),
  "Not associated by this change: {0}. No request was sent.": all(names, nothingLeft, noDryRunLeft),
  "Not dissociated by this change: {0}. The change itself was not sent.": all(names, nothingLeft),
  "Not associated by this change: {0}. The change itself was not sent.": all(names, nothingLeft),
  "You cancelled before the next try.": all(cancelled, ({ change }) => change.tries > 0),
  "You cancelled in time.": cancelled,
  "You cancelled before the request was sent.": all(cancelled, nothingLeft),
  "No try of the request took effect, and you cancelled before the next one.": all(
    cancelled,
    nothingTookEffect,
    ({ change }) => change.tries > 0,
  ),
  "This window no longer holds the change, so it sends nothing more. Another window of VS Code may have taken it over.":
    nothingTookEffect,
  "Another window of VS Code holds an earlier change of this association.": claimsNothing,
  "An earlier change of this association is not settled yet. Its outcome is being read. Try again once it is known.":
    claimsNothing,
  "An association before it was not seen to be dissociated.": nothingLeft,
  "A discovery before it was not seen to be associated.": nothingLeft,
  "Outcome unknown: {0}. You stopped waiting after the request was sent, which does not undo it. The outcome is still being read and is reported here.":
    all(names, cancelled, hasLeft),
  "Dissociated {0}: read again at {1}, the association is gone.": all(names, readsAt(false, 1)),
  "Associated {0}: read again at {1}, the association is there.": all(names, readsAt(true, 1)),
  "There is no RequestId: no answer to the request arrived, or none that named one.": ({ change: { answers } }) =>
    answers.every(({ requestId }) => requestId === ""),
  "Still associated: {0}. At {1} the association was still there. No answer proves that the request was refused, so it may still take effect.":
    all(names, readsAt(true, 1), hasLeft),
  "Still associated: {0}. At {1} the association was still there. The last try had no effect, but an earlier one may still take effect.":
    all(names, readsAt(true, 1), triedAgain),
  "Still associated: {0}. The service accepted the request, but at {1} its list still showed the association.": all(
    names,
    readsAt(true, 1),
    ({ change: { answers } }) => answers.some(({ status }) => status < 300),
  ),
  "Still not associated: {0}. At {1} there was no association. No answer proves that the request was refused, so it may still take effect.":
    all(names, readsAt(false, 1), hasLeft),
  "Still not associated: {0}. At {1} there was no association. The last try had no effect, but an earlier one may still take effect.":
    all(names, readsAt(false, 1), triedAgain),
  "Still not associated: {0}. The service accepted the request, but at {1} its list did not show the association.": all(
    names,
    readsAt(false, 1),
    ({ change: { answers } }) => answers.some(({ status }) => status < 300),
  ),
  "Outcome unknown: {0}. Whether it was dissociated could not be read up to {1}. Refresh to find out.": names,
  "Outcome unknown: {0}. Whether it was associated could not be read up to {1}. Refresh to find out.": names,
  "How this change came out was not known before.": noDryRunLeft,
  "This was a dry run, and nobody confirmed a change. What it did was not known before.": all(dryRunLeft, nothingLeft),
  "The result of a change of {0} could not be written into the history. It is kept in memory and tried again; make room on the disk and give write access to VS Code's folder for this extension.":
    all(names, noDryRunLeft),
  "The result of a dry run of {0} could not be written into the history. It is kept in memory and tried again; make room on the disk and give write access to VS Code's folder for this extension.":
    all(names, dryRunLeft, nothingLeft),
  "Still associated: {0}, read again at {1}.": all(names, readsAt(true, 1)),
  "Still not associated: {0}, read again at {1}.": all(names, readsAt(false, 1)),
  "Nothing is sent again.": claimsNothing,

  // What an IPAM stops seeing.
  "not known": claimsNothing,
  "not known: {0} could not be counted": claimsNothing,
  "no VPC and no vSwitch in {0}": claimsNothing,
  "at most {0} in {1}": claimsNothing,
  "{0} in {1}": claimsNothing,
  "{0}; not known for {1}": claimsNothing,
  "1 VPC": claimsNothing,
  "{0} VPCs": claimsNothing,
  "1 vSwitch": claimsNothing,
  "{0} vSwitches": claimsNothing,
  "{0} and {1}": claimsNothing,

  // The progress of a change.
  "dry run and live reading…": claimsNothing,
  "preparing the request. Cancel keeps it from being sent.": claimsNothing,
  "preparing a request. Cancel keeps it and those behind it from being sent.": claimsNothing,
  "request sent. Cancel only stops waiting for the result.": hasLeft,
  "a request was sent. Cancel stops waiting for its result, and sends no other.": hasLeft,
  "reading the result. Cancel only stops waiting for it.": hasLeft,
  "reading a result. Cancel stops waiting for it, and sends no other.": hasLeft,

  // The rows of the tree and of a table of results.
  Dissociated: reads(false),
  Passes: nothingLeft,
  Refused: all(nothingTookEffect),
  "Cannot tell": claimsNothing,
  "Still associated": reads(true),
  "Outcome unknown": claimsNothing,
  Alarm: dryRunLeft,
  "Not waited for": all(cancelled, hasLeft),
  "Not sent": nothingLeft,
  Cancelled: all(cancelled, nothingTookEffect),
  "Not tried": nothingLeft,
  "Not run": nothingLeft,
  "Under way": claimsNothing,
  Waiting: nothingLeft,
  "You cancelled before its dry run was answered. An answer that is an alarm is shown here.": all(
    cancelled,
    ({ dryRun }) => dryRun.tries > 0,
  ),
  "You cancelled after its dry run was answered, before all about it was read.": all(cancelled, dryRunLeft),
  "dry run…": claimsNothing,
  "preparing the request…": claimsNothing,
  "waiting for confirmation…": nothingLeft,
  "confirmed, waiting…": nothingLeft,
  "dissociating…": hasLeft,
  "associating…": hasLeft,
  "reading the result…": hasLeft,
  "You cancelled before its turn.": all(cancelled, nothingLeft),
  "One before it was not seen to be dissociated.": nothingLeft,
  "The request was sent. The outcome is still being read and is shown here.": hasLeft,
  "This window no longer holds the change, so it sends nothing more.": nothingTookEffect,
  "Another window of VS Code holds an earlier change of it.": nothingLeft,
  "An earlier change of it is not settled yet. Its outcome is being read.": nothingLeft,
  "Read again at {0}: the association is gone.": readsAt(false, 0),
  "Read again at {0}: the association is still there.": readsAt(true, 0),
  "It could not be read up to {0}. Check again to find out.": claimsNothing,

  // A lens above code; of every association that it is about.
  "Dry-run dissociation": claimsNothing,
  "Dry-run dissociation…": claimsNothing,
  "Dry run in {0}, account {1}…": claimsNothing,
  "Dry-run again: edited since the last one": claimsNothing,
  "Dry-run again: the associations changed since the last one": claimsNothing,
  "{0} of {1} checked: {2}": claimsNothing,
  "Dry-run again: the last one is over 5 minutes old": claimsNothing,
  "Dry run passed {0}": all(dryRunLeft, dryRunChangedNothing),
  "Dry run passed {0}, and may have changed something": all(dryRunLeft, isUnproven),
  "Would be refused: {0}": claimsNothing,
  "Cannot tell: {0}": claimsNothing,
  "The dry run may have been the change itself": dryRunLeft,
  "{0} dry runs passed {1}": all(dryRunLeft, dryRunChangedNothing),
  "{0} dry runs passed {1}, and {2} may have changed something": dryRunLeft,
  "Dry runs {0}: {1} passed, {2} would be refused, {3} cannot tell": claimsNothing,
  "Dry runs {0}: {1} may have been the change itself": claimsNothing,
  "the IPAM's own default discovery": claimsNothing,
  "not associated any more": reads(false),
  "by the service": claimsNothing,
  "just now": claimsNothing,
  "{0} min ago": claimsNothing,
  "{0} h ago": claimsNothing,
  "{0} days ago": claimsNothing,

  // What stands above a table of results; of every target in it.
  "Waiting for your confirmation.": nothingLeft,
  "Dissociating one after the other: {0} of {1} done…": claimsNothing,
  "Dry run: {0} of {1} done…": claimsNothing,
  "It could not be carried out.": claimsNothing,
  "A dry run may have been the change itself: see the rows with an alarm.": claimsNothing,
  "Not run: one of them is being worked on already.": claimsNothing,
  "Cancelled. No change was sent.": nothingLeft,
  "Cancelled. No change was sent. Cannot tell for {0}: you cancelled after their dry run was sent.": all(
    cancelled,
    nothingLeft,
  ),
  "No change was sent, because not all of them pass. Those that do can be dissociated from here.": nothingLeft,
  "Dry run finished. Nothing was changed.": all(nothingLeft, dryRunChangedNothing, isProven),
  "Dry run finished. Not every answer proves that nothing was changed.": claimsNothing,
  "Cancelled. What was sent before is not undone by that.": claimsNothing,
  "Stopped at the first that was not seen to be dissociated. Not tried: {0}.": claimsNothing,
  "Finished. How each of them came out stands in its row.": claimsNothing,

  // A loss.
  "No longer associated: {0}.": names,
  "No longer associated: {0} resource discoveries, among them {1}.": ({ subject }, [, named = ""]) =>
    named.includes(subject),
  "The history of this machine holds no change that ended it: a share may have been stopped, or someone else acted.":
    claimsNothing,
  "A change from this machine at {0} may have ended it. Someone else may have acted, too.": claimsNothing,
  "The history of changes could not be read, so it is not known whether a change from this machine ended it.":
    claimsNothing,
  "The history of this machine holds no change that ended them: a share may have been stopped, or someone else acted.":
    claimsNothing,
  "A change from this machine may have ended some of them. Someone else may have acted, too.": claimsNothing,
  "The history of changes could not be read, so it is not known whether changes from this machine ended them.":
    claimsNothing,
  "The IPAM no longer sees: {0}.": claimsNothing,
};

/** What explanations of errors claim, where they speak of what was sent. */
const explanations: Readonly<Record<string, Claim>> = {
  "The dry run passed. Nothing was changed.": dryRunChangedNothing,
  "The journal could not be written or read ({code}); without it, no change is sent.": nothingTookEffect,
};

/** An explanation that speaks of what was sent or changed by a request. */
const speaksOfEffects = /\b(nothing|no change|not sent|was sent|took effect)\b/i;

/** Whether somebody has written down what a sentence claims. */
export function isClaimed(text: string): boolean {
  return claims[text] !== undefined;
}

/** Sentences that are untrue of a target, or that nobody has written down what they claim. */
export function untrue(sentences: readonly Sentence[], facts: Facts): readonly string[] {
  return sentences.filter(({ text, words }) => !isTrue(text, words, facts)).map(({ text }) => text);
}

function isTrue(text: string, words: Sentence["words"], facts: Facts): boolean {
  if (isByPlace(words)) return claims[text]?.(facts, words) ?? false;
  const claim = explanations[text];
  return claim ? claim(facts, []) : !speaksOfEffects.test(text);
}

function isByPlace(words: Sentence["words"]): words is readonly string[] {
  return Array.isArray(words);
}
