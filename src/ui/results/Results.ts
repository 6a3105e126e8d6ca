import * as vscode from "vscode";
import { arrangeBulk, type BulkArrangement, type BulkColumn } from "../../ipam/arrangeBulk.ts";
import { outcomeOf } from "../../ipam/BulkOutcome.ts";
import type { BulkRow, BulkSubject } from "../../ipam/BulkRow.ts";
import { BulkRun } from "../../ipam/BulkRun.ts";
import type { ChangeReport, ChangeRunner } from "../../ipam/ChangeRunner.ts";
import type { ChangeEvent } from "../../ipam/ChangeStep.ts";
import { exportBulk } from "../../ipam/exportBulk.ts";
import type { Target } from "../../ipam/Target.ts";
import type { Log } from "../common/Log.ts";
import { markdownTable } from "../common/markdownTable.ts";
import { Panel } from "../common/Panel.ts";
import { saveExport } from "../common/saveExport.ts";
import { drawResults } from "./drawResults.ts";
import { summaryText } from "./outcomeWords.ts";
import type { ResultPage } from "./ResultPage.ts";
import { resultAction } from "./resultAction.ts";
import { resultBody } from "./resultBody.ts";
import { type BulkWork, type ResultKnowledge, resultTable } from "./resultTable.ts";
import { endStatus, progressStatus } from "./statusText.ts";

/** What the results need from outside. */
export interface ResultTools {
  readonly extensionUri: vscode.Uri;
  readonly log: Log;
  /** Every step of every change; the table shows those of its rows. */
  readonly steps: ChangeRunner["onStep"];
  /** What the buttons start. */
  readonly start: (work: BulkWork, targets: readonly Target[]) => unknown;
  readonly associateAgain: (targets: readonly Target[]) => unknown;
}

const asGiven: BulkArrangement = { column: undefined, descending: false, outcome: undefined };

/**
 * The table of what came of several targets, in one panel. What is found is kept while the panel is closed, until the next
 * run; one run at a time.
 */
export class Results implements vscode.Disposable {
  readonly #tools: ResultTools;
  readonly #steps: { dispose(): void };
  #panel: Panel<ResultPage> | undefined;
  #run = new BulkRun([]);
  #updates: { dispose(): void } | undefined;
  #account = "";
  #work: BulkWork = "dryRun";
  #isBusy = false;
  #isAsking = false;
  /** How the last run ended; `undefined` when it failed, absent before. */
  #ended: { readonly report: ChangeReport<"dissociate"> | undefined } | undefined;
  #status = "";
  #arrangement = asGiven;

  constructor(tools: ResultTools) {
    this.#tools = tools;
    this.#steps = tools.steps((event) => this.#onStep(event));
  }

  dispose(): void {
    this.#steps.dispose();
    this.#updates?.dispose();
    this.#panel?.dispose();
  }

  /** Whether a run is under way. */
  get isBusy(): boolean {
    return this.#isBusy;
  }

  get isVisible(): boolean {
    return this.#panel?.isVisible ?? false;
  }

  /** How the rows came out, by number. */
  get summary(): string {
    return summaryText(this.#run.rows);
  }

  /** Shows a table of these targets, all of them waiting. */
  begin(work: BulkWork, subjects: readonly BulkSubject[], account: string): void {
    this.#updates?.dispose();
    this.#run = new BulkRun(subjects);
    this.#updates = this.#run.onDidChange(() => this.#drawSoon());
    this.#account = account;
    this.#arrangement = asGiven;
    this.#start(work);
  }

  /** Goes on with targets of the table; its other rows stay as they are. */
  goOn(work: BulkWork, targets: readonly Target[]): void {
    this.#run.wait(targets);
    this.#start(work);
  }

  /** The run is over. Without a report it failed, and why was told. */
  end(report: ChangeReport<"dissociate"> | undefined): void {
    this.#isBusy = false;
    this.#isAsking = false;
    if (report?.ended === "checked") this.#run.notChecked(report.notChecked);
    if (report?.ended === "settled") this.#run.notTried(report.notTried, report.cancelled);
    this.#run.stop();
    this.#ended = { report };
    this.#status = endStatus(this.#work, report, this.#run.rows);
    this.#draw();
  }

  /** @param preserveFocus whether what a person types still goes where it went before */
  reveal(preserveFocus = false): void {
    if (this.#panel) this.#panel.reveal(preserveFocus);
    else {
      this.#panel = new Panel({
        extensionUri: this.#tools.extensionUri,
        kind: "results",
        title: vscode.l10n.t("Results"),
        styles: ["page"],
        body: resultBody,
        preserveFocus,
        onMessage: (message) => this.#act(message),
        onClosed: () => {
          this.#panel = undefined;
        },
      });
    }
  }

  #onStep(event: ChangeEvent): void {
    if (event.action !== "dissociate" || !this.#run.has(event.target)) return;
    if (this.#isBusy) this.#isAsking = event.step.phase === "confirming";
    this.#run.apply(event);
    // What comes late may make untrue what was said at the end.
    if (this.#ended && !this.#isBusy) this.#status = endStatus(this.#work, this.#ended.report, this.#run.rows);
    this.#drawSoon();
  }

  #start(work: BulkWork): void {
    this.#work = work;
    this.#isBusy = true;
    this.#isAsking = false;
    this.#status = "";
    // A dialog follows, and its keys are for the dialog.
    this.reveal(work === "dissociate");
    this.#draw();
  }

  get #knowledge(): ResultKnowledge {
    const all = this.#run.rows;
    return { work: this.#work, account: this.#account, all, shown: arrangeBulk(all, this.#arrangement) };
  }

  #drawSoon(): void {
    this.#panel?.soon(() => this.#draw());
  }

  #draw(): void {
    const { rows } = this.#run;
    this.#panel?.show(
      drawResults(this.#knowledge, {
        arrangement: this.#arrangement,
        busy: this.#isBusy,
        status: this.#isBusy ? progressStatus(this.#work, this.#isAsking, rows) : this.#status,
      }),
    );
  }

  #act(message: unknown): void {
    const asked = resultAction(message);
    switch (asked?.action) {
      case "ready":
        this.#draw();
        break;
      case "sort":
        this.#sort(asked.column);
        break;
      case "filter":
        this.#arrangement = { ...this.#arrangement, outcome: asked.outcome };
        this.#draw();
        break;
      case "dissociate":
        this.#begin("dissociate", this.#run.passed);
        break;
      case "checkAgain":
        this.#begin("dryRun", this.#remaining());
        break;
      case "associate":
        this.#tools.associateAgain(this.#gone());
        break;
      case "copy":
        void this.#copy();
        break;
      case "export":
        void this.#export();
        break;
      case "log":
        this.#tools.log.show();
    }
  }

  /** The page may have been drawn before things changed. */
  #begin(work: BulkWork, targets: readonly Target[]): void {
    if (this.#isBusy || targets.length === 0) this.#draw();
    else this.#tools.start(work, targets);
  }

  /** Neither done, nor sent and still being read. */
  #remaining(): readonly Target[] {
    return targetsOf(this.#run.rows.filter((row) => !["dissociated", "leftWaiting"].includes(outcomeOf(row))));
  }

  #gone(): readonly Target[] {
    return targetsOf(this.#run.rows.filter((row) => outcomeOf(row) === "dissociated"));
  }

  #sort(column: BulkColumn): void {
    const descending = this.#arrangement.column === column && !this.#arrangement.descending;
    this.#arrangement = { ...this.#arrangement, column, descending };
    this.#draw();
  }

  async #copy(): Promise<void> {
    await vscode.env.clipboard.writeText(markdownTable(resultTable(this.#knowledge)));
    this.#status = vscode.l10n.t("Copied the table as Markdown.");
    this.#draw();
  }

  /** Writes what the table shows, in its order. */
  async #export(): Promise<void> {
    const { t } = vscode.l10n;
    const { shown } = this.#knowledge;
    try {
      const file = await saveExport({
        title: t("Export Results"),
        name: "results",
        contents: (format) => exportBulk(shown, format),
      });
      if (!file) return;
      this.#status = t("Exported {0} results.", shown.length);
    } catch (error) {
      this.#tools.log.error("Exporting results", error);
      this.#status = t("The results could not be written to that file.");
    }
    this.#draw();
  }
}

function targetsOf(rows: readonly BulkRow[]): readonly Target[] {
  return rows.map(({ target }) => target);
}
