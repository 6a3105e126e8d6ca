import { randomUUID } from "node:crypto";
import * as vscode from "vscode";
import type { ChangeAction, ChangeNote } from "../../ipam/Change.ts";
import type { ChangeCheck, ChangePhase, ChangeReport, TargetEnd } from "../../ipam/ChangeProcedure.ts";
import { type Actor, ChangeSender } from "../../ipam/ChangeSender.ts";
import { IpamError } from "../../ipam/IpamError.ts";
import type { Intent } from "../../ipam/JournalEntry.ts";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import { settleOrphans } from "../../ipam/settleOrphans.ts";
import { systemClock } from "../../ipam/systemClock.ts";
import { type Target, targetKey } from "../../ipam/Target.ts";
import { toIpamError } from "../../ipam/toIpamError.ts";
import type { Session } from "../accounts/Session.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { explain } from "../common/explain.ts";
import type { Log } from "../common/Log.ts";
import type { TargetStates } from "../explorer/TargetStates.ts";
import { Journals } from "./Journals.ts";
import { PhaseProgress } from "./PhaseProgress.ts";
import { endText, interruptedText, type ReportText, type Severity } from "./reportText.ts";
import { inventoryRow, targetSubject } from "./targetText.ts";

/** A button of a message, and what it does. */
export interface MessageAction {
  readonly title: string;
  readonly act: () => unknown;
}

/** How one kind of change is carried out and told. */
export interface ChangeWork<C extends ChangeCheck> {
  readonly action: ChangeAction;
  readonly title: string;
  readonly work: (targets: readonly Target[], signal: AbortSignal) => Promise<ChangeReport<C>>;
  readonly checkText: (check: C, subject: string) => ReportText;
  readonly onChecked?: (check: C) => void;
  /** Shows how targets came out, in place of a message. */
  readonly show?: (report: ChangeReport<C>) => void;
  /** What the message of an end offers to do next. */
  readonly offer?: (ends: readonly TargetEnd[]) => readonly MessageAction[];
}

/** What every change has in common: who acts, the progress while it runs, and the message at its end. */
export class ChangeDesk {
  readonly sessions: Sessions;
  readonly log: Log;
  readonly journals: Journals;
  readonly sender: ChangeSender;
  readonly newClientToken = () => `ipam-explorer-${randomUUID()}`;
  readonly #states: TargetStates;
  /** The progress of what is under way, by target. */
  readonly #progress = new Map<string, PhaseProgress>();
  /** What a target was called when it was last seen: an association that is gone has no row any more. */
  readonly #names = new Map<string, ChangeNote>();

  /** @param journalFile where changes are written down before they leave */
  constructor(sessions: Sessions, states: TargetStates, log: Log, journalFile: string) {
    this.sessions = sessions;
    this.#states = states;
    this.log = log;
    this.journals = new Journals(journalFile, (lineNumbers) => this.#onDamage(lineNumbers, journalFile));
    this.sender = new ChangeSender({
      clock: systemClock,
      newClientToken: this.newClientToken,
      onPhase: (target, phase) => this.onPhase(target, phase),
      onUnwritten: ({ id }, error) => log.error(`Writing the outcome of ${id} into the journal`, error),
    });
  }

  /** Finds out how changes came out that another start of VS Code had sent and did not see the end of. */
  async settleOrphans(): Promise<void> {
    try {
      await settleOrphans({
        journal: this.journals.machine,
        clock: systemClock,
        actorFor: (intent) => this.#actorOf(intent),
        onSettled: ({ action, target }, settlement) => {
          this.tell(interruptedText(action, settlement, this.subject(target)));
          void this.#readAgain([target]);
        },
      });
    } catch (error) {
      this.log.error("Settling the changes that were interrupted", error);
    }
  }

  /** Who makes the changes of a profile. Throws IpamError. */
  async actor(profileId: string): Promise<Actor> {
    const { profile, api } = await this.sessions.forProfile(profileId);
    return { accountId: profile.accountId, api, journal: this.journals.of(profileId) };
  }

  /** A profile may have become that of another account, which says nothing about what the first one did. */
  async #actorOf({ target, accountId }: Intent): Promise<Actor> {
    const actor = await this.actor(target.profile);
    if (actor.accountId === accountId) return actor;
    throw new IpamError({
      reason: "credentialsUnavailable",
      what: "The profile this action is for is not signed in here any more.",
      advice: "Sign in to it again, or switch to another profile.",
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

  /** Runs a change or a dry run of targets, and tells how it came out. */
  async run<C extends ChangeCheck>(
    targets: readonly Target[],
    change: ChangeWork<C>,
  ): Promise<ChangeReport<C> | undefined> {
    return this.underProgress(targets, change.title, async (signal, endProgress) => {
      const report = await change.work(targets, signal);
      endProgress();
      this.report(report, change);
      if (mayHaveChanged(report)) await this.#readAgain(targets);
      return report;
    });
  }

  /** Works on targets with a progress of theirs. What fails is logged and told. */
  async underProgress<C extends ChangeCheck>(
    targets: readonly Target[],
    title: string,
    work: (signal: AbortSignal, endProgress: () => void) => Promise<ChangeReport<C>>,
  ): Promise<ChangeReport<C> | undefined> {
    for (const target of targets) this.#remember(target);
    const progress = new PhaseProgress(title);
    const keys = targets.map(targetKey).filter((key) => !this.#progress.has(key));
    for (const key of keys) this.#progress.set(key, progress);
    try {
      return await work(progress.signal, () => progress.end());
    } catch (thrown) {
      const error = toIpamError(thrown);
      if (error.reason === "cancelled") return { ended: "cancelled" };
      this.log.error(title, thrown);
      this.tell({ severity: "error", text: explain(error).text });
      return undefined;
    } finally {
      for (const key of keys) this.#progress.delete(key);
      progress.end();
    }
  }

  onPhase(target: Target, phase: ChangePhase): void {
    this.#states.setPhase(target, phase);
    this.#progress.get(targetKey(target))?.phase(phase);
  }

  /** A change came out whose end nobody was waiting for any more. */
  onLate(action: ChangeAction, end: TargetEnd): void {
    this.#states.clearCheck(end.target);
    this.tell(endText(action, end, this.subject(end.target)));
    void this.#readAgain([end.target]);
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

  #remember(target: Target): void {
    const row = this.row(target);
    if (!row) return;
    const ipamName = row.ipam?.name;
    const discoveryName = row.discovery?.name;
    this.learn(target, { ...(ipamName && { ipamName }), ...(discoveryName && { discoveryName }) });
  }

  /** Tells how a change or a dry run came out. */
  report<C extends ChangeCheck>(
    report: ChangeReport<C>,
    change: Pick<ChangeWork<C>, "action" | "checkText" | "onChecked" | "show" | "offer">,
  ): void {
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
        for (const check of report.checks) change.onChecked?.(check);
        if (change.show) change.show(report);
        else this.#tellAll(report.checks.map((check) => change.checkText(check, this.subject(check.target))));
        return;
      case "settled": {
        for (const { target } of report.ends) this.#states.clearCheck(target);
        if (change.show) change.show(report);
        else this.#tellEnds(report, change);
        if (report.ends.some((end) => "earlier" in end && end.earlier === "orphaned")) void this.settleOrphans();
      }
    }
  }

  #tellEnds<C extends ChangeCheck>(
    { ends, notTried, cancelled }: Extract<ChangeReport<C>, { ended: "settled" }>,
    { action, offer }: Pick<ChangeWork<C>, "action" | "offer">,
  ): void {
    const texts = ends.map((end) => endText(action, end, this.subject(end.target)));
    const others = notTried.map((target) => ({
      severity: "warning" as const,
      text: notTriedText(action, cancelled, this.subject(target)),
    }));
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

  /** The regions of the targets, wherever they have a row, and only those: the rest of the tree stands as it was read. */
  async #readAgain(targets: readonly Target[]): Promise<void> {
    await Promise.all(
      this.sessions.shown.map(async ({ profile, inventory }) => {
        const its = targets.filter((target) => target.profile === profile.id || inventoryRow(inventory, target));
        const regions = new Set(its.map(({ region }) => region));
        if (regions.size > 0) await inventory.load([...regions]);
      }),
    );
  }

  /** One message for all outcomes, as serious as the most serious of them. */
  #tellAll(texts: readonly ReportText[], offered: readonly MessageAction[] = []): void {
    const order: readonly Severity[] = ["error", "warning", "information"];
    const severity = order.find((level) => texts.some((text) => text.severity === level)) ?? "information";
    const sorted = [...texts].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
    this.tell({ severity, text: sorted.map(({ text }) => text).join(" — ") }, offered);
  }
}

function notTriedText(action: ChangeAction, cancelled: boolean, subject: string): string {
  const { t } = vscode.l10n;
  if (cancelled) return t("Not sent, because you cancelled before its turn: {0}.", subject);
  return action === "dissociate"
    ? t("Not sent, because one before it did not end as dissociated: {0}.", subject)
    : t("Not sent, because one before it did not end as associated: {0}.", subject);
}

/** Also after a dry run that was answered like the change. */
function mayHaveChanged<C extends ChangeCheck>(report: ChangeReport<C>): boolean {
  return (
    report.ended === "settled" ||
    (report.ended === "checked" && report.checks.some(({ verdict }) => verdict === "alarm"))
  );
}
