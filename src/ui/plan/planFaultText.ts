import * as vscode from "vscode";
import { plainText } from "../common/plainText.ts";
import type { PlanFileFault } from "./PlanFileFault.ts";

/** What a person reads when a file is no plan: what is wrong with it, and what to run. */
export function planFaultText({ reason }: PlanFileFault, file: string): string {
  const { t } = vscode.l10n;
  const name = plainText(file);
  const what = {
    empty: t("{0} is empty.", name),
    binary: t("{0} is a plan in the form that terraform keeps for itself, which only terraform reads.", name),
    notJson: t("{0} is not JSON.", name),
    state: t("{0} is a state, which says what exists and not what would change.", name),
    otherVersion: t("{0} is a plan in a version of the format that is not known here.", name),
    neither: t("{0} is JSON, but not that of a plan.", name),
    cut: t("{0} ends in the middle, so that not all of the plan is in it.", name),
    tooLarge: t("{0} is larger than the 64 MB that are read.", name),
    unreadable: t("{0} could not be opened.", name),
  }[reason];
  if (reason === "unreadable" || reason === "tooLarge") return what;
  return `${what} ${t("Run this in a terminal, then choose plan.json: terraform show -json plan.tfplan > plan.json")}`;
}
