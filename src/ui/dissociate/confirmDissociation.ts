import * as vscode from "vscode";
import type { ReadyCheck } from "../../ipam/DissociationCheck.ts";
import type { OnFailure } from "../../ipam/OnFailure.ts";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import type { Confirmation } from "../common/settings.ts";
import { impactText } from "./impactText.ts";
import { unprovenText } from "./reportText.ts";
import { discoveryText, ipamText } from "./targetText.ts";
import { timeText } from "./timeText.ts";

/** What a person answers when asked whether to go on. */
type Decision = "change" | "dryRun" | "cancel";

/** What the confirmation shows beside the checks. */
export interface ConfirmationContext {
  /** Profile name and account id, as the person knows them. */
  readonly account: string;
  /** Whose association a check is about, where there are several accounts; empty otherwise. */
  readonly accountOf: (check: ReadyCheck) => string;
  readonly confirmation: Confirmation;
  /** What is proposed to do when one of several fails. */
  readonly onFailure: OnFailure;
  readonly rowOf: (check: ReadyCheck) => JoinedAssociation | undefined;
  /** Told why, where the person gave a reason. */
  readonly onReason: (check: ReadyCheck, reason: string) => void;
  /** Told what the person chose for when one of several fails; never for a single one. */
  readonly onChoice: (onFailure: OnFailure) => void;
}

/** So many of several stand in the dialog, which has no scroll bar everywhere; all of them in the list behind a button. */
const namedAtMost = 3;

/**
 * Asks whether to dissociate. The dialog's first and focused button is the harmless one. After it, for several, the person
 * says what is to be done when one fails; then the id of each discovery is typed, unless the person's settings say that
 * the button is enough.
 */
export async function confirmDissociation(
  checks: readonly ReadyCheck[],
  context: ConfirmationContext,
): Promise<Decision> {
  const decision = await askInDialog(checks, context);
  if (decision !== "change") return decision;
  if (checks.length > 1) {
    const onFailure = await pickOnFailure(context.onFailure);
    if (!onFailure) return "cancel";
    context.onChoice(onFailure);
  }
  if (context.confirmation === "button") return "change";
  return (await typeIds(checks, context)) ? "change" : "cancel";
}

async function askInDialog(checks: readonly ReadyCheck[], context: ConfirmationContext): Promise<Decision> {
  const { t } = vscode.l10n;
  const dryRun: vscode.MessageItem = { title: t("Dry Run") };
  const dissociate: vscode.MessageItem = { title: t("Dissociate") };
  const showAll: vscode.MessageItem = { title: t("Show All") };
  for (;;) {
    const answer = await vscode.window.showWarningMessage(
      question(checks, context),
      { modal: true, detail: detail(checks, context) },
      ...[dryRun, dissociate, ...(checks.length > namedAtMost ? [showAll] : [])],
    );
    if (answer !== showAll) return answer === dryRun ? "dryRun" : answer === dissociate ? "change" : "cancel";
    await listAll(checks, context);
  }
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
  const [first] = checks;
  const blocks =
    checks.length === 1 && first
      ? [singleBlock(first, context)]
      : checks.slice(0, namedAtMost).map((check, index) => oneOfSeveral(check, index, context));
  const more = checks.length - namedAtMost;
  return [
    t("Account: {0}", plainText(context.account)),
    ...blocks,
    ...(checks.length > 1 && more > 0
      ? [t("And {0} more. Show All lists them; the table of results behind this dialog has them too.", more)]
      : []),
    ...(checks.length > 1 ? [t("Dry run: all {0} passed, the first at {1}", checks.length, firstAt(checks))] : []),
    t("Nothing in those networks changes. What another discovery shows the IPAM too, it still sees."),
  ].join("\n\n");
}

/** Of many, the first may be minutes old when the last one is checked. */
function firstAt(checks: readonly ReadyCheck[]): string {
  return timeText(Math.min(...checks.map(({ checkedAt }) => checkedAt)));
}

function singleBlock(check: ReadyCheck, { rowOf }: ConfirmationContext): string {
  const { t } = vscode.l10n;
  const { target, association, checkedAt, impact } = check;
  const row = rowOf(check);
  return [
    t("Resource discovery: {0}", discoveryText(row, target)),
    t("Owner account: {0}", plainText(association.discoveryOwnerId)),
    t("IPAM: {0}", ipamText(row, target)),
    t("Region: {0}", `${regionName(target.region)} (${target.region})`),
    t("The IPAM stops seeing: {0}", impactText(impact)),
    t("Dry run: passed at {0}", timeText(checkedAt)),
    unprovenText("dissociate", check),
  ]
    .filter(Boolean)
    .join("\n");
}

function oneOfSeveral(check: ReadyCheck, index: number, { rowOf, accountOf }: ConfirmationContext): string {
  const { t } = vscode.l10n;
  const { target, association, impact } = check;
  const row = rowOf(check);
  const account = plainText(accountOf(check));
  return [
    `${index + 1}. ${t("{0}, owner {1}", discoveryText(row, target), plainText(association.discoveryOwnerId))}`,
    t("IPAM: {0}, {1}", ipamText(row, target), `${regionName(target.region)} (${target.region})`),
    ...(account === "" ? [] : [t("Account: {0}", account)]),
    t("The IPAM stops seeing: {0}", impactText(impact)),
    unprovenText("dissociate", check),
  ]
    .filter(Boolean)
    .join("\n");
}

/** All of them, to look at: whatever the person does with the list, they come back to the dialog. */
async function listAll(checks: readonly ReadyCheck[], { rowOf, accountOf }: ConfirmationContext): Promise<void> {
  const { t } = vscode.l10n;
  const items = checks.map((check) => {
    const { target, association, impact } = check;
    const row = rowOf(check);
    return {
      label: plainText(row?.discovery?.name ?? "") || plainText(target.discoveryId),
      description: `${ipamText(row, target)} · ${regionName(target.region)} · ${target.region}`,
      detail: [
        plainText(target.discoveryId),
        t("owner {0}", plainText(association.discoveryOwnerId)),
        t("The IPAM stops seeing: {0}", impactText(impact)),
        plainText(accountOf(check)),
      ]
        .filter(Boolean)
        .join(" · "),
    };
  });
  await vscode.window.showQuickPick(items, {
    title: t("{0} resource discoveries to dissociate", checks.length),
    placeHolder: t("Nothing is chosen here. Press Enter or Escape to go back to the question."),
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
  });
}

/** Undefined when the person went no further. What is proposed stands first. */
async function pickOnFailure(proposed: OnFailure): Promise<OnFailure | undefined> {
  const { t } = vscode.l10n;
  const choices: readonly (vscode.QuickPickItem & { readonly onFailure: OnFailure })[] = [
    {
      onFailure: "stop",
      label: `$(debug-stop) ${t("Stop")}`,
      detail: t("Those behind it are not tried, and nothing is sent for them."),
    },
    {
      onFailure: "continue",
      label: `$(debug-continue) ${t("Go On")}`,
      detail: t("Each of the others still has its turn. The one that failed is not tried again."),
    },
  ];
  const picked = await vscode.window.showQuickPick(
    [...choices].sort((one, other) => Number(other.onFailure === proposed) - Number(one.onFailure === proposed)),
    {
      title: t("Dissociate: When One Fails"),
      placeHolder: t("What if one is refused, is still associated afterwards, or cannot be read?"),
      ignoreFocusOut: true,
    },
  );
  return picked?.onFailure;
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
