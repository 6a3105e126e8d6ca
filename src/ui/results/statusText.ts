import * as vscode from "vscode";
import { outcomeOf } from "../../ipam/BulkOutcome.ts";
import type { BulkRow } from "../../ipam/BulkRow.ts";
import type { ChangeReport } from "../../ipam/ChangeRunner.ts";
import type { NotChecked } from "../../ipam/ChangeStep.ts";
import { isWithoutEffect } from "../../ipam/isWithoutEffect.ts";
import type { BulkWork } from "./resultTable.ts";

/** What is going on while results come in. */
export function progressStatus(work: BulkWork, isAsking: boolean, rows: readonly BulkRow[]): string {
  const { t } = vscode.l10n;
  if (isAsking) return t("Waiting for your confirmation.");
  const open = rows.filter((row) => ["waiting", "underWay"].includes(outcomeOf(row))).length;
  return rows.some(isConfirmed) && work === "dissociate"
    ? t("Dissociating one after the other: {0} of {1} done…", rows.length - open, rows.length)
    : t("Dry run: {0} of {1} done…", rows.length - open, rows.length);
}

/** Whether the person has confirmed the change of a row that still waits for it, or is being changed. */
function isConfirmed({ state }: BulkRow): boolean {
  return (state.kind === "waiting" && state.confirmed) || (state.kind === "underWay" && state.phase !== "checking");
}

/** How a run ended. Without a report it failed, and why was told. */
export function endStatus(
  work: BulkWork,
  report: ChangeReport<"dissociate"> | undefined,
  rows: readonly BulkRow[],
): string {
  const { t } = vscode.l10n;
  const mayHaveChanged = report?.ended !== "settled" && rows.some((row) => outcomeOf(row) === "alarm");
  if (mayHaveChanged) return t("A dry run may have been the change itself: see the rows with an alarm.");
  switch (report?.ended) {
    case undefined:
      return t("It could not be carried out.");
    case "busy":
      return t("Not run: one of them is being worked on already.");
    case "cancelled":
      return t("Cancelled. No change was sent.");
    case "checked":
      if (report.notChecked.length > 0) return cancelledStatus(report.notChecked);
      return work === "dissociate" && report.checks.some(({ verdict }) => verdict !== "ready")
        ? t("No change was sent, because not all of them pass. Those that do can be dissociated from here.")
        : report.checks.every(isWithoutEffect)
          ? t("Dry run finished. Nothing was changed.")
          : t("Dry run finished. Not every answer proves that nothing was changed.");
    case "settled":
      if (report.cancelled) return t("Cancelled. What was sent before is not undone by that.");
      return report.notTried.length > 0
        ? t("Stopped at the first that was not seen to be dissociated. Not tried: {0}.", report.notTried.length)
        : t("Finished. How each of them came out stands in its row.");
  }
}

/** A dry run that was sent says nothing where the person cancelled before its result, and may have done something. */
function cancelledStatus(notChecked: readonly NotChecked[]): string {
  const { t } = vscode.l10n;
  const sent = notChecked.filter(({ dryRun }) => dryRun !== "notSent").length;
  return sent === 0
    ? t("Cancelled. No change was sent.")
    : t("Cancelled. No change was sent. Cannot tell for {0}: you cancelled after their dry run was sent.", sent);
}
