import * as vscode from "vscode";
import type { TargetEnd } from "../../ipam/ChangeProcedure.ts";
import { commonRegions } from "../../ipam/commonRegions.ts";
import { Dissociation, type DissociationReport } from "../../ipam/Dissociation.ts";
import type { DissociationCheck } from "../../ipam/DissociationCheck.ts";
import type { ResourceCounts } from "../../ipam/ResourceCounts.ts";
import { systemClock } from "../../ipam/systemClock.ts";
import { type Target, targetKey } from "../../ipam/Target.ts";
import { settings } from "../common/settings.ts";
import type { TargetStates } from "../explorer/TargetStates.ts";
import type { ChangeDesk } from "./ChangeDesk.ts";
import { confirmationByPolicy } from "./confirmationByPolicy.ts";
import { confirmDissociation } from "./confirmDissociation.ts";
import { pickTargets } from "./pickTargets.ts";
import { checkText } from "./reportText.ts";
import { targetsFromArguments } from "./targetsFromArguments.ts";

/** The two commands about ending an association: from the tree, the palette, or a call with a target. */
export class DissociateCommands {
  readonly #desk: ChangeDesk;
  readonly #states: TargetStates;
  readonly #counts: ResourceCounts;
  readonly #associateAgain: (targets: readonly Target[]) => unknown;
  readonly #dissociation: Dissociation;
  /** Why each target is dissociated, as the person typed it. */
  readonly #reasons = new Map<string, string>();

  /** @param associateAgain offered once associations are gone */
  constructor(
    desk: ChangeDesk,
    states: TargetStates,
    counts: ResourceCounts,
    associateAgain: (targets: readonly Target[]) => unknown,
  ) {
    this.#desk = desk;
    this.#states = states;
    this.#counts = counts;
    this.#associateAgain = associateAgain;
    this.#dissociation = new Dissociation({
      actorFor: ({ profile }) => desk.actor(profile),
      sender: desk.sender,
      clock: systemClock,
      newClientToken: desk.newClientToken,
      onLate: (end) => desk.onLate("dissociate", end),
      operatingRegionsOf: (target) => {
        const row = desk.row(target);
        return commonRegions(row?.ipam, row?.discovery);
      },
      isKnownOwnDefault: (target) => desk.row(target)?.removability === "ownDefault",
      onPhase: (target, phase) => desk.onPhase(target, phase),
      noteOf: (target) => {
        const reason = this.#reasons.get(targetKey(target));
        return { ...desk.namesOf(target), ...(reason && { reason }) };
      },
      person: {
        confirm: async (checks) => {
          const confirmation = await confirmationByPolicy("DissociateIpamResourceDiscovery", settings.confirmation());
          for (const check of checks) this.#learn(check);
          const profile = (await desk.sessions.forProfile(checks[0]?.target.profile ?? "")).profile;
          this.#reasons.clear();
          return confirmDissociation(checks, {
            account: `${profile.name} (${profile.accountId})`,
            confirmation,
            rowOf: ({ target }) => desk.row(target),
            onReason: ({ target }, reason) => this.#reasons.set(targetKey(target), reason),
          });
        },
      },
    });
  }

  /** Command `ipamExplorer.dryRunDissociate`. */
  dryRun(clicked?: unknown, selected?: unknown): Promise<DissociationReport | undefined> {
    return this.#run(clicked, selected, vscode.l10n.t("Dry Run Dissociation"), (targets, signal) =>
      this.#dissociation.dryRun(targets, signal),
    );
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
    return this.#run(clicked, selected, vscode.l10n.t("Dissociate"), (targets, signal) =>
      this.#dissociation.dissociate(targets, signal),
    );
  }

  async #run(
    clicked: unknown,
    selected: unknown,
    title: string,
    work: (targets: readonly Target[], signal: AbortSignal) => Promise<DissociationReport>,
  ): Promise<DissociationReport | undefined> {
    const session = await this.#desk.session();
    if (!session) return undefined;
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
    return this.#desk.run(targets, {
      action: "dissociate",
      title,
      work,
      checkText,
      onChecked: (check) => this.#learn(check),
      offer: (ends) => this.#offer(ends),
    });
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
