import * as vscode from "vscode";
import { type BulkColumn, bulkColumns } from "../../ipam/arrangeBulk.ts";
import type { BulkRow } from "../../ipam/BulkRow.ts";
import { requestIdsOf } from "../../ipam/requestIdsOf.ts";
import { targetKey } from "../../ipam/Target.ts";
import type { PageLine, PageRow, PageTable } from "../common/PageTable.ts";
import { id, muted, name } from "../common/pageLines.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import { impactText } from "../dissociate/impactText.ts";
import { summaryText } from "./outcomeWords.ts";
import { resultLines } from "./resultLines.ts";

/** What is done with the targets of a run. */
export type BulkWork = "dryRun" | "dissociate";

/** What the table is made from. */
export interface ResultKnowledge {
  readonly work: BulkWork;
  /** Profile name and account id, as the person knows them. */
  readonly account: string;
  readonly all: readonly BulkRow[];
  /** Those to show, in their order. */
  readonly shown: readonly BulkRow[];
}

/**
 * The results as a person reads them.
 * @param most rows
 */
export function resultTable(
  { work, account, all, shown }: ResultKnowledge,
  most = Number.POSITIVE_INFINITY,
): PageTable {
  const { t } = vscode.l10n;
  return {
    title:
      work === "dryRun"
        ? t("Dry run of {0} associations", all.length)
        : t("Dissociation of {0} associations", all.length),
    subject: plainText(account),
    summary: [{ text: summaryText(all) }],
    notes: notes(shown.length, most),
    columns: bulkColumns.map(columnText),
    rows: shown.slice(0, most).map(tableRow),
  };
}

/** The heading of a column. */
export function columnText(column: BulkColumn): string {
  const { t } = vscode.l10n;
  return {
    ipam: t("IPAM"),
    discovery: t("Discovery"),
    owner: t("Owner account"),
    region: t("Region"),
    result: t("Result"),
    impact: t("What the IPAM loses"),
    request: t("RequestId"),
  }[column];
}

function notes(count: number, most: number): readonly PageLine[] {
  if (count <= most) return [];
  return [
    { text: vscode.l10n.t("Only the first {0} rows are shown here; the copy as Markdown has all of them.", most) },
  ];
}

function tableRow(row: BulkRow): PageRow {
  const { target, names, ownerId } = row;
  return {
    key: targetKey(target),
    cells: [
      [...name(names.ipamName), id(target.ipamId)],
      [...name(names.discoveryName), id(target.discoveryId)],
      [ownerId ? id(ownerId) : muted(vscode.l10n.t("not known"))],
      [{ text: regionName(target.region) }, muted(target.region)],
      resultLines(row),
      impactLines(row),
      requestIdsOf(row).map(id),
    ],
  };
}

/** Says nothing as long as nothing was asked. */
function impactLines({ state, impact }: BulkRow): readonly PageLine[] {
  if (impact) return [{ text: impactText(impact), foreign: true }];
  return state.kind === "checked" || state.kind === "ended" ? [muted(vscode.l10n.t("not known"))] : [];
}
