import * as vscode from "vscode";
import { outcomeOf } from "../../ipam/BulkOutcome.ts";
import type { BulkRow } from "../../ipam/BulkRow.ts";
import type { NotChecked, TargetEnd } from "../../ipam/ChangeStep.ts";
import type { DissociationCheck } from "../../ipam/DissociationCheck.ts";
import type { IpamError } from "../../ipam/IpamError.ts";
import type { Settlement } from "../../ipam/Settlement.ts";
import { explain } from "../common/explain.ts";
import type { PageLine } from "../common/PageTable.ts";
import { alarmText } from "../dissociate/alarmText.ts";
import { unprovenText } from "../dissociate/reportText.ts";
import { rowPhaseText } from "../dissociate/rowPhaseText.ts";
import { timeText } from "../dissociate/timeText.ts";
import { outcomeWords } from "./outcomeWords.ts";

/** How a target came out: the outcome in a word, why, and when that was seen. */
export function resultLines(row: BulkRow): readonly PageLine[] {
  const { name, icon, style } = outcomeWords(outcomeOf(row));
  return [{ text: name, icon, style }, ...reasons(row)];
}

function reasons({ state }: BulkRow): readonly PageLine[] {
  const { t } = vscode.l10n;
  switch (state.kind) {
    case "waiting":
      return [];
    case "notRun":
      return cancelledDryRunLines(state.dryRun);
    case "underWay":
      return [own(rowPhaseText(state.phase, "dissociate") ?? "")];
    case "checked":
      return checkReasons(state.check);
    case "ended":
      return endReasons(state.end);
    case "notTried":
      return [
        own(state.cancelled ? t("You cancelled before its turn.") : t("One before it was not seen to be dissociated.")),
      ];
  }
}

/** Why a dry run that was sent says nothing, where the person cancelled. */
export function cancelledDryRunLines(dryRun: NotChecked["dryRun"]): readonly PageLine[] {
  const { t } = vscode.l10n;
  switch (dryRun) {
    case "notSent":
      return [];
    case "unanswered":
      return [own(t("You cancelled before its dry run was answered. An answer that is an alarm is shown here."))];
    case "answered":
      return [own(t("You cancelled after its dry run was answered, before all about it was read."))];
  }
}

function checkReasons(check: DissociationCheck): readonly PageLine[] {
  const { t } = vscode.l10n;
  const at = own(t("at {0}", timeText(check.checkedAt)));
  switch (check.verdict) {
    case "ready":
      return [...doubts(check), at];
    case "refused":
      return [...refusal(check), ...doubts(check), at];
    case "cannotTell":
      return [
        ...(check.unproven ? [own(t("No answer proves that the dry run changed nothing."))] : []),
        whyOf(check.error),
        at,
      ];
    case "alarm":
      return [foreign(alarmText("dissociate", check, t("the association"))), at];
  }
}

function doubts(check: Extract<DissociationCheck, { verdict: "ready" | "refused" }>): readonly PageLine[] {
  return check.unproven ? [own(unprovenText("dissociate", check))] : [];
}

function refusal({ why, error }: Extract<DissociationCheck, { verdict: "refused" }>): readonly PageLine[] {
  const { t } = vscode.l10n;
  switch (why) {
    case "ownDefault":
      return [own(t("It is the IPAM's own default discovery, which goes only with the IPAM itself."))];
    case "notAssociated":
      return [own(t("The two are not associated any more."))];
    case "service":
      return error ? [whyOf(error)] : [];
  }
}

function endReasons(end: TargetEnd): readonly PageLine[] {
  const { t } = vscode.l10n;
  if ("settlement" in end) return settlementReasons(end.settlement);
  if ("leftWaiting" in end) {
    return [own(t("The request was sent. The outcome is still being read and is shown here."))];
  }
  if ("notSent" in end) {
    const reason =
      end.notSent === "takenOver"
        ? t("This window no longer holds the change, so it sends nothing more.")
        : end.refusal
          ? t("No try of the request took effect, and you cancelled before the next one.")
          : t("You cancelled before the request was sent.");
    return [own(reason), ...(end.refusal ? [whyOf(end.refusal)] : [])];
  }
  const reason =
    end.earlier === "underWay"
      ? t("Another window of VS Code holds an earlier change of it.")
      : t("An earlier change of it is not settled yet. Its outcome is being read.");
  return [own(reason)];
}

function settlementReasons(settlement: Settlement): readonly PageLine[] {
  const { t } = vscode.l10n;
  const why = "error" in settlement && settlement.error ? [whyOf(settlement.error)] : [];
  switch (settlement.outcome) {
    case "dissociated":
      return [own(t("Read again at {0}: the association is gone.", timeText(settlement.observedAt)))];
    case "stillAssociated":
      return [own(t("Read again at {0}: the association is still there.", timeText(settlement.observedAt))), ...why];
    case "unknown":
      return [own(t("It could not be read up to {0}. Check again to find out.", timeText(settlement.until))), ...why];
    default:
      return why;
  }
}

/** Without the RequestId, which has a column of its own. */
function whyOf(error: IpamError): PageLine {
  const { what, advice } = explain(error);
  return foreign([what, advice].filter(Boolean).join(" "));
}

function own(text: string): PageLine {
  return { text, style: "muted" };
}

/** What holds words of the service. */
function foreign(text: string): PageLine {
  return { text, style: "muted", foreign: true };
}
