import * as vscode from "vscode";
import type { ChangeNote } from "../../ipam/Change.ts";
import type { Passed } from "../../ipam/ChangeStep.ts";
import type { Target } from "../../ipam/Target.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import type { Confirmation } from "../common/settings.ts";
import { unprovenText } from "./reportText.ts";
import { targetSubject } from "./targetText.ts";
import { timeText } from "./timeText.ts";

/** What the confirmation shows beside the checks. */
export interface AssociationContext {
  /** Profile name and account id, as the person knows them. */
  readonly account: string;
  readonly confirmation: Confirmation;
  readonly namesOf: (target: Target) => ChangeNote;
}

/**
 * Asks whether to associate. The first and focused button is the harmless one. Nothing is lost by an association, so that
 * no id is typed unless the CLI's safety policy wants a confirmation.
 */
export async function confirmAssociation(
  checks: readonly Passed<"associate">[],
  context: AssociationContext,
): Promise<"change" | "dryRun" | "cancel"> {
  const { t } = vscode.l10n;
  const [first] = checks;
  const dryRun: vscode.MessageItem = { title: t("Dry Run") };
  const associate: vscode.MessageItem = { title: t("Associate") };
  const question =
    checks.length === 1 && first
      ? t("Associate {0}?", targetSubject(context.namesOf(first.target), first.target))
      : t("Associate {0} resource discoveries?", checks.length);
  const blocks = checks.map((check) => {
    const { target, checkedAt } = check;
    const { ipamName, discoveryName } = context.namesOf(target);
    return [
      t("Resource discovery: {0}", named(discoveryName, target.discoveryId)),
      t("IPAM: {0}", named(ipamName, target.ipamId)),
      t("Region: {0}", `${regionName(target.region)} (${target.region})`),
      t("Dry run: passed at {0}", timeText(checkedAt)),
      unprovenText("associate", check),
    ]
      .filter(Boolean)
      .join("\n");
  });
  const detail = [
    t("Account: {0}", plainText(context.account)),
    ...blocks,
    t("The IPAM then sees the VPCs and vSwitches that the discovery shows. Nothing in those networks changes."),
  ].join("\n\n");
  const answer = await vscode.window.showInformationMessage(question, { modal: true, detail }, dryRun, associate);
  if (answer === dryRun) return "dryRun";
  if (answer !== associate) return "cancel";
  if (context.confirmation === "button") return "change";
  for (const { target } of checks) if (!(await isTyped(target.discoveryId))) return "cancel";
  return "change";
}

async function isTyped(discoveryId: string): Promise<boolean> {
  const { t } = vscode.l10n;
  const typed = await vscode.window.showInputBox({
    title: t("Associate: Type the Id to Confirm"),
    prompt: t("To associate, type the id of the resource discovery: {0}", plainText(discoveryId)),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.trim() === discoveryId ? undefined : t("This is not the id of that resource discovery."),
  });
  return typed?.trim() === discoveryId;
}

function named(name: string | undefined, id: string): string {
  const text = plainText(name ?? "");
  return text ? `${text} (${plainText(id)})` : plainText(id);
}
