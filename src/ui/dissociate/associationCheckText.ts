import * as vscode from "vscode";
import type { AssociationCheck } from "../../ipam/AssociationCheck.ts";
import { explain } from "../common/explain.ts";
import { alarmText } from "./alarmText.ts";
import { cannotTellText, type ReportText, unprovenText } from "./reportText.ts";
import { requestText } from "./requestText.ts";

/** What a dry run of associating and the live reading with it showed. `subject` names both ends. */
export function associationCheckText(check: AssociationCheck, subject: string): ReportText {
  const { t } = vscode.l10n;
  const join = (...parts: readonly (string | undefined)[]) => parts.filter(Boolean).join(" ");
  switch (check.verdict) {
    case "ready":
      return {
        severity: check.unproven ? "warning" : "information",
        text: join(
          check.unproven
            ? t("Dry run passed: {0} can be associated.", subject)
            : t("Dry run passed: {0} can be associated. Nothing was changed.", subject),
          requestText(check.requestId),
          unprovenText("associate", check),
        ),
      };
    case "refused":
      return {
        severity: "warning",
        text: join(
          t("Cannot be associated: {0}.", subject),
          check.why === "alreadyAssociated" ? t("The two are associated already.") : undefined,
          check.error ? explain(check.error).text : requestText(check.requestId),
          unprovenText("associate", check),
        ),
      };
    case "cannotTell":
      return {
        severity: "warning",
        text: join(t("Cannot tell whether {0} could be associated.", subject), cannotTellText(check)),
      };
    case "alarm":
      return { severity: "error", text: alarmText("associate", check, subject) };
  }
}
