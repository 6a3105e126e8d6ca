import * as vscode from "vscode";
import type { ChangeAction } from "../../ipam/Change.ts";
import type { DryRunAlarm } from "../../ipam/DryRunAlarm.ts";
import { explain } from "../common/explain.ts";
import { requestText } from "./requestText.ts";

/** A dry run after which something may have changed, and what was read at once afterwards. `subject` names both ends. */
export function alarmText(
  action: ChangeAction,
  { observed, unreadable, lost, requestId }: DryRunAlarm,
  subject: string,
): string {
  const { t } = vscode.l10n;
  const error = unreadable ?? lost;
  return [
    outcomeText(action, observed, subject),
    lost
      ? t("No answer proves that the dry run changed nothing.")
      : unreadable
        ? t("Its dry run got an answer that only the change itself should get, and the answer cannot be read.")
        : t("The service answered its dry run as if it were the change itself."),
    action === "dissociate" && observed === "gone"
      ? t("The history keeps it. There you can associate the two again.")
      : t("The history keeps it."),
    error ? explain(error).text : [t("Report this to Alibaba Cloud support."), requestText(requestId)].join(" ").trim(),
  ]
    .filter(Boolean)
    .join(" ");
}

function outcomeText(action: ChangeAction, observed: DryRunAlarm["observed"], subject: string): string {
  const { t } = vscode.l10n;
  switch (observed) {
    case "gone":
      return t("Not associated: {0}, read again at once after a dry run.", subject);
    case "associated":
      return action === "dissociate"
        ? t("Still associated: {0}, read again at once after a dry run.", subject)
        : t("Associated: {0}, read again at once after a dry run.", subject);
    case "unknown":
      return t("Outcome unknown: {0}. It could not be read again after a dry run.", subject);
  }
}
