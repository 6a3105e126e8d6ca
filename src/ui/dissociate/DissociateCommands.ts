import * as vscode from "vscode";
import type { TargetEnd } from "../../ipam/ChangeProcedure.ts";
import { commonRegions } from "../../ipam/commonRegions.ts";
import { type Decision, Dissociation, type DissociationReport } from "../../ipam/Dissociation.ts";
import type { DissociationCheck, ReadyCheck } from "../../ipam/DissociationCheck.ts";
import type { OnFailure } from "../../ipam/OnFailure.ts";
import type { ResourceCounts } from "../../ipam/ResourceCounts.ts";
import { systemClock } from "../../ipam/systemClock.ts";
import { type Target, targetKey } from "../../ipam/Target.ts";
import { settings } from "../common/settings.ts";
import type { TargetStates } from "../explorer/TargetStates.ts";
import { Results } from "../results/Results.ts";
import type { BulkWork } from "../results/resultTable.ts";
import type { ChangeDesk } from "./ChangeDesk.ts";
import { confirmationByPolicy } from "./confirmationByPolicy.ts";
import { confirmDissociation } from "./confirmDissociation.ts";
import { pickTargets } from "./pickTargets.ts";
import { checkText } from "./reportText.ts";
import { targetsFromArguments } from "./targetsFromArguments.ts";

/** The two commands about ending an association: from the tree, the palette, or a call with a target. */
export class DissociateCommands implements vscode.Disposable {
  readonly #desk: ChangeDesk;
  readonly #states: TargetStates;
  readonly #counts: ResourceCounts;
  readonly #associateAgain: (targets: readonly Target[]) => unknown;
  readonly #results: Results;
  readonly #dissociation: Dissociation;
  /** Why each target is dissociated, as the person typed it. */
  readonly #reasons = new Map<string, string>();
  /** What the person chose for when one of several fails. */
  #onFailure: OnFailure = "stop";

  /** @param associateAgain offered once associations are gone */
  constructor(
    desk: ChangeDesk,
    states: TargetStates,
    counts: ResourceCounts,
    associateAgain: (targets: readonly Target[]) => unknown,
    extensionUri: vscode.Uri,
  ) {
    this.#desk = desk;
    this.#results = new Results({
      extensionUri,
      log: desk.log,
      associateAgain,
      start: (work, targets) => {
        this.#results.goOn(work, targets);
        return this.#runSeveral(work, targets);
      },
    });
    this.#states = states;
    this.#counts = counts;
    this.#associateAgain = associateAgain;
    this.#dissociation = new Dissociation({
      actorFor: ({ profile }) => desk.actor(profile),
      sender: desk.sender,
      clock: systemClock,
      newClientToken: desk.newClientToken,
      onLate: (end) => {
        this.#results.ended(end);
        desk.onLate("dissociate", end);
      },
      operatingRegionsOf: (target) => {
        const row = desk.row(target);
        return commonRegions(row?.ipam, row?.discovery);
      },
      isKnownOwnDefault: (target) => desk.row(target)?.removability === "ownDefault",
      onPhase: (target, phase) => {
        desk.onPhase(target, phase);
        this.#results.phase(target, phase);
      },
      onCheck: (check) => this.#results.checked(check),
      onEnd: (end) => this.#results.ended(end),
      onFailure: () => this.#onFailure,
      noteOf: (target) => {
        const reason = this.#reasons.get(targetKey(target));
        return { ...desk.namesOf(target), ...(reason && { reason }) };
      },
      person: { confirm: (checks) => this.#confirm(checks) },
    });
  }

  dispose(): void {
    this.#results.dispose();
  }

  /** Command `ipamExplorer.dryRunDissociate`. */
  dryRun(clicked?: unknown, selected?: unknown): Promise<DissociationReport | undefined> {
    return this.#run("dryRun", clicked, selected);
  }

  /**
   * Dry-runs targets for a part that shows itself what was found: one list and one dry run for each. Told here is only what
   * has no place there.
   * @returns undefined when nothing was found, as when it was cancelled
   */
  async check(targets: readonly Target[], title: string): Promise<readonly DissociationCheck[] | undefined> {
    const known = (target: Target) => {
      const ipam = this.#desk.row(target)?.ipam;
      return ipam ? [ipam] : [];
    };
    const report = await this.#desk.underProgress(targets, title, (signal) =>
      this.#dissociation.dryRun(targets, signal, known),
    );
    const telling = { action: "dissociate", checkText } as const;
    if (report?.ended !== "checked") {
      if (report?.ended === "busy") this.#desk.report(report, telling);
      return undefined;
    }
    for (const check of report.checks) this.#learn(check);
    const alarms = report.checks.filter(({ verdict }) => verdict === "alarm");
    if (alarms.length > 0) this.#desk.report({ ended: "checked", checks: alarms }, telling);
    return report.checks;
  }

  /** Command `ipamExplorer.dissociate`. */
  dissociate(clicked?: unknown, selected?: unknown): Promise<DissociationReport | undefined> {
    return this.#run("dissociate", clicked, selected);
  }

  async #run(work: BulkWork, clicked: unknown, selected: unknown): Promise<DissociationReport | undefined> {
    const session = await this.#desk.session();
    if (!session) return undefined;
    const title = titleOf(work);
    let targets: readonly Target[];
    try {
      const given = targetsFromArguments(clicked, selected, session.profile.id);
      targets = given ?? (await pickTargets(this.#desk.sessions.shown, title));
    } catch (error) {
      this.#desk.log.error(title, error);
      this.#desk.tell({ severity: "error", text: vscode.l10n.t("This command needs an association to work on.") });
      return undefined;
    }
    if (targets.length === 0) return undefined;
    if (targets.length === 1)
      return this.#desk.run(targets, { ...this.#change(work), offer: (ends) => this.#offer(ends) });
    return this.#begin(work, targets);
  }

  /** Several: what comes of them is shown in the table of results. */
  async #begin(work: BulkWork, targets: readonly Target[]): Promise<DissociationReport | undefined> {
    // An account that cannot be opened is told of by the run itself.
    const account = await this.#desk.accountsOf(targets).catch(() => targets[0]?.profile ?? "");
    if (this.#results.isBusy) {
      this.#results.reveal();
      this.#desk.tell({
        severity: "information",
        text: vscode.l10n.t(
          "Others are still being dry-run or dissociated. Wait until their results have come in, or cancel them.",
        ),
      });
      return undefined;
    }
    const subjects = targets.map((target) => ({
      target,
      names: this.#desk.namesOf(target),
      ownerId: this.#desk.row(target)?.discoveryOwnerId,
    }));
    this.#results.begin(work, subjects, account);
    return this.#runSeveral(work, targets);
  }

  async #runSeveral(work: BulkWork, targets: readonly Target[]): Promise<DissociationReport | undefined> {
    const show = (report: DissociationReport) => this.#show(report);
    const report = await this.#desk.run(targets, { ...this.#change(work), show });
    if (this.#results.isBusy) this.#results.end(report);
    return report;
  }

  #change(work: BulkWork) {
    return {
      action: "dissociate" as const,
      title: titleOf(work),
      work: (targets: readonly Target[], signal: AbortSignal) =>
        work === "dryRun" ? this.#dissociation.dryRun(targets, signal) : this.#dissociation.dissociate(targets, signal),
      checkText,
      onChecked: (check: DissociationCheck) => this.#learn(check),
    };
  }

  /** An alarm is told wherever the person looks; what else came out, where the table cannot be seen. */
  #show(report: DissociationReport): void {
    const { t } = vscode.l10n;
    this.#results.end(report);
    const alarms = report.ended === "checked" ? report.checks.filter(({ verdict }) => verdict === "alarm") : [];
    if (alarms.length > 0) this.#desk.report({ ended: "checked", checks: alarms }, { action: "dissociate", checkText });
    if (this.#results.isVisible) return;
    const text = t("Results: {0}.", this.#results.summary);
    this.#desk.tell({ severity: "information", text }, [
      { title: t("Show Results"), act: () => this.#results.reveal() },
    ]);
  }

  async #confirm(checks: readonly ReadyCheck[]): Promise<Decision> {
    const desk = this.#desk;
    const confirmation = await confirmationByPolicy("DissociateIpamResourceDiscovery", settings.confirmation());
    for (const check of checks) this.#learn(check);
    const targets = checks.map(({ target }) => target);
    const account = await this.#desk.accountsOf(targets);
    this.#reasons.clear();
    this.#onFailure = "stop";
    const accounts = new Set(targets.map(({ profile }) => profile));
    const decision = await confirmDissociation(checks, {
      account,
      accountOf: ({ target }) => (accounts.size > 1 ? desk.accountName(target.profile) : ""),
      confirmation,
      onFailure: settings.bulkOnFailure(),
      rowOf: ({ target }) => desk.row(target),
      onReason: ({ target }, reason) => this.#reasons.set(targetKey(target), reason),
      onChoice: (onFailure) => {
        this.#onFailure = onFailure;
      },
    });
    if (decision === "dissociate") this.#results.confirmed(targets);
    return decision;
  }

  /** What a check found is of use elsewhere too: in the tree, and where an edit would end the association. */
  #learn(check: DissociationCheck): void {
    this.#states.setCheck(check);
    const { target } = check;
    if (check.verdict !== "ready" || !check.impact) return;
    this.#counts.keep(target, check.impact, this.#desk.row(target)?.ipam === undefined);
  }

  #offer(ends: readonly TargetEnd[]) {
    const gone = ends.filter((end) => "settlement" in end && end.settlement.outcome === "dissociated");
    if (gone.length === 0) return [];
    const targets = gone.map(({ target }) => target);
    return [{ title: vscode.l10n.t("Associate Again…"), act: () => this.#associateAgain(targets) }];
  }
}

function titleOf(work: BulkWork): string {
  return work === "dryRun" ? vscode.l10n.t("Dry Run Dissociation") : vscode.l10n.t("Dissociate");
}
