import * as vscode from "vscode";
import type { Decision } from "../../ipam/Dissociation.ts";
import type { ReadyCheck } from "../../ipam/DissociationCheck.ts";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import type { Confirmation } from "../common/settings.ts";
import { impactText } from "./impactText.ts";
import { discoveryText, ipamText } from "./targetText.ts";
import { timeText } from "./timeText.ts";

/** What the confirmation shows beside the checks. */
export interface ConfirmationContext {
  /** Profile name and account id, as the person knows them. */
  readonly account: string;
  readonly confirmation: Confirmation;
  readonly rowOf: (check: ReadyCheck) => JoinedAssociation | undefined;
  /** Told why, where the person gave a reason. */
  readonly onReason: (check: ReadyCheck, reason: string) => void;
}

/**
 * Asks whether to dissociate. The dialog's first and focused button is the harmless one; after it the id of each
 * discovery is typed, unless the person's settings say that the button is enough.
 */
export async function confirmDissociation(
  checks: readonly ReadyCheck[],
  context: ConfirmationContext,
): Promise<Decision> {
  const { t } = vscode.l10n;
  const dryRun: vscode.MessageItem = { title: t("Dry Run") };
  const dissociate: vscode.MessageItem = { title: t("Dissociate") };
  const answer = await vscode.window.showWarningMessage(
    question(checks, context),
    { modal: true, detail: detail(checks, context) },
    dryRun,
    dissociate,
  );
  if (answer === dryRun) return "dryRun";
  if (answer !== dissociate) return "cancel";
  if (context.confirmation === "button") return "dissociate";
  return (await typeIds(checks, context)) ? "dissociate" : "cancel";
}

function question(checks: readonly ReadyCheck[], { rowOf }: ConfirmationContext): string {
  const [first] = checks;
  if (checks.length === 1 && first) {
    const row = rowOf(first);
    return vscode.l10n.t(
      "Dissociate {0} from the IPAM {1}?",
      plainText(row?.discovery?.name ?? "") || plainText(first.target.discoveryId),
      plainText(row?.ipam?.name ?? "") || plainText(first.target.ipamId),
    );
  }
  return vscode.l10n.t("Dissociate {0} resource discoveries?", checks.length);
}

function detail(checks: readonly ReadyCheck[], context: ConfirmationContext): string {
  const { t } = vscode.l10n;
  const blocks = checks.map((check) => {
    const { target, association, checkedAt } = check;
    const row = context.rowOf(check);
    return [
      t("Resource discovery: {0}", discoveryText(row, target)),
      t("Owner account: {0}", plainText(association.discoveryOwnerId)),
      t("IPAM: {0}", ipamText(row, target)),
      t("Region: {0}", `${regionName(target.region)} (${target.region})`),
      t("The IPAM stops seeing: {0}", impactText(check.impact)),
      t("Dry run: passed at {0}", timeText(checkedAt)),
    ].join("\n");
  });
  return [
    t("Account: {0}", plainText(context.account)),
    ...blocks,
    t("Nothing in those networks changes. What another discovery shows the IPAM too, it still sees."),
  ].join("\n\n");
}

/** Every id, one after the other: what is hard to do by accident stays hard when many are selected. */
async function typeIds(checks: readonly ReadyCheck[], { rowOf, onReason }: ConfirmationContext): Promise<boolean> {
  for (const [index, check] of checks.entries()) {
    const { discoveryId } = check.target;
    const typed = await vscode.window.showInputBox({
      title:
        checks.length === 1
          ? vscode.l10n.t("Dissociate: Type the Id to Confirm")
          : vscode.l10n.t("Dissociate: Type the Id to Confirm ({0} of {1})", index + 1, checks.length),
      prompt: vscode.l10n.t(
        "To dissociate, type the id of the resource discovery: {0}. A reason may follow it, for the history.",
        discoveryText(rowOf(check), check.target),
      ),
      placeHolder: plainText(discoveryId),
      ignoreFocusOut: true,
      validateInput: (text) =>
        startsWithId(text, discoveryId) ? undefined : vscode.l10n.t("This is not the id of that resource discovery."),
    });
    if (typed === undefined || !startsWithId(typed, discoveryId)) return false;
    const reason = typed.trim().slice(discoveryId.length).trim();
    if (reason !== "") onReason(check, plainText(reason));
  }
  return true;
}

/** Whether a text is that id, or begins with it as a word of its own. */
function startsWithId(text: string, id: string): boolean {
  const typed = text.trim();
  return typed === id || (typed.startsWith(id) && /\s/.test(typed.charAt(id.length)));
}
