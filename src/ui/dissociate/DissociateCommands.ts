import * as vscode from "vscode";
import type { ChangeReport, DryRunOptions } from "../../ipam/ChangeRunner.ts";
import type { Passed, TargetEnd } from "../../ipam/ChangeStep.ts";
import type { ReadyCheck } from "../../ipam/DissociationCheck.ts";
import type { OnFailure } from "../../ipam/OnFailure.ts";
import { associationKey, distinctTargets, type Target } from "../../ipam/Target.ts";
import { settings } from "../common/settings.ts";
import { Results } from "../results/Results.ts";
import type { BulkWork } from "../results/resultTable.ts";
import type { ChangeDesk } from "./ChangeDesk.ts";
import { confirmationByPolicy } from "./confirmationByPolicy.ts";
import { confirmDissociation } from "./confirmDissociation.ts";
import { pickTargets } from "./pickTargets.ts";
import { checkText } from "./reportText.ts";
import { targetsFromArguments } from "./targetsFromArguments.ts";

type Report = ChangeReport<"dissociate">;

/** What a person chose in the confirmation, for the change that follows it. */
interface Choices {
  /** Why each association is ended, as the person typed it. */
  readonly reasons: Map<string, string>;
  /** What is done when one of several fails. */
  onFailure: OnFailure;
}

/** The two commands about ending an association: from the tree, the palette, or a call with a target. */
export class DissociateCommands implements vscode.Disposable {
  readonly #desk: ChangeDesk;
  readonly #associateAgain: (targets: readonly Target[]) => unknown;
  readonly #results: Results;

  /** @param associateAgain offered once associations are gone */
  constructor(desk: ChangeDesk, associateAgain: (targets: readonly Target[]) => unknown, extensionUri: vscode.Uri) {
    this.#desk = desk;
    this.#associateAgain = associateAgain;
    this.#results = new Results({
      extensionUri,
      log: desk.log,
      steps: desk.runner.onStep,
      associateAgain,
      start: (work, targets) => {
        this.#results.goOn(work, targets);
        return this.#runSeveral(work, targets);
      },
    });
  }

  dispose(): void {
    this.#results.dispose();
  }

  /** Command `ipamExplorer.dryRunDissociate`. */
  dryRun(clicked?: unknown, selected?: unknown): Promise<Report | undefined> {
    return this.#run("dryRun", clicked, selected);
  }

  /** Command `ipamExplorer.dissociate`. */
  dissociate(clicked?: unknown, selected?: unknown): Promise<Report | undefined> {
    return this.#run("dissociate", clicked, selected);
  }

  /**
   * Dry-runs targets for a part that shows itself what was found of all of them: one list and one dry run for each.
   * Reported here is what has no place there, as after a cancel.
   * @returns undefined when it failed, and why was reported
   */
  async check(targets: readonly Target[], title: string): Promise<Report | undefined> {
    const knownIpams = (target: Target) => {
      const ipam = this.#desk.row(target)?.ipam;
      return ipam ? [ipam] : [];
    };
    const report = await this.#desk.underProgress<"dissociate">(targets, title, (signal) =>
      this.dryRunQuietly(targets, { signal, knownIpams }),
    );
    if (report?.ended === "busy") this.#desk.report(report, targets, this.#reporting("dryRun"));
    if (report?.ended === "checked" && report.notChecked.length > 0) {
      const others = report.checks.filter(({ verdict }) => verdict !== "alarm");
      this.#desk.report({ ...report, checks: others }, targets, this.#reporting("dryRun"));
    }
    return report;
  }

  /** Dry-runs targets for whoever shows by itself what is found. Only an alarm is reported besides. */
  async dryRunQuietly(targets: readonly Target[], options: DryRunOptions): Promise<Report> {
    const report = await this.#desk.runner.dryRun("dissociate", targets, options);
    this.#reportAlarms(report, targets);
    if (report.ended === "checked" && report.checks.some(({ verdict }) => verdict === "alarm")) {
      void this.#desk.readAgain(targets);
    }
    return report;
  }

  async #run(work: BulkWork, clicked: unknown, selected: unknown): Promise<Report | undefined> {
    const session = await this.#desk.session();
    if (!session) return undefined;
    const title = titleOf(work);
    let targets: readonly Target[];
    try {
      const given = targetsFromArguments(clicked, selected, session.profile.id);
      targets = distinctTargets(given ?? (await pickTargets(this.#desk.sessions.shown, title)));
    } catch (error) {
      this.#desk.log.error(title, error);
      this.#desk.tell({ severity: "error", text: vscode.l10n.t("This command needs an association to work on.") });
      return undefined;
    }
    if (targets.length === 0) return undefined;
    if (targets.length === 1) {
      return this.#desk.run(targets, this.#change(work, targets));
    }
    return this.#begin(work, targets);
  }

  /** Several: what comes of them is shown in the table of results. */
  async #begin(work: BulkWork, targets: readonly Target[]): Promise<Report | undefined> {
    // An account that cannot be opened is reported by the run itself.
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

  async #runSeveral(work: BulkWork, targets: readonly Target[]): Promise<Report | undefined> {
    let isShown = false;
    const show = (report: Report) => {
      isShown = true;
      this.#show(report, targets);
    };
    const report = await this.#desk.run(targets, { ...this.#change(work, targets), show });
    // By now the table may be that of the next run: the regions were read again in between.
    if (!isShown) this.#results.end(report);
    return report;
  }

  #change(work: BulkWork, targets: readonly Target[]) {
    const { runner } = this.#desk;
    return {
      ...this.#reporting(work),
      title: titleOf(work),
      offer: (ends: readonly TargetEnd[]) => this.#offer(ends),
      work: (signal: AbortSignal) =>
        work === "dryRun" ? runner.dryRun("dissociate", targets, { signal }) : this.#dissociate(targets, signal),
    };
  }

  #reporting(work: BulkWork) {
    return { action: "dissociate" as const, isDryRun: work === "dryRun", checkText };
  }

  #dissociate(targets: readonly Target[], signal: AbortSignal): Promise<Report> {
    const choices: Choices = { reasons: new Map(), onFailure: "stop" };
    return this.#desk.runner.change("dissociate", targets, {
      signal,
      confirm: (checks) => this.#confirm(checks, choices),
      onFailure: () => choices.onFailure,
      noteOf: (target) => {
        const reason = choices.reasons.get(associationKey(target));
        return { ...this.#desk.namesOf(target), ...(reason && { reason }) };
      },
    });
  }

  /** An alarm is reported wherever the person looks; what else came out, where the table cannot be seen. */
  #show(report: Report, targets: readonly Target[]): void {
    const { t } = vscode.l10n;
    this.#results.end(report);
    this.#reportAlarms(report, targets);
    if (this.#results.isVisible) return;
    const text = t("Results: {0}.", this.#results.summary);
    this.#desk.tell({ severity: "information", text }, [
      { title: t("Show Results"), act: () => this.#results.reveal() },
    ]);
  }

  #reportAlarms(report: Report, targets: readonly Target[]): void {
    const checks = report.ended === "checked" ? report.checks.filter(({ verdict }) => verdict === "alarm") : [];
    if (checks.length === 0) return;
    this.#desk.report({ ended: "checked", checks, notChecked: [] }, targets, this.#reporting("dryRun"));
  }

  async #confirm(checks: readonly Passed<"dissociate">[], choices: Choices): Promise<"change" | "dryRun" | "cancel"> {
    const desk = this.#desk;
    const confirmation = await confirmationByPolicy("DissociateIpamResourceDiscovery", settings.confirmation());
    const targets = checks.map(({ target }) => target);
    const accounts = new Set(targets.map(({ profile }) => profile));
    return confirmDissociation(checks, {
      account: await desk.accountsOf(targets),
      accountOf: ({ target }: ReadyCheck) => (accounts.size > 1 ? desk.accountName(target.profile) : ""),
      confirmation,
      onFailure: settings.bulkOnFailure(),
      rowOf: ({ target }) => desk.row(target),
      onReason: ({ target }, reason) => choices.reasons.set(associationKey(target), reason),
      onChoice: (onFailure) => {
        choices.onFailure = onFailure;
      },
    });
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
