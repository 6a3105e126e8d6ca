import * as vscode from "vscode";
import type { ChangeAction } from "../../ipam/Change.ts";
import type { DryRunAlarm } from "../../ipam/DryRunAlarm.ts";
import { explain } from "../common/explain.ts";
import { requestText } from "./requestText.ts";

/** A dry run after which something may have changed, and what was read at once afterwards. `subject` names both ends. */
export function alarmText(action: ChangeAction, alarm: DryRunAlarm, subject: string): string {
  const { t } = vscode.l10n;
  const { observed, unreadable, lost, requestId } = alarm;
  const error = unreadable ?? lost;
  return [
    outcomeText(action, alarm, subject),
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

/** Only an answer like that to the change itself shows that the dry run did it: without one, someone else may have acted. */
function outcomeText(action: ChangeAction, { observed, lost }: DryRunAlarm, subject: string): string {
  const { t } = vscode.l10n;
  if (observed === "unknown") return t("Outcome unknown: {0}. It could not be read again after a dry run.", subject);
  if (action === "dissociate") {
    if (observed === "associated") return t("Still associated: {0}, read again at once after a dry run.", subject);
    return lost
      ? t(
          "Cannot tell whether the dry run of {0} dissociated it: read again at once, the two are not associated.",
          subject,
        )
      : t("Dissociated {0}: read again at once after a dry run, the association is gone.", subject);
  }
  if (observed === "gone") return t("Still not associated: {0}, read again at once after a dry run.", subject);
  return lost
    ? t("Cannot tell whether the dry run of {0} associated it: read again at once, the two are associated.", subject)
    : t("Associated {0}: read again at once after a dry run, the association is there.", subject);
}
