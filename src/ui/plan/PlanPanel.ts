import * as vscode from "vscode";
import type { PlanReading } from "../../iac/plan/PlanReading.ts";
import type { PlanRow } from "../../iac/plan/PlanRow.ts";
import { planRows } from "../../iac/plan/planRows.ts";
import type { ChangeReport, ChangeRunner } from "../../ipam/ChangeRunner.ts";
import type { ChangeEvent, NotChecked } from "../../ipam/ChangeStep.ts";
import { isWithoutEffect } from "../../ipam/isWithoutEffect.ts";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import type { ResourceCounts } from "../../ipam/ResourceCounts.ts";
import { associationKey, distinctTargets, type Target, targetKey } from "../../ipam/Target.ts";
import { toIpamError } from "../../ipam/toIpamError.ts";
import type { Session } from "../accounts/Session.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { commandId } from "../common/commandId.ts";
import { explain } from "../common/explain.ts";
import type { Log } from "../common/Log.ts";
import { markdownTable } from "../common/markdownTable.ts";
import { Panel } from "../common/Panel.ts";
import { plainText } from "../common/plainText.ts";
import type { ChangeCommands } from "../dissociate/ChangeCommands.ts";
import type { PlanAction, PlanButton, PlanPage, PlanTable } from "./PlanPage.ts";
import { planBody } from "./planBody.ts";
import { type PlanCheck, type PlanKnowledge, tableOf } from "./tableOf.ts";

/** What panels share. */
export interface PlanPanelParts {
  readonly sessions: Sessions;
  readonly counts: ResourceCounts;
  readonly changes: () => Promise<Pick<ChangeCommands, "dissociate" | "runner">>;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
  /** Shows an association in the tree. */
  readonly reveal: (ends: { readonly ipamId: string; readonly discoveryId: string }) => Promise<void>;
}

/** Rows that are drawn: beyond them a page takes seconds. */
const drawnAtMost = 1_000;

/** The table of one plan: follows the account that is open, and sends requests only when a button is pressed. */
export class PlanPanel implements vscode.Disposable {
  readonly #parts: PlanPanelParts;
  readonly #file: string;
  readonly #panel: Panel<PlanPage>;
  readonly #subscriptions: { dispose(): void }[];
  readonly #checks = new Map<string, Exclude<PlanCheck, "running">>();
  /** The run that dry-ran an association last, by association: its alarm may come after the next run has begun. */
  readonly #lastRuns = new Map<string, PlanDryRun>();
  #inventoryUpdates: { dispose(): void } | undefined;
  #reading: PlanReading;
  #run: PlanDryRun | undefined;
  #steps: { dispose(): void } | undefined;
  #status = "";

  /** @param onClosed called when the person closes it */
  constructor(parts: PlanPanelParts, file: string, reading: PlanReading, onClosed: () => void) {
    this.#parts = parts;
    this.#file = file;
    this.#reading = reading;
    this.#panel = new Panel({
      extensionUri: parts.extensionUri,
      kind: "plan",
      title: vscode.l10n.t("Plan: {0}", plainText(file)),
      styles: ["page"],
      body: planBody,
      onMessage: (message) => this.#act(message),
      onClosed: () => {
        this.#end();
        onClosed();
      },
    });
    this.#subscriptions = [
      parts.sessions.onDidChange(() => this.#follow()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#draw()),
    ];
    this.#follow();
  }

  /** Shows the plan as it was read anew, in front. */
  show(reading: PlanReading): void {
    this.#run?.cancellation.abort();
    this.#reading = reading;
    this.#status = "";
    this.#panel.reveal();
    this.#draw();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #end(): void {
    this.#run?.cancellation.abort();
    this.#steps?.dispose();
    this.#inventoryUpdates?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  get #session(): Session | undefined {
    return this.#parts.sessions.active;
  }

  /** Another account is open: what was under way with the one before is of no use. */
  #follow(): void {
    this.#run?.cancellation.abort();
    this.#run = undefined;
    this.#status = "";
    this.#inventoryUpdates?.dispose();
    this.#inventoryUpdates = this.#session?.inventory.onDidChange(() => this.#drawSoon());
    this.#drawSoon();
  }

  #rows(): readonly PlanRow[] {
    return planRows(this.#reading.changes, this.#session?.inventory.snapshots());
  }

  #table(rows: readonly PlanRow[], most?: number): PlanTable {
    const session = this.#session;
    const times = (session?.inventory.snapshots() ?? []).flatMap(({ readAt }) => readAt ?? []);
    const knowledge: PlanKnowledge = {
      file: this.#file,
      reading: this.#reading,
      rows,
      account: session && `${session.profile.name} (${session.profile.accountId})`,
      readAt: times.length > 0 ? Math.min(...times) : undefined,
      check: (association) => this.#checkOf(association),
      count: (association) => session && this.#parts.counts.get(session.profile.id, association),
    };
    return tableOf(knowledge, most);
  }

  #checkOf(association: JoinedAssociation): PlanCheck | undefined {
    const target = this.#target(association);
    if (!target) return undefined;
    return this.#run?.running.has(associationKey(target)) ? "running" : this.#checks.get(targetKey(target));
  }

  #target({ region, ipamId, discoveryId }: JoinedAssociation): Target | undefined {
    const profile = this.#session?.profile.id;
    return profile === undefined ? undefined : { profile, region, ipamId, discoveryId };
  }

  #drawSoon(): void {
    this.#panel.soon(() => this.#draw());
  }

  #draw(): void {
    const rows = this.#rows();
    this.#panel.show({
      table: this.#table(rows, drawnAtMost),
      buttons: this.#buttons(rows),
      status: this.#statusText(),
      reveal: vscode.l10n.t("Reveal in IPAMs"),
    });
  }

  #statusText(): string {
    const { t } = vscode.l10n;
    if (this.#run) return t("Dry run: {0} of {1} done…", this.#run.done.size, this.#run.total);
    const isReading = this.#session?.inventory.snapshots().some(({ state }) => state === "loading");
    return isReading ? t("Reading regions…") : this.#status;
  }

  #buttons(rows: readonly PlanRow[]): readonly PlanButton[] {
    const { t } = vscode.l10n;
    const run: PlanButton = this.#run
      ? { action: "cancel", label: t("Cancel"), primary: true }
      : { action: "dryRun", label: t("Dry Run All"), primary: true, blocked: this.#whyNoDryRun(rows) };
    const signIn: readonly PlanButton[] =
      this.#session || rows.length === 0 ? [] : [{ action: "signIn", label: t("Add profile…"), primary: false }];
    return [run, { action: "copy", label: t("Copy as Markdown"), primary: false }, ...signIn];
  }

  #whyNoDryRun(rows: readonly PlanRow[]): string | undefined {
    const { t } = vscode.l10n;
    if (!vscode.workspace.isTrusted) return t("A dry run needs the network, and so a folder that is trusted.");
    if (!this.#session) return t("Add a profile or open the demo account first.");
    return rows.some(({ kind }) => kind === "association") ? undefined : t("There is no known association to dry-run.");
  }

  #act(message: unknown): void {
    switch (actionOf(message)) {
      case "ready":
        this.#draw();
        break;
      case "dryRun":
        void this.#dryRun();
        break;
      case "cancel":
        this.#run?.cancellation.abort();
        break;
      case "copy":
        void this.#copy();
        break;
      case "signIn":
        void vscode.commands.executeCommand(commandId.addProfile);
        break;
      case "reveal":
        void this.#reveal(message);
    }
  }

  async #reveal(message: unknown): Promise<void> {
    const key = typeof message === "object" && message !== null && "key" in message ? message.key : undefined;
    const row = this.#rows().find((one) => one.key === key);
    if (row?.kind === "association") await this.#parts.reveal(row.association);
  }

  async #copy(): Promise<void> {
    await vscode.env.clipboard.writeText(markdownTable(this.#table(this.#rows())));
    this.#status = vscode.l10n.t("Copied the table as Markdown.");
    this.#draw();
  }

  async #dryRun(): Promise<void> {
    const session = this.#session;
    const rows = this.#rows();
    // The page may have been drawn before things changed.
    if (!session || this.#run || this.#whyNoDryRun(rows) !== undefined) return this.#draw();
    const associations = rows.flatMap((row) => (row.kind === "association" ? [row.association] : []));
    const asked = distinctTargets(associations.flatMap((association) => this.#target(association) ?? []));
    const cancellation = new AbortController();
    const run: PlanDryRun = { total: asked.length, done: new Set(), running: new Set(), alarms: 0, cancellation };
    this.#run = run;
    this.#draw();
    const { signal } = cancellation;
    // No dry run counts what goes with an IPAM itself; without a count it stays unknown, which hinders nothing.
    const defaults = associations.filter(({ removability }) => removability === "ownDefault");
    const counting = defaults.map((association) =>
      this.#parts.counts.count(session.profile.id, session.api, association, { signal }).catch(() => undefined),
    );
    try {
      const { dissociate, runner } = await this.#parts.changes();
      const targets = asked.filter((target) => !runner.isUnderWay(target));
      if (targets.length === 0) {
        if (this.#run === run) this.#status = vscode.l10n.t("Not run: all of them are being worked on already.");
        return;
      }
      run.total = targets.length;
      this.#follows(runner, run, targets);
      const report = await dissociate.dryRunQuietly(targets, { signal });
      if (report.ended === "checked") for (const one of report.notChecked) this.#notChecked(one);
      await Promise.all(counting);
      if (this.#run === run) this.#status = endText(run, report);
    } catch (error) {
      this.#parts.log.error("Dry run of a plan", error);
      if (this.#run === run) this.#status = explain(toIpamError(error)).text;
    } finally {
      if (this.#run === run) {
        this.#run = undefined;
        this.#draw();
      }
    }
  }

  /** Shows what comes of targets, also after their run: an alarm may come later, or somebody dry-runs them elsewhere. */
  #follows(runner: ChangeRunner, run: PlanDryRun, targets: readonly Target[]): void {
    for (const target of targets) this.#lastRuns.set(associationKey(target), run);
    this.#steps ??= runner.onStep((event) => {
      const last = this.#lastRuns.get(associationKey(event.target));
      if (last && event.action === "dissociate") this.#onStep(last, event);
    });
  }

  /** A dry run that was sent is more than one that was not run. An alarm that came just then stays. */
  #notChecked({ target, dryRun }: NotChecked): void {
    const key = targetKey(target);
    const last = this.#checks.get(key);
    const isAlarm = typeof last === "object" && last.verdict === "alarm";
    if (dryRun !== "notSent" && !isAlarm) this.#checks.set(key, dryRun);
  }

  #onStep(run: PlanDryRun, { target, step }: ChangeEvent<"dissociate">): void {
    const key = associationKey(target);
    if (step.phase === "checking") run.running.add(key);
    else run.running.delete(key);
    if (step.phase === "checked") {
      run.done.add(key);
      // The status of the run that is under way must not say that nothing was changed.
      if (step.check.verdict === "alarm") (this.#run ?? run).alarms += 1;
      this.#checks.set(targetKey(target), step.check);
      if (step.late && !this.#run && target.profile === this.#session?.profile.id) this.#status = alarmStatus(run);
    }
    this.#drawSoon();
  }
}

/** A dry run of all associations of a plan, while it is under way. */
interface PlanDryRun {
  total: number;
  alarms: number;
  /** By association: one that is dry-run elsewhere later is no further one. */
  readonly done: Set<string>;
  /** By association. */
  readonly running: Set<string>;
  readonly cancellation: AbortController;
}

function alarmStatus({ done, total }: PlanDryRun): string {
  return vscode.l10n.t(
    "Dry run: {0} of {1} done. One may have been the change itself: see the alarm.",
    done.size,
    total,
  );
}

function endText(run: PlanDryRun, report: ChangeReport<"dissociate">): string {
  const { t } = vscode.l10n;
  const { total } = run;
  const done = run.done.size;
  if (run.alarms > 0) return alarmStatus(run);
  if (report.ended !== "checked") return t("Not run: one of them is being worked on already.");
  const sent = report.notChecked.filter(({ dryRun }) => dryRun !== "notSent").length;
  if (sent > 0) {
    return t(
      "Dry run cancelled: {0} of {1} done. Cannot tell for {2}: you cancelled after their dry run was sent.",
      ...[done, total, sent],
    );
  }
  if (report.notChecked.length > 0) return t("Dry run cancelled: {0} of {1} done. No change was sent.", done, total);
  return report.checks.every(isWithoutEffect)
    ? t("Dry run finished: {0} of {1} done. Nothing was changed.", done, total)
    : t("Dry run finished: {0} of {1} done. Not every answer proves that nothing was changed.", done, total);
}

const actions: readonly PlanAction[] = ["ready", "dryRun", "cancel", "copy", "signIn", "reveal"];

function actionOf(message: unknown): PlanAction | undefined {
  const asked = typeof message === "object" && message !== null && "action" in message ? message.action : undefined;
  return actions.find((action) => action === asked);
}
