import * as vscode from "vscode";
import type { ChangeAction } from "../../ipam/Change.ts";
import type { ChangePhase } from "../../ipam/ChangeStep.ts";

/** What a row says of its association while something is done with it; undefined while nothing is. */
export function rowPhaseText(phase: ChangePhase, action: ChangeAction | undefined): string | undefined {
  switch (phase) {
    case "checking":
      return vscode.l10n.t("dry run…");
    case "confirming":
      return vscode.l10n.t("waiting for confirmation…");
    case "waiting":
      return vscode.l10n.t("confirmed, waiting…");
    case "sending":
      return vscode.l10n.t("preparing the request…");
    case "sent":
      return action === "dissociate" ? vscode.l10n.t("dissociating…") : vscode.l10n.t("associating…");
    case "verifying":
      return vscode.l10n.t("reading the result…");
    case "checked":
    case "ended":
    case "idle":
      return undefined;
  }
}
