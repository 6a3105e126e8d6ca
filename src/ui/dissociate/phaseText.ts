import * as vscode from "vscode";
import type { ChangePhase } from "../../ipam/ChangeStep.ts";

/**
 * What a progress notification says of a phase. Undefined while the person is asked or nothing is done; `keep` for what is
 * over at once, as the end of one of several is, behind which the next one has its turn.
 */
export function phaseText(phase: ChangePhase, isOfSeveral: boolean): string | undefined {
  switch (phase) {
    case "checking":
      return vscode.l10n.t("dry run and live reading…");
    case "waiting":
    case "sending":
      return isOfSeveral
        ? vscode.l10n.t("preparing a request. Cancel keeps it and those behind it from being sent.")
        : vscode.l10n.t("preparing the request. Cancel keeps it from being sent.");
    case "sent":
      return isOfSeveral
        ? vscode.l10n.t("a request was sent. Cancel stops waiting for its result, and sends no other.")
        : vscode.l10n.t("request sent. Cancel only stops waiting for the result.");
    case "verifying":
      return isOfSeveral
        ? vscode.l10n.t("reading a result. Cancel stops waiting for it, and sends no other.")
        : vscode.l10n.t("reading the result. Cancel only stops waiting for it.");
    case "checked":
    case "ended":
      return "keep";
    case "idle":
      return isOfSeveral ? "keep" : undefined;
    case "confirming":
      return undefined;
  }
}
