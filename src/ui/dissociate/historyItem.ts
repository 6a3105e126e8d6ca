import * as vscode from "vscode";
import type { JournalledChange } from "../../ipam/Journal.ts";
import type { Outcome } from "../../ipam/JournalEntry.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import { requestText } from "./requestText.ts";

/** A change as an entry of a list: what, how it came out, and below it where, when, by whom and why. */
export function historyItem({ intent, outcome }: JournalledChange): vscode.QuickPickItem {
  const { t } = vscode.l10n;
  const { action, target, accountId, at, note, origin } = intent;
  const discovery = plainText(note?.discoveryName ?? "") || plainText(target.discoveryId);
  const ipam = plainText(note?.ipamName ?? "") || plainText(target.ipamId);
  const icon = action === "dissociate" ? "debug-disconnect" : "plug";
  const what =
    action === "dissociate"
      ? t("Dissociate {0} from {1}", discovery, ipam)
      : t("Associate {0} with {1}", discovery, ipam);
  return {
    label: `$(${icon}) ${what}`,
    description: outcomeText(outcome?.outcome),
    detail: [
      new Date(at).toLocaleString(vscode.env.language),
      note?.reason && t("reason: {0}", plainText(note.reason)),
      origin === "dryRun" && t("a dry run that may have been the change itself"),
      `${regionName(target.region)} (${target.region})`,
      t("account {0}", plainText(accountId)),
      plainText(target.discoveryId),
      plainText(target.ipamId),
      requestText(outcome?.requestId),
    ]
      .filter(Boolean)
      .join(" · "),
  };
}

function outcomeText(outcome: Outcome["outcome"] | undefined): string {
  const { t } = vscode.l10n;
  switch (outcome) {
    case undefined:
      return t("not settled yet");
    case "dissociated":
      return t("dissociated");
    case "associated":
      return t("associated");
    case "refused":
      return t("refused");
    case "stillAssociated":
      return t("still associated");
    case "notAssociated":
      return t("still not associated");
    case "unknown":
      return t("outcome not known");
    case "later":
      return t("outcome recorded by a newer version");
    case "notSent":
      return t("not sent");
  }
}
