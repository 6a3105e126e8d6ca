import * as vscode from "vscode";
import { type BulkOutcome, countOutcomes } from "../../ipam/BulkOutcome.ts";
import type { BulkRow } from "../../ipam/BulkRow.ts";
import type { PageIcon, PageLine } from "../common/PageTable.ts";

/** How an outcome is shown: its name, a picture that no other kind of outcome has, and a colour besides. */
export interface OutcomeWords {
  readonly name: string;
  readonly icon: PageIcon;
  readonly style: NonNullable<PageLine["style"]>;
}

export function outcomeWords(outcome: BulkOutcome): OutcomeWords {
  const { t } = vscode.l10n;
  switch (outcome) {
    case "dissociated":
      return { name: t("Dissociated"), icon: "passed", style: "good" };
    case "passes":
      return { name: t("Passes"), icon: "passed", style: "good" };
    case "refused":
      return { name: t("Refused"), icon: "refused", style: "bad" };
    case "cannotTell":
      return { name: t("Cannot tell"), icon: "unsure", style: "unsure" };
    case "stillAssociated":
      return { name: t("Still associated"), icon: "refused", style: "bad" };
    case "unknown":
      return { name: t("Outcome unknown"), icon: "unsure", style: "unsure" };
    case "alarm":
      return { name: t("Alarm"), icon: "alarm", style: "bad" };
    case "leftWaiting":
      return { name: t("Not waited for"), icon: "unsure", style: "unsure" };
    case "notSent":
      return { name: t("Not sent"), icon: "skipped", style: "unsure" };
    case "cancelled":
      return { name: t("Cancelled"), icon: "skipped", style: "muted" };
    case "notTried":
      return { name: t("Not tried"), icon: "skipped", style: "muted" };
    case "notRun":
      return { name: t("Not run"), icon: "skipped", style: "muted" };
    case "underWay":
      return { name: t("Under way"), icon: "running", style: "muted" };
    case "waiting":
      return { name: t("Waiting"), icon: "waiting", style: "muted" };
  }
}

/** How many came out in which way, such as `7 pass, 2 refused, 1 cannot tell`. */
export function summaryText(rows: readonly Pick<BulkRow, "state">[]): string {
  const parts = [...countOutcomes(rows)].map(([outcome, count]) => amountText(outcome, count));
  return parts.reduce((text, part) => (text ? vscode.l10n.t("{0}, {1}", text, part) : part), "");
}

function amountText(outcome: BulkOutcome, count: number): string {
  const { t } = vscode.l10n;
  switch (outcome) {
    case "dissociated":
      return t("{0} dissociated", count);
    case "passes":
      return count === 1 ? t("1 passes") : t("{0} pass", count);
    case "refused":
      return t("{0} refused", count);
    case "cannotTell":
      return t("{0} cannot tell", count);
    case "stillAssociated":
      return t("{0} still associated", count);
    case "unknown":
      return t("{0} not known", count);
    case "alarm":
      return count === 1 ? t("1 alarm") : t("{0} alarms", count);
    case "leftWaiting":
      return t("{0} not waited for", count);
    case "notSent":
      return t("{0} not sent", count);
    case "cancelled":
      return t("{0} cancelled", count);
    case "notTried":
      return t("{0} not tried", count);
    case "notRun":
      return t("{0} not run", count);
    case "underWay":
      return t("{0} under way", count);
    case "waiting":
      return t("{0} waiting", count);
  }
}
