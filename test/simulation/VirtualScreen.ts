import { BulkRun } from "../../src/ipam/BulkRun.ts";
import type { ChangeAction } from "../../src/ipam/Change.ts";
import type { ChangeReport } from "../../src/ipam/ChangeRunner.ts";
import type { ChangeEvent, Checks } from "../../src/ipam/ChangeStep.ts";
import type { IpamError } from "../../src/ipam/IpamError.ts";
import type { Intent } from "../../src/ipam/JournalEntry.ts";
import type { Loss } from "../../src/ipam/LossWatch.ts";
import type { Settlement } from "../../src/ipam/Settlement.ts";
import type { Target } from "../../src/ipam/Target.ts";
import { explain } from "../../src/ui/common/explain.ts";
import { associationCheckText } from "../../src/ui/dissociate/associationCheckText.ts";
import { impactText } from "../../src/ui/dissociate/impactText.ts";
import { lossesText, lossText } from "../../src/ui/dissociate/lossText.ts";
import { phaseText } from "../../src/ui/dissociate/phaseText.ts";
import {
  checkText,
  endText,
  interruptedText,
  notCheckedText,
  notTriedText,
  unwrittenText,
} from "../../src/ui/dissociate/reportText.ts";
import { rowPhaseText } from "../../src/ui/dissociate/rowPhaseText.ts";
import { targetSubject } from "../../src/ui/dissociate/targetText.ts";
import { dryRunText } from "../../src/ui/editor/dryRunText.ts";
import { resultLines } from "../../src/ui/results/resultLines.ts";
import { endStatus, progressStatus } from "../../src/ui/results/statusText.ts";
import { type Facts, untrue } from "./claims.ts";
import type { Oracle, Run, Witness } from "./invariants.ts";
import { l10n, listen } from "./vscodeTexts.ts";

/** A table of results. */
interface Table {
  readonly rows: BulkRun;
  isAsking: boolean;
  /** What stands above it. */
  status: () => string;
}

/** What a window says on its screen, in the words of the program. The oracle hears each sentence when it appears. */
export class VirtualScreen {
  readonly #window: Witness;
  readonly #oracle: Oracle;
  readonly #tables = new WeakMap<Run, Table>();

  constructor(window: Witness, oracle: Oracle) {
    this.#window = window;
    this.#oracle = oracle;
  }

  /** Several associations that are dry-run or dissociated have a table. */
  begins(run: Run): void {
    if (run.action !== "dissociate" || run.targets.length < 2) return;
    const subjects = run.targets.map((target) => ({ target, names: {}, ownerId: undefined }));
    const table: Table = {
      rows: new BulkRun(subjects),
      isAsking: false,
      status: () => progressStatus("dissociate", table.isAsking, table.rows.rows),
    };
    this.#tables.set(run, table);
  }

  steps(run: Run | undefined, event: ChangeEvent): void {
    if (!run) return;
    const { action, target, step } = event;
    const isLate = "late" in step && step.late === true;
    this.#hears(run, [target], () => phaseText(step.phase, run.targets.length > 1));
    this.#hears(run, [target], () => rowPhaseText(step.phase, action));
    if (isLate) {
      this.#hears(run, [target], () => {
        const subject = targetSubject({}, target);
        if (step.phase === "ended") endText(action, step.end, subject);
        if (step.phase === "checked") anyCheckText(action, step.check, subject);
      });
    }
    const table = this.#tables.get(run);
    if (!table) return;
    table.isAsking = step.phase === "confirming";
    table.rows.apply(event);
    this.#shows(run, table, [target]);
  }

  reports(run: Run, report: ChangeReport<ChangeAction>, isDryRun: boolean): void {
    const table = this.#tables.get(run);
    if (table) this.#endsTable(run, table, report, isDryRun);
    else if (report.ended === "checked") this.#reportsChecks(run, report, isDryRun);
    else if (report.ended === "settled") this.#reportsEnds(run, report);
  }

  settles({ action, target, clientToken, origin }: Intent, settlement: Settlement): void {
    const facts = this.#oracle.factsOfToken(this.#window, clientToken, action, target);
    this.#judges([facts], () => interruptedText(action, settlement, targetSubject({}, target), origin));
  }

  cannotWrite(intent: Intent): void {
    const { action, target, clientToken } = intent;
    const facts = this.#oracle.factsOfToken(this.#window, clientToken, action, target);
    this.#judges([facts], () => unwrittenText(intent, targetSubject({}, target)));
  }

  loses(loss: Loss, target: Target): void {
    const facts = this.#oracle.factsOfToken(this.#window, "", "dissociate", target);
    this.#judges([facts], () => lossText(loss, targetSubject({}, target), impactText(undefined)));
    // As one of many.
    this.#judges([facts], () => lossesText([loss, loss, loss, loss], [targetSubject({}, target)]));
  }

  #reportsChecks(
    run: Run,
    { checks, notChecked }: Extract<ChangeReport<ChangeAction>, { ended: "checked" }>,
    isDryRun: boolean,
  ): void {
    for (const check of checks)
      this.#hears(run, [check.target], () => anyCheckText(run.action, check, targetSubject({}, check.target)));
    if (run.action === "dissociate" && checks.length > 0) {
      const targets = checks.map(({ target }) => target);
      this.#hears(run, targets, () => this.#lensText(checks as readonly Checks["dissociate"][]));
    }
    for (const one of notChecked) {
      const asked = isDryRun ? "dryRun" : run.action;
      this.#hears(run, [one.target], () => notCheckedText(asked, one, targetSubject({}, one.target)));
    }
  }

  #reportsEnds(
    run: Run,
    { ends, notTried, cancelled }: Extract<ChangeReport<ChangeAction>, { ended: "settled" }>,
  ): void {
    for (const end of ends)
      this.#hears(run, [end.target], () => endText(run.action, end, targetSubject({}, end.target)));
    for (const target of notTried)
      this.#hears(run, [target], () => notTriedText(run.action, cancelled, targetSubject({}, target)));
  }

  /** Above the code that names these associations. */
  #lensText(checks: readonly Checks["dissociate"][]): string {
    const what = (error: IpamError) => explain(error).what;
    const state = { state: "fresh", checks } as const;
    return dryRunText(state, checks.length, { t: l10n.t, now: this.#window.process.now(), what, account: "" });
  }

  #endsTable(run: Run, table: Table, report: ChangeReport<ChangeAction>, isDryRun: boolean): void {
    const { rows } = table;
    if (report.ended === "checked") rows.notChecked(report.notChecked);
    if (report.ended === "settled") rows.notTried(report.notTried, report.cancelled);
    rows.stop();
    const dissociation = report as ChangeReport<"dissociate">;
    table.status = () => endStatus(isDryRun ? "dryRun" : "dissociate", dissociation, rows.rows);
    this.#shows(run, table, run.targets);
  }

  #shows(run: Run, { rows, status }: Table, targets: readonly Target[]): void {
    for (const row of rows.rows) {
      if (targets.includes(row.target)) this.#hears(run, [row.target], () => resultLines(row));
    }
    this.#hears(run, run.targets, status);
  }

  /** A text about targets of a run appears. */
  #hears(run: Run, targets: readonly Target[], speak: () => unknown): void {
    this.#judges(
      targets.map((target) => this.#oracle.factsOf(run, target)),
      speak,
    );
  }

  #judges(known: readonly Facts[], speak: () => unknown): void {
    const sentences = listen(() => void speak());
    for (const facts of known) {
      for (const text of untrue(sentences, facts)) {
        this.#oracle.object("every sentence is true", `${facts.subject}: ${text}`);
      }
    }
  }
}

/** A check belongs to the action of its run. */
function anyCheckText(action: ChangeAction, check: Checks[ChangeAction], subject: string): void {
  if (action === "dissociate") checkText(check as Checks["dissociate"], subject);
  else associationCheckText(check as Checks["associate"], subject);
}
