import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { ChangeAction, ChangeNote } from "../../ipam/Change.ts";
import { type ChangeReport, ChangeRunner } from "../../ipam/ChangeRunner.ts";
import type { ChangeEvent, Checks, TargetEnd } from "../../ipam/ChangeStep.ts";
import { commonRegions } from "../../ipam/commonRegions.ts";
import { IpamError } from "../../ipam/IpamError.ts";
import type { Intent } from "../../ipam/JournalEntry.ts";
import type { Machine } from "../../ipam/machine.ts";
import { OrphanSettler } from "../../ipam/OrphanSettler.ts";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import type { ResourceCounts } from "../../ipam/ResourceCounts.ts";
import type { Actor } from "../../ipam/sendChange.ts";
import { systemClock } from "../../ipam/systemClock.ts";
import { associationKey, type Target, targetKey } from "../../ipam/Target.ts";
import { toIpamError } from "../../ipam/toIpamError.ts";
import type { Session } from "../accounts/Session.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { explain } from "../common/explain.ts";
import type { Log } from "../common/Log.ts";
import type { TargetStates } from "../explorer/TargetStates.ts";
import { associationCheckText } from "./associationCheckText.ts";
import { Journals } from "./Journals.ts";
import { PhaseProgress } from "./PhaseProgress.ts";
import {
  checkText,
  endText,
  interruptedText,
  notCheckedText,
  notTriedText,
  type ReportText,
  type Severity,
  unwrittenText,
} from "./reportText.ts";
import { inventoryRow, targetSubject } from "./targetText.ts";

/** A button of a message, and what it does. */
export interface MessageAction {
  readonly title: string;
  readonly act: () => unknown;
}

/** How one request of a person is carried out and reported. */
export interface ChangeWork<A extends ChangeAction> {
  readonly action: A;
  /** Whether only a dry run was asked for. */
  readonly isDryRun: boolean;
  readonly title: string;
  readonly work: (signal: AbortSignal) => Promise<ChangeReport<A>>;
  readonly checkText: (check: Checks[A], subject: string) => ReportText;
  /** Shows how targets came out, in place of a message. */
  readonly show?: (report: ChangeReport<A>) => void;
  /** What the message of an end offers to do next. */
  readonly offer?: (ends: readonly TargetEnd[]) => readonly MessageAction[];
}

/** What the desk works with. */
export interface ChangeDeskTools {
  readonly sessions: Sessions;
  readonly states: TargetStates;
  readonly counts: ResourceCounts;
  readonly log: Log;
  /** Where changes are written down before they leave. */
  readonly journalFile: string;
  /** The machine that this window runs on. */
  readonly machine: Machine;
}

/**
 * What every change and every dry run of this window has in common, whichever way a person takes to it: the one runner, who
 * acts, the progress while it works, and the message at its end.
 */
export class ChangeDesk implements vscode.Disposable {
  readonly sessions: Sessions;
  readonly log: Log;
  readonly journals: Journals;
  readonly runner: ChangeRunner;
  readonly #states: TargetStates;
  readonly #counts: ResourceCounts;
  readonly #orphans: OrphanSettler;
  /** The progress of what is under way, by association. */
  readonly #progress = new Map<string, PhaseProgress>();
  /** What a target was called when it was last seen: an association that is gone has no row any more. */
  readonly #names = new Map<string, ChangeNote>();
  /** What the message of an end offers, by association: a late one offers the same. */
  readonly #offers = new Map<string, NonNullable<ChangeWork<ChangeAction>["offer"]>>();

  constructor({ sessions, states, counts, log, journalFile, machine }: ChangeDeskTools) {
    this.sessions = sessions;
    this.#states = states;
    this.#counts = counts;
    this.log = log;
    this.journals = new Journals(journalFile, machine, {
      onDamage: (lineNumbers) => this.#onDamage(lineNumbers, journalFile),
      onUnwritten: (intent, error) => this.#onUnwritten(intent, error),
    });
    this.runner = new ChangeRunner({
      actorFor: ({ profile }) => this.#actor(profile),
      clock: systemClock,
      newClientToken: () => `ipam-explorer-${randomUUID()}`,
      isSeen: (target) => this.row(target) !== undefined,
      isKnownOwnDefault: (target) => this.row(target)?.removability === "ownDefault",
      operatingRegionsOf: (target) => {
        const row = this.row(target);
        return commonRegions(row?.ipam, row?.discovery);
      },
      namesOf: (target) => this.namesOf(target),
    });
    this.runner.onStep((event) => this.#onStep(event));
    this.#orphans = new OrphanSettler({
      journal: this.journals.machine,
      clock: systemClock,
      actorFor: (intent) => this.#actorOf(intent),
      onSettled: ({ action, target, origin }, settlement) => {
        this.tell(interruptedText(action, settlement, this.subject(target), origin));
        void this.readAgain([target]);
      },
      onFailed: (error) => log.error("Settling the changes of windows that ended", error),
    });
  }

  dispose(): void {
    this.#orphans.dispose();
    this.journals.dispose();
  }

  /** Finds out how changes came out whose window ended before it knew. */
  async settleOrphans(): Promise<void> {
    try {
      await this.#orphans.settle();
    } catch (error) {
      this.log.error("Settling the changes that were interrupted", error);
    }
  }

  /** Who makes the changes of a profile. Throws IpamError. */
  async #actor(profileId: string): Promise<Actor> {
    const { profile, api, endpoint } = await this.sessions.actor(profileId);
    return { accountId: profile.accountId, api, endpoint, journal: this.journals.of(profileId) };
  }

  /** A profile may have become that of another account, or of another endpoint, which say nothing about what was done. */
  async #actorOf({ target, accountId, endpoint }: Intent): Promise<Actor> {
    const actor = await this.#actor(target.profile);
    if (actor.accountId !== accountId) {
      throw new IpamError({
        reason: "credentialsUnavailable",
        what: "The profile this action is for is not signed in here any more.",
        advice: "Sign in to it again, or switch to another profile.",
        effect: "no",
      });
    }
    if (endpoint === undefined || endpoint === actor.endpoint) return actor;
    throw new IpamError({
      reason: "wrongTarget",
      what: "The change was sent to another endpoint than the settings name now.",
      advice: "Set ipamExplorer.endpoint back to read its outcome.",
      effect: "no",
    });
  }

  /** The accounts of targets, as the person knows them: profile name and account id of each. */
  async accountsOf(targets: readonly Target[]): Promise<string> {
    const profiles = [...new Set(targets.map(({ profile }) => profile))];
    const sessions = await Promise.all(profiles.map((profile) => this.sessions.forProfile(profile)));
    return sessions.map(({ profile: { name, accountId } }) => `${name} (${accountId})`).join(", ");
  }

  /** The name of a profile that is shown. */
  accountName(profileId: string): string {
    return this.sessions.find(profileId)?.profile.name ?? "";
  }

  /** The session to work in; says what is missing when there is none. */
  async session(): Promise<Session | undefined> {
    const session = await this.sessions.ensure();
    if (!session) {
      this.tell({ severity: "information", text: vscode.l10n.t("Add a profile or open the demo account first.") });
    }
    return session;
  }

  /** Runs a change or a dry run of targets, and reports how it came out. */
  async run<A extends ChangeAction>(
    targets: readonly Target[],
    change: ChangeWork<A>,
  ): Promise<ChangeReport<A> | undefined> {
    if (change.offer) for (const target of targets) this.#offers.set(associationKey(target), change.offer);
    return this.underProgress(targets, change.title, async (signal, endProgress) => {
      const report = await change.work(signal);
      endProgress();
      this.report(report, targets, change);
      if (mayHaveChanged(report)) await this.readAgain(targets);
      return report;
    });
  }

  /** Works on targets with a progress of theirs. What fails is logged and reported. */
  async underProgress<A extends ChangeAction>(
    targets: readonly Target[],
    title: string,
    work: (signal: AbortSignal, endProgress: () => void) => Promise<ChangeReport<A>>,
  ): Promise<ChangeReport<A> | undefined> {
    for (const target of targets) this.#remember(target);
    const progress = new PhaseProgress(title, targets.length > 1);
    const keys = targets.map(associationKey).filter((key) => !this.#progress.has(key));
    for (const key of keys) this.#progress.set(key, progress);
    // Once the work has ended, the next action on the same association has a progress and a Cancel of its own.
    const endProgress = () => {
      for (const key of keys) if (this.#progress.get(key) === progress) this.#progress.delete(key);
      progress.end();
    };
    try {
      return await work(progress.signal, endProgress);
    } catch (thrown) {
      this.log.error(title, thrown);
      this.tell({ severity: "error", text: explain(toIpamError(thrown)).text });
      return undefined;
    } finally {
      endProgress();
    }
  }

  /** The row of a target in the inventory of its account, if that is shown. */
  row(target: Target): JoinedAssociation | undefined {
    return inventoryRow(this.sessions.find(target.profile)?.inventory, target);
  }

  /** The names of both ends, as they are or were last known. */
  namesOf(target: Target): ChangeNote {
    this.#remember(target);
    return this.#names.get(targetKey(target)) ?? {};
  }

  /** Both ends in a phrase. */
  subject(target: Target): string {
    return targetSubject(this.namesOf(target), target);
  }

  /** Keeps names that something else than the inventory told. */
  learn(target: Target, names: ChangeNote): void {
    const key = targetKey(target);
    this.#names.set(key, { ...this.#names.get(key), ...names });
  }

  /** Shows a message, with a way to the log. */
  tell({ severity, text }: ReportText, offered: readonly MessageAction[] = []): void {
    const show = {
      information: vscode.window.showInformationMessage,
      warning: vscode.window.showWarningMessage,
      error: vscode.window.showErrorMessage,
    }[severity];
    this.log.info(`Told: ${text}`);
    const actions = [...offered, { title: vscode.l10n.t("Show Log"), act: () => this.log.show() }];
    void show(text, ...actions.map(({ title }) => title)).then((answer) =>
      actions.find(({ title }) => title === answer)?.act(),
    );
  }

  /** Reports how a change or a dry run came out. */
  report<A extends ChangeAction>(
    report: ChangeReport<A>,
    targets: readonly Target[],
    { action, isDryRun, checkText, show, offer }: Omit<ChangeWork<A>, "title" | "work">,
  ): void {
    if (show && report.ended !== "busy") show(report);
    switch (report.ended) {
      case "cancelled":
        return;
      case "busy":
        this.tell({
          severity: "information",
          text: vscode.l10n.t("{0} is being worked on already.", this.subject(report.target)),
        });
        return;
      case "checked":
        if (!show) {
          this.#tellAll([
            ...report.checks.map((check) => checkText(check, this.subject(check.target))),
            ...this.#notChecked(report.notChecked, targets, action, isDryRun),
          ]);
        }
        return;
      case "settled": {
        if (!show) this.#tellEnds(report, action, offer);
        // Also where another window is at it, whose change falls to this one when that window ends.
        if (report.ends.some((end) => "earlier" in end)) void this.settleOrphans();
      }
    }
  }

  /** The regions of the targets, wherever they have a row, and only those: the rest of the tree stands as it was read. */
  async readAgain(targets: readonly Target[]): Promise<void> {
    await Promise.all(
      this.sessions.shown.map(async ({ profile, inventory }) => {
        const its = targets.filter((target) => target.profile === profile.id || inventoryRow(inventory, target));
        const regions = new Set(its.map(({ region }) => region));
        if (regions.size > 0) await inventory.load([...regions]);
      }),
    );
  }

  /** Every step of every target, whoever asked for it. */
  #onStep(event: ChangeEvent): void {
    const { target } = event;
    this.#states.apply(event);
    this.#progress.get(associationKey(target))?.phase(event.step.phase);
    const late = this.#lateText(event);
    if (late) {
      this.tell(late, this.#lateOffer(event));
      void this.readAgain([target]);
    }
    // What a check counted is of use elsewhere too: in the tree, and where an edit would end the association.
    if (event.action !== "dissociate" || event.step.phase !== "checked") return;
    const { check } = event.step;
    if (check.verdict === "ready" && check.impact) {
      this.#counts.keep(check.target, check.impact, this.row(target)?.ipam === undefined);
    }
  }

  /** What is to be reported of a step that comes after the person had stopped waiting. */
  #lateText(event: ChangeEvent): ReportText | undefined {
    const { action, target, step } = event;
    if ((step.phase !== "ended" && step.phase !== "checked") || !step.late) return undefined;
    const subject = this.subject(target);
    if (step.phase === "ended") return endText(action, step.end, subject);
    if (event.action === "dissociate")
      return event.step.phase === "checked" ? checkText(event.step.check, subject) : undefined;
    return event.step.phase === "checked" ? associationCheckText(event.step.check, subject) : undefined;
  }

  #lateOffer({ target, step }: ChangeEvent): readonly MessageAction[] {
    return step.phase === "ended" ? (this.#offers.get(associationKey(target))?.([step.end]) ?? []) : [];
  }

  #notChecked(
    notChecked: Extract<ChangeReport<ChangeAction>, { ended: "checked" }>["notChecked"],
    targets: readonly Target[],
    action: ChangeAction,
    isDryRun: boolean,
  ): readonly ReportText[] {
    const asked = isDryRun ? "dryRun" : action;
    return targets.flatMap((target) => {
      const one = notChecked.find((other) => targetKey(other.target) === targetKey(target));
      return one ? [notCheckedText(asked, one, this.subject(target))] : [];
    });
  }

  #tellEnds<A extends ChangeAction>(
    { ends, notTried, cancelled }: Extract<ChangeReport<A>, { ended: "settled" }>,
    action: A,
    offer: ChangeWork<A>["offer"],
  ): void {
    const texts = ends.map((end) => endText(action, end, this.subject(end.target)));
    const others = notTried.map((target) => notTriedText(action, cancelled, this.subject(target)));
    this.#tellAll([...texts, ...others], offer?.(ends));
  }

  #onDamage(lineNumbers: readonly number[], file: string): void {
    const { t } = vscode.l10n;
    const [first = 0, ...others] = lineNumbers;
    this.log.warn(`Lines of the journal that cannot be read and are passed over: ${lineNumbers.join(", ")}.`);
    this.tell({
      severity: "warning",
      text:
        others.length === 0
          ? t(
              "Line {0} of the journal of changes is damaged. It was set aside: it stays in {1} and is passed over. If it told of a change under way, refresh to see how that came out.",
              first,
              file,
            )
          : t(
              "{0} lines of the journal of changes are damaged, the first of them line {1}. They were set aside: they stay in {2} and are passed over. If one of them told of a change under way, refresh to see how that came out.",
              lineNumbers.length,
              first,
              file,
            ),
    });
  }

  #onUnwritten(intent: Intent, error: unknown): void {
    this.log.error(`Writing the outcome of ${intent.id} into the journal`, error);
    this.tell(unwrittenText(intent, this.subject(intent.target)));
  }

  #remember(target: Target): void {
    const row = this.row(target);
    if (!row) return;
    const ipamName = row.ipam?.name;
    const discoveryName = row.discovery?.name;
    this.learn(target, { ...(ipamName && { ipamName }), ...(discoveryName && { discoveryName }) });
  }

  /** One message for all outcomes, as serious as the most serious of them. */
  #tellAll(texts: readonly ReportText[], offered: readonly MessageAction[] = []): void {
    if (texts.length === 0) return;
    const order: readonly Severity[] = ["error", "warning", "information"];
    const severity = order.find((level) => texts.some((text) => text.severity === level)) ?? "information";
    const sorted = [...texts].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
    this.tell({ severity, text: sorted.map(({ text }) => text).join(" — ") }, offered);
  }
}

/** Also after a dry run that was answered like the change. */
function mayHaveChanged(report: ChangeReport<ChangeAction>): boolean {
  return (
    report.ended === "settled" ||
    (report.ended === "checked" && report.checks.some(({ verdict }) => verdict === "alarm"))
  );
}
