import * as vscode from "vscode";
import type { DryRunAlarm } from "../../ipam/DryRunAlarm.ts";
import { explain } from "../common/explain.ts";
import { requestText } from "./requestText.ts";

/** A dry run that was answered as only the change itself should be, and what was read at once afterwards. */
export function alarmText({ observed, unreadable, requestId }: DryRunAlarm, subject: string): string {
  const { t } = vscode.l10n;
  return [
    unreadable
      ? t(
          "The dry run of {0} was answered as only the change itself should be, and the answer cannot be read.",
          subject,
        )
      : t("The service answered the dry run of {0} as if it were the change itself.", subject),
    {
      gone: t("Read again at once: the association is gone."),
      associated: t("Read again at once: the association is still there."),
      unknown: t("It could not be read again, so it is not known whether the association still exists."),
    }[observed],
    ...(unreadable ? [explain(unreadable).text] : [t("Report this to Alibaba Cloud support."), requestText(requestId)]),
  ]
    .filter(Boolean)
    .join(" ");
}
