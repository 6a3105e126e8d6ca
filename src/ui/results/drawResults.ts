import * as vscode from "vscode";
import { type BulkArrangement, bulkColumns } from "../../ipam/arrangeBulk.ts";
import { countOutcomes } from "../../ipam/BulkOutcome.ts";
import type { BulkRow } from "../../ipam/BulkRow.ts";
import type { PageButton } from "../common/PageTable.ts";
import { outcomeWords } from "./outcomeWords.ts";
import type { ResultButton, ResultFilter, ResultHeading, ResultPage } from "./ResultPage.ts";
import { columnText, type ResultKnowledge, resultTable } from "./resultTable.ts";

/** What a person looks at now. */
export interface ResultView {
  readonly arrangement: BulkArrangement;
  /** Whether a run is under way. */
  readonly busy: boolean;
  readonly status: string;
}

/** Rows that are drawn: beyond them a page takes seconds. */
const drawnAtMost = 1_000;

/** All that the page of results is told. */
export function drawResults(knowledge: ResultKnowledge, { arrangement, busy, status }: ResultView): ResultPage {
  return {
    table: resultTable(knowledge, drawnAtMost),
    headings: headings(arrangement),
    filters: filters(knowledge.all, arrangement),
    filterLabel: vscode.l10n.t("Show only"),
    buttons: buttons(knowledge.all, busy),
    status,
    busy,
  };
}

function headings({ column: sorted, descending }: BulkArrangement): readonly ResultHeading[] {
  return bulkColumns.map((column) => {
    const sort = column !== sorted ? "none" : descending ? "descending" : "ascending";
    return { column, label: columnText(column), sort };
  });
}

/** The outcomes there are, and the one that is chosen, though none may be left of it. */
function filters(rows: readonly BulkRow[], { outcome: chosen }: BulkArrangement): readonly ResultFilter[] {
  const counts = new Map(countOutcomes(rows));
  if (chosen && !counts.has(chosen)) counts.set(chosen, 0);
  const { t } = vscode.l10n;
  return [
    { text: t("All: {0}", rows.length), pressed: chosen === undefined },
    ...[...counts].map(([outcome, count]) => {
      const { name, icon } = outcomeWords(outcome);
      return { outcome, icon, text: t("{0}: {1}", name, count), pressed: outcome === chosen };
    }),
  ];
}

function buttons(rows: readonly BulkRow[], busy: boolean): readonly PageButton<ResultButton>[] {
  const { t } = vscode.l10n;
  const counts = countOutcomes(rows);
  const gone = counts.get("dissociated") ?? 0;
  const underWay = busy ? t("Results are still coming in.") : undefined;
  const none = counts.has("passes") ? undefined : t("None of them passes.");
  return [
    { action: "dissociate", label: t("Dissociate Those That Pass…"), primary: true, blocked: underWay ?? none },
    ...(gone < rows.length
      ? [{ action: "checkAgain" as const, label: t("Check Again"), primary: false, blocked: underWay }]
      : []),
    ...(gone > 0
      ? [{ action: "associate" as const, label: t("Associate Again…"), primary: false, blocked: underWay }]
      : []),
    { action: "copy", label: t("Copy as Markdown"), primary: false },
    { action: "export", label: t("Export CSV…"), primary: false },
    { action: "log", label: t("Show Log"), primary: false },
  ];
}
