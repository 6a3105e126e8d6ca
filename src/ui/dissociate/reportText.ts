import * as vscode from "vscode";
import type { ChangeAction } from "../../ipam/Change.ts";
import type { TargetEnd } from "../../ipam/ChangeProcedure.ts";
import type { DissociationCheck } from "../../ipam/DissociationCheck.ts";
import type { Settlement } from "../../ipam/Settlement.ts";
import { explain } from "../common/explain.ts";
import { alarmText } from "./alarmText.ts";
import { impactText } from "./impactText.ts";
import { requestText } from "./requestText.ts";
import { timeText } from "./timeText.ts";

/** How serious a report is: which kind of message carries it. */
export type Severity = "information" | "warning" | "error";

/** One sentence or more about an outcome. */
export interface ReportText {
  readonly severity: Severity;
  readonly text: string;
}

/** What a dry run and the live reading with it showed. `subject` names the association. */
export function checkText(check: DissociationCheck, subject: string): ReportText {
  const { t } = vscode.l10n;
  switch (check.verdict) {
    case "ready":
      return {
        severity: "information",
        text: sentences(
          t("Dry run passed: {0} can be dissociated. Nothing was changed.", subject),
          t("The IPAM would stop seeing: {0}.", impactText(check.impact)),
          requestText(check.requestId),
        ),
      };
    case "refused":
      return { severity: "warning", text: sentences(t("Cannot be dissociated: {0}.", subject), refusal(check)) };
    case "cannotTell":
      return {
        severity: "warning",
        text: sentences(t("Cannot tell whether {0} could be dissociated.", subject), explain(check.error).text),
      };
    case "alarm":
      return { severity: "error", text: alarmText(check, subject) };
  }
}

/** What became of one target of a change. */
export function endText(action: ChangeAction, end: TargetEnd, subject: string): ReportText {
  const { t } = vscode.l10n;
  if ("settlement" in end) return settlementText(action, end.settlement, subject);
  if ("leftWaiting" in end) {
    return {
      severity: "warning",
      text: t(
        "You stopped waiting for {0}. The request has left and is not undone by that; how it comes out is still being found out and will be told here.",
        subject,
      ),
    };
  }
  return {
    severity: "warning",
    text: {
      underWay: t("Not sent: another window of VS Code is changing {0} right now.", subject),
      orphaned: t(
        "Not sent: an earlier change of {0} was interrupted. How that came out is being found out now and will be told here; then try again.",
        subject,
      ),
    }[end.earlier],
  };
}

/** How a change came out: only what was observed. */
export function settlementText(action: ChangeAction, settlement: Settlement, subject: string): ReportText {
  const { t } = vscode.l10n;
  switch (settlement.outcome) {
    case "dissociated":
    case "associated": {
      const time = timeText(settlement.observedAt);
      return {
        severity: "information",
        text: sentences(
          settlement.outcome === "dissociated"
            ? t("Dissociated {0}: read again at {1}, the association is gone.", subject, time)
            : t("Associated {0}: read again at {1}, the association is there.", subject, time),
          settlement.requestId
            ? requestText(settlement.requestId)
            : t("No answer to the request itself arrived, so there is no RequestId."),
        ),
      };
    }
    case "refused":
      return {
        severity: "error",
        text: sentences(
          action === "dissociate" ? t("Not dissociated: {0}.", subject) : t("Not associated: {0}.", subject),
          explain(settlement.error).text,
        ),
      };
    case "stillAssociated":
    case "notAssociated":
      return {
        severity: "warning",
        text: sentences(
          unchangedText(settlement, subject),
          settlement.error && explain(settlement.error).text,
          !settlement.error && requestText(settlement.requestId),
        ),
      };
    case "unknown":
      return {
        severity: "error",
        text: sentences(
          action === "dissociate"
            ? t(
                "Not known: whether {0} was dissociated could not be read up to {1}. Refresh to find out.",
                subject,
                timeText(settlement.until),
              )
            : t(
                "Not known: whether {0} was associated could not be read up to {1}. Refresh to find out.",
                subject,
                timeText(settlement.until),
              ),
          settlement.error ? explain(settlement.error).text : requestText(settlement.requestId),
        ),
      };
  }
}

/** How a change came out whose window ended before it knew. */
export function interruptedText(action: ChangeAction, settlement: Settlement, subject: string): ReportText {
  const { t } = vscode.l10n;
  const { severity, text } = settlementText(action, settlement, subject);
  const time = "observedAt" in settlement ? timeText(settlement.observedAt) : "";
  const start = t("VS Code ended while a change was under way.");
  switch (settlement.outcome) {
    case "dissociated":
      return {
        severity: "warning",
        text: sentences(start, t("Dissociated {0}: read again at {1}, the association is gone.", subject, time)),
      };
    case "associated":
      return {
        severity: "warning",
        text: sentences(start, t("Associated {0}: read again at {1}, the association is there.", subject, time)),
      };
    case "stillAssociated":
      return {
        severity: "warning",
        text: sentences(start, t("Still associated: {0}, read again at {1}. Nothing is sent again.", subject, time)),
      };
    case "notAssociated":
      return {
        severity: "warning",
        text: sentences(
          start,
          t("Still not associated: {0}, read again at {1}. Nothing is sent again.", subject, time),
        ),
      };
    case "refused":
    case "unknown":
      return { severity, text: sentences(start, text) };
  }
}

function unchangedText(
  { outcome, error, observedAt }: Extract<Settlement, { outcome: "stillAssociated" | "notAssociated" }>,
  subject: string,
): string {
  const { t } = vscode.l10n;
  const time = timeText(observedAt);
  if (outcome === "stillAssociated") {
    return error
      ? t("Still associated: {0}. The request failed, and at {1} the association was still there.", subject, time)
      : t(
          "Still associated: {0}. The service accepted the request, but at {1} its list still showed the association.",
          subject,
          time,
        );
  }
  return error
    ? t("Still not associated: {0}. The request failed, and at {1} there was no association.", subject, time)
    : t(
        "Still not associated: {0}. The service accepted the request, but at {1} its list did not show the association.",
        subject,
        time,
      );
}

function refusal(check: Extract<DissociationCheck, { verdict: "refused" }>): string {
  const { t } = vscode.l10n;
  switch (check.why) {
    case "ownDefault":
      return t("It is the IPAM's own default discovery, which goes only with the IPAM itself.");
    case "notAssociated":
      return sentences(t("The two are not associated any more."), requestText(check.requestId));
    case "service":
      return check.error ? explain(check.error).text : "";
  }
}

function sentences(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter(Boolean).join(" ");
}
