import * as vscode from "vscode";
import type { ChangeAction } from "../../ipam/Change.ts";
import type { Checks, NotChecked, TargetEnd } from "../../ipam/ChangeStep.ts";
import type { DissociationCheck } from "../../ipam/DissociationCheck.ts";
import type { Intent } from "../../ipam/JournalEntry.ts";
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

type CannotTell = Extract<Checks[ChangeAction], { verdict: "cannotTell" }>;

/** What a dry run and the live reading with it showed. `subject` names the association. */
export function checkText(check: DissociationCheck, subject: string): ReportText {
  const { t } = vscode.l10n;
  switch (check.verdict) {
    case "ready":
      return {
        severity: check.unproven ? "warning" : "information",
        text: sentences(
          check.unproven
            ? t("Dry run passed: {0} can be dissociated.", subject)
            : t("Dry run passed: {0} can be dissociated. Nothing was changed.", subject),
          t("The IPAM would stop seeing: {0}.", impactText(check.impact)),
          requestText(check.requestId),
          unprovenText("dissociate", check),
        ),
      };
    case "refused":
      return {
        severity: "warning",
        text: sentences(t("Cannot be dissociated: {0}.", subject), refusal(check), unprovenText("dissociate", check)),
      };
    case "cannotTell":
      return {
        severity: "warning",
        text: sentences(t("Cannot tell whether {0} could be dissociated.", subject), cannotTellText(check)),
      };
    case "alarm":
      return { severity: "error", text: alarmText("dissociate", check, subject) };
  }
}

/**
 * That a try of a dry run may have changed something, though a reading at once afterwards showed no change: a list may show
 * what was before. Empty where every answer proves that nothing was changed.
 */
export function unprovenText(
  action: ChangeAction,
  { unproven }: Pick<Extract<Checks[ChangeAction], { verdict: "ready" }>, "unproven">,
): string {
  const { t } = vscode.l10n;
  if (!unproven) return "";
  return sentences(
    action === "dissociate"
      ? t(
          "One try of the dry run got no answer that proves that it changed nothing. Read again at once, the association was still there.",
        )
      : t(
          "One try of the dry run got no answer that proves that it changed nothing. Read again at once, the two were not associated.",
        ),
    requestText(unproven.detail.requestId),
  );
}

/** Why a check cannot tell what the change would do, and whether its dry run may have changed something. */
export function cannotTellText({ error, unproven }: Pick<CannotTell, "error" | "unproven">): string {
  return sentences(
    unproven && vscode.l10n.t("No answer proves that the dry run changed nothing."),
    explain(error).text,
  );
}

/** A target that was not checked, because the person cancelled. `asked` is what the person had asked for. */
export function notCheckedText(asked: ChangeAction | "dryRun", { dryRun }: NotChecked, subject: string): ReportText {
  const { t } = vscode.l10n;
  if (dryRun === "unanswered") {
    const start = t("Cannot tell: you cancelled before the dry run of {0} was answered.", subject);
    const then = t("If its answer shows that something may have changed, it is reported here.");
    const change = asked === "dryRun" ? undefined : t("The change itself was not sent.");
    return { severity: "warning", text: sentences(start, change, then) };
  }
  if (asked === "dryRun") {
    return {
      severity: "information",
      text:
        dryRun === "notSent"
          ? t("Cannot tell: you cancelled before the dry run of {0} was sent.", subject)
          : t("Cannot tell: you cancelled before {0} was read completely.", subject),
    };
  }
  return {
    severity: "information",
    text:
      dryRun === "notSent"
        ? sentences(nothingSentText(asked, subject), t("You cancelled before its dry run."))
        : sentences(notSentText(asked, subject), t("You cancelled after its dry run.")),
  };
}

/** What became of one target of a change. */
export function endText(action: ChangeAction, end: TargetEnd, subject: string): ReportText {
  const { t } = vscode.l10n;
  if ("settlement" in end) return settlementText(action, end.settlement, subject);
  if ("leftWaiting" in end) {
    return {
      severity: "warning",
      text: t(
        "Outcome unknown: {0}. You stopped waiting after the request was sent, which does not undo it. The outcome is still being read and is reported here.",
        subject,
      ),
    };
  }
  if ("earlier" in end) {
    const why =
      end.earlier === "underWay"
        ? t("Another window of VS Code holds an earlier change of this association.")
        : t(
            "An earlier change of this association is not settled yet. Its outcome is being read. Try again once it is known.",
          );
    return { severity: "warning", text: sentences(notSentText(action, subject), why) };
  }
  return { severity: "warning", text: sentences(...notSentReasons(action, end, subject)) };
}

function notSentReasons(
  action: ChangeAction,
  { notSent, refusal }: Extract<TargetEnd, { notSent: unknown }>,
  subject: string,
): readonly string[] {
  const { t } = vscode.l10n;
  const why = refusal ? explain(refusal).text : "";
  if (notSent === "takenOver") {
    const reason = t(
      "This window no longer holds the change, so it sends nothing more. Another window of VS Code may have taken it over.",
    );
    return [refusal ? withoutEffectText(action, subject) : notSentText(action, subject), reason, why];
  }
  return refusal
    ? [withoutEffectText(action, subject), t("You cancelled before the next try."), why]
    : [notSentText(action, subject), t("You cancelled in time.")];
}

/** A target whose turn did not come. */
export function notTriedText(action: ChangeAction, cancelled: boolean, subject: string): ReportText {
  const { t } = vscode.l10n;
  const why = cancelled
    ? t("You cancelled before its turn.")
    : action === "dissociate"
      ? t("An association before it was not seen to be dissociated.")
      : t("A discovery before it was not seen to be associated.");
  return { severity: "warning", text: sentences(notSentText(action, subject), why) };
}

/** Not even its dry run was sent. What another window does to the association is not known here. */
function nothingSentText(action: ChangeAction, subject: string): string {
  const { t } = vscode.l10n;
  return action === "dissociate"
    ? t("Not dissociated by this change: {0}. No request was sent.", subject)
    : t("Not associated by this change: {0}. No request was sent.", subject);
}

/** Of a change whose dry run was sent. What another window does to the association is not known here. */
function notSentText(action: ChangeAction, subject: string): string {
  const { t } = vscode.l10n;
  return action === "dissociate"
    ? t("Not dissociated by this change: {0}. The change itself was not sent.", subject)
    : t("Not associated by this change: {0}. The change itself was not sent.", subject);
}

/** Of what was sent. Another change may have ended the association, or made it, meanwhile. */
function withoutEffectText(action: ChangeAction, subject: string): string {
  const { t } = vscode.l10n;
  return action === "dissociate"
    ? t("Not dissociated by this change: {0}.", subject)
    : t("Not associated by this change: {0}.", subject);
}

/** How a change came out: only what was observed. */
export function settlementText(action: ChangeAction, settlement: Settlement, subject: string): ReportText {
  const { t } = vscode.l10n;
  switch (settlement.outcome) {
    case "dissociated":
    case "associated":
      return {
        severity: "information",
        text: sentences(
          seenText(settlement.outcome, subject, timeText(settlement.observedAt)),
          settlement.requestId
            ? requestText(settlement.requestId)
            : t("There is no RequestId: no answer to the request arrived, or none that named one."),
        ),
      };
    case "refused":
      return {
        severity: "error",
        text: sentences(withoutEffectText(action, subject), explain(settlement.error).text),
      };
    case "stillAssociated":
    case "notAssociated":
      return {
        severity: "warning",
        text: sentences(
          unchangedText(settlement, subject),
          settlement.error && explain(settlement.error).text,
          settlement.requestId !== settlement.error?.detail.requestId && requestText(settlement.requestId),
        ),
      };
    case "unknown":
      return {
        severity: "error",
        text: sentences(
          action === "dissociate"
            ? t(
                "Outcome unknown: {0}. Whether it was dissociated could not be read up to {1}. Refresh to find out.",
                subject,
                timeText(settlement.until),
              )
            : t(
                "Outcome unknown: {0}. Whether it was associated could not be read up to {1}. Refresh to find out.",
                subject,
                timeText(settlement.until),
              ),
          settlement.error && explain(settlement.error).text,
          settlement.requestId !== settlement.error?.detail.requestId && requestText(settlement.requestId),
        ),
      };
  }
}

/**
 * How a change came out that was begun before, or in another window, and of which nobody had found that out.
 * @param origin set when nobody confirmed a change, and a dry run may have been one
 */
export function interruptedText(
  action: ChangeAction,
  settlement: Settlement,
  subject: string,
  origin?: Intent["origin"],
): ReportText {
  const { t } = vscode.l10n;
  const why = origin
    ? t("This was a dry run, and nobody confirmed a change. What it did was not known before.")
    : t("How this change came out was not known before.");
  if (settlement.outcome === "refused" || settlement.outcome === "unknown") {
    const { severity, text } = settlementText(action, settlement, subject);
    return { severity, text: sentences(text, why) };
  }
  const time = timeText(settlement.observedAt);
  const isUnchanged = settlement.outcome === "stillAssociated" || settlement.outcome === "notAssociated";
  return {
    // After a dry run that changed nothing, there is nothing to do.
    severity: origin && isUnchanged ? "information" : "warning",
    text: sentences(seenText(settlement.outcome, subject, time), why, isUnchanged && t("Nothing is sent again.")),
  };
}

/** The outcome of a change, or of a dry run that nobody confirmed as one, that could not be written into the journal. */
export function unwrittenText({ origin }: Pick<Intent, "origin">, subject: string): ReportText {
  const { t } = vscode.l10n;
  return {
    severity: "warning",
    text: origin
      ? t(
          "The result of a dry run of {0} could not be written into the history. It is kept in memory and tried again; make room on the disk and give write access to VS Code's folder for this extension.",
          subject,
        )
      : t(
          "The result of a change of {0} could not be written into the history. It is kept in memory and tried again; make room on the disk and give write access to VS Code's folder for this extension.",
          subject,
        ),
  };
}

function seenText(
  outcome: "dissociated" | "associated" | "stillAssociated" | "notAssociated",
  subject: string,
  time: string,
): string {
  const { t } = vscode.l10n;
  switch (outcome) {
    case "dissociated":
      return t("Dissociated {0}: read again at {1}, the association is gone.", subject, time);
    case "associated":
      return t("Associated {0}: read again at {1}, the association is there.", subject, time);
    case "stillAssociated":
      return t("Still associated: {0}, read again at {1}.", subject, time);
    case "notAssociated":
      return t("Still not associated: {0}, read again at {1}.", subject, time);
  }
}

/**
 * A change that failed with proof on all tries counts as refused. So after each failure here, some try may still take effect:
 * the last one, or where that is proven to have had none, an earlier one.
 */
function unchangedText(
  { outcome, error, observedAt }: Extract<Settlement, { outcome: "stillAssociated" | "notAssociated" }>,
  subject: string,
): string {
  const { t } = vscode.l10n;
  const time = timeText(observedAt);
  if (outcome === "stillAssociated") {
    switch (error?.detail.effect) {
      case undefined:
        return t(
          "Still associated: {0}. The service accepted the request, but at {1} its list still showed the association.",
          subject,
          time,
        );
      case "maybe":
        return t(
          "Still associated: {0}. At {1} the association was still there. No answer proves that the request was refused, so it may still take effect.",
          subject,
          time,
        );
      case "no":
        return t(
          "Still associated: {0}. At {1} the association was still there. The last try had no effect, but an earlier one may still take effect.",
          subject,
          time,
        );
    }
  }
  switch (error?.detail.effect) {
    case undefined:
      return t(
        "Still not associated: {0}. The service accepted the request, but at {1} its list did not show the association.",
        subject,
        time,
      );
    case "maybe":
      return t(
        "Still not associated: {0}. At {1} there was no association. No answer proves that the request was refused, so it may still take effect.",
        subject,
        time,
      );
    case "no":
      return t(
        "Still not associated: {0}. At {1} there was no association. The last try had no effect, but an earlier one may still take effect.",
        subject,
        time,
      );
  }
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
