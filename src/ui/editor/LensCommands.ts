import * as vscode from "vscode";
import type { ChangeReport } from "../../ipam/ChangeRunner.ts";
import type { Region } from "../../ipam/regions.ts";
import type { Target } from "../../ipam/Target.ts";
import type { Session } from "../accounts/Session.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import type { DocumentReferences } from "./DocumentReferences.ts";
import type { DryRunAllowance } from "./DryRunAllowance.ts";
import type { DryRuns } from "./DryRuns.ts";
import type { KnownAccount } from "./KnownAccount.ts";
import { subjectsOf } from "./knowledgeText.ts";
import type { LensGroup } from "./lensGroups.ts";
import { type Pair, pairsOf } from "./pairsOf.ts";
import { placeOf } from "./placeOf.ts";
import type { Subject } from "./Subject.ts";
import { textOf } from "./textOf.ts";

/** Dry-runs targets, and shows meanwhile a title that says where. Undefined when it failed, and why was reported. */
export type CheckTargets = (
  targets: readonly Target[],
  title: string,
) => Promise<ChangeReport<"dissociate"> | undefined>;

/** Shows the row of an association, an IPAM or a discovery in the tree. */
export type Reveal = (ends: { readonly ipamId?: string; readonly discoveryId?: string }) => Promise<void>;

/** What the commands of lenses need from outside. */
export interface LensCommandTools {
  readonly references: DocumentReferences;
  readonly account: KnownAccount;
  readonly dryRuns: DryRuns;
  readonly allowance: DryRunAllowance;
  readonly check: CheckTargets;
  readonly reveal: Reveal;
}

/** What a click on a lens does. Only here does anything in the editor reach the cloud. */
export class LensCommands {
  readonly #tools: LensCommandTools;

  constructor(tools: LensCommandTools) {
    this.#tools = tools;
  }

  /** Dry-runs the dissociation of the pairs that a row of lenses stands for. */
  async dryRun(address: unknown, place: unknown): Promise<void> {
    const found = this.#find(address, place);
    const { session } = this.#tools.account;
    if (!found || !session || !(await mayUseNetwork())) return;
    const { document, group, subjects } = found;
    const pairs = await choose(pairsOf(subjects, session.profile.id), group, session);
    if (pairs.length === 0) return;
    await this.check(
      placeOf(document, group),
      textOf(document, group),
      pairs.map(({ target }) => target),
      session,
    );
  }

  /**
   * Dry-runs targets, and keeps what is found for a place as long as its text stays.
   * @returns those that no dry run was sent for
   */
  async check(
    place: string,
    text: string,
    targets: readonly Target[],
    { profile }: Session,
  ): Promise<readonly Target[]> {
    const { dryRuns, allowance, check } = this.#tools;
    const regions = [...new Set(targets.map(({ region }) => region))].join(", ");
    const account = plainText(`${profile.name} (${profile.accountId})`);
    if (dryRuns.isRunning(place, profile.id)) return targets;
    dryRuns.start(place, profile.id, text, targets);
    let report: ChangeReport<"dissociate"> | undefined;
    try {
      report = await check(targets, vscode.l10n.t("Dry run in {0}, account {1}", regions, account));
    } finally {
      dryRuns.end(place, profile.id, report?.ended === "checked" ? report.checks : undefined);
    }
    if (report?.ended === "busy") return targets;
    if (report?.ended !== "checked") return [];
    for (const { target } of report.checks) allowance.note(target);
    return report.notChecked.filter(({ dryRun }) => dryRun === "notSent").map(({ target }) => target);
  }

  /** Shows in the tree what a row of lenses stands for. */
  async reveal(address: unknown, place: unknown): Promise<void> {
    const subjects = this.#find(address, place)?.subjects ?? [];
    const subject = subjects.find(({ kind, rows }) => kind === "ipam" || rows.length > 0);
    const [row] = subject?.rows ?? [];
    if (subject?.ipam) await this.#tools.reveal({ ipamId: subject.id });
    else if (row) await this.#tools.reveal({ ipamId: row.ipamId, discoveryId: row.discoveryId });
  }

  /** The row of lenses of that name, as its document is now. */
  #find(address: unknown, place: unknown) {
    const { references, account } = this.#tools;
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === address);
    const group = document && references.last(document)?.groups.find((one) => one.place === place);
    if (!group) return undefined;
    const subjects: readonly Subject[] = subjectsOf(group.references.map((reference) => account.knowledge(reference)));
    return { document, group, subjects };
  }
}

/** Whether the folder is trusted; says why nothing happens where it is not. */
async function mayUseNetwork(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const { t } = vscode.l10n;
  const manage = t("Manage Workspace Trust");
  const text = t("A dry run from a file needs a trusted workspace: the file says which association is checked.");
  if ((await vscode.window.showInformationMessage(text, manage)) === manage) {
    await vscode.commands.executeCommand("workbench.trust.manage");
  }
  return false;
}

/**
 * The pairs that are to be checked. There is nothing to ask about a single one that is where the file says; where the file
 * names another region, or none, the person decides knowing account and region.
 */
async function choose(pairs: readonly Pair[], { references }: LensGroup, session: Session): Promise<readonly Pair[]> {
  const { t } = vscode.l10n;
  const said = new Set(references.map(({ region }) => region));
  const [only] = pairs;
  if (only && pairs.length === 1 && said.size === 1 && said.has(only.row.region)) return pairs;
  const items = pairs.map((pair) => ({ ...itemOf(pair), picked: true, pair }));
  const options = {
    title: t(
      "Dry-Run Dissociation in Account {0}",
      plainText(`${session.profile.name} (${session.profile.accountId})`),
    ),
    placeHolder: placeholder(pairs, [...said]),
    matchOnDescription: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  };
  if (pairs.length > 1) {
    const chosen = await vscode.window.showQuickPick(items, { ...options, canPickMany: true });
    return (chosen ?? []).map(({ pair }) => pair);
  }
  const chosen = await vscode.window.showQuickPick(items, options);
  return chosen ? [chosen.pair] : [];
}

function placeholder(pairs: readonly Pair[], said: readonly (Region | undefined)[]): string {
  const { t } = vscode.l10n;
  const [region] = said;
  if (said.length === 1 && region === undefined) return t("The file does not say which region it means.");
  if (said.length === 1 && region && pairs.every(({ row }) => row.region !== region)) {
    return t("The file says {0}; the association is elsewhere.", region);
  }
  return t("Choose what to dry-run. Nothing is changed.");
}

function itemOf({ row }: Pair): vscode.QuickPickItem {
  const discovery = plainText(row.discovery?.name ?? "") || plainText(row.discoveryId);
  const ipam = plainText(row.ipam?.name ?? "") || plainText(row.ipamId);
  return {
    label: `${discovery} → ${ipam}`,
    description: `${regionName(row.region)} · ${row.region}`,
    detail: `${plainText(row.discoveryId)} · ${plainText(row.ipamId)}`,
  };
}
