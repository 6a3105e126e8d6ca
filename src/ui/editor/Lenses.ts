import * as vscode from "vscode";
import type { Target } from "../../ipam/Target.ts";
import { explain } from "../common/explain.ts";
import { plainText } from "../common/plainText.ts";
import { checkText } from "../dissociate/reportText.ts";
import { inventoryRow, targetSubject } from "../dissociate/targetText.ts";
import { shortCause } from "../explorer/shortCause.ts";
import type { DocumentReferences, NamedThere } from "./DocumentReferences.ts";
import type { DryRunState, DryRuns } from "./DryRuns.ts";
import { dryRunText } from "./dryRunText.ts";
import { editorCommandId } from "./editorCommandId.ts";
import type { KnownAccount } from "./KnownAccount.ts";
import { knowledgeText, subjectsOf } from "./knowledgeText.ts";
import type { LensGroup } from "./lensGroups.ts";
import type { Modules } from "./Modules.ts";
import { pairsOf } from "./pairsOf.ts";
import { placeOf } from "./placeOf.ts";
import { savedPlace } from "./savedPlace.ts";
import { textOf } from "./textOf.ts";

/** Lenses tell ages in minutes. */
const ageEveryMs = 60_000;

/** What lenses are made from. */
export interface LensTools {
  readonly modules: Modules;
  readonly references: DocumentReferences;
  readonly account: KnownAccount;
  readonly dryRuns: DryRuns;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The lenses over what documents name: what it is associated with as last read, and what can be done. Asks the cloud nothing. */
export class Lenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #tools: LensTools;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #subscriptions: readonly { dispose(): unknown }[];
  /** What the lenses of a document were made from last. */
  readonly #shown = new WeakMap<vscode.TextDocument, NamedThere>();
  #ageing: NodeJS.Timeout | undefined;

  constructor(tools: LensTools) {
    this.#tools = tools;
    const { modules, account, dryRuns } = tools;
    this.#subscriptions = [
      // After those who asked while it was being read.
      modules.onDidRead(() => setImmediate(() => this.#onRead())),
      account.onDidChange(() => this.#changed.fire()),
      dryRuns.onDidChange(() => this.#changed.fire()),
      vscode.window.onDidChangeVisibleTextEditors(() => this.#age()),
    ];
  }

  async provideCodeLenses(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<vscode.CodeLens[]> {
    const named = await this.#tools.references.of(document, token);
    if (!named || token.isCancellationRequested) return [];
    this.#shown.set(document, named);
    // Without an account all would say the same, so the first one says it.
    const groups = this.#tools.account.session ? named.groups : named.groups.slice(0, 1);
    return [...this.#savedLens(document), ...groups.flatMap((group) => this.#lenses(document, group))];
  }

  dispose(): void {
    clearInterval(this.#ageing);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #lenses(document: vscode.TextDocument, group: LensGroup): readonly vscode.CodeLens[] {
    const { account, now } = this.#tools;
    const { t } = vscode.l10n;
    const { line } = group.range.start;
    const range = new vscode.Range(line, 0, line, 0);
    const lens = (command: vscode.Command) => new vscode.CodeLens(range, command);
    const knowledge = group.references.map((reference) => account.knowledge(reference));
    const region = group.references[0]?.region;
    const text = knowledgeText(knowledge, region, { account: account.session?.profile.name ?? "", now: now(), t });
    if (text === undefined) return [];
    const title = group.references.length > 1 ? `${t("{0} ids", group.references.length)}: ${text}` : text;
    const tooltip = account.session && t("In account {0}", plainText(account.name));
    const lenses = [lens({ title, command: "", ...(tooltip && { tooltip }) })];
    if (!account.session) {
      const toRead = t("Opens the IPAM view, which reads the account used last.");
      return [...lenses, lens({ title: t("Read now"), command: `${viewId}.focus`, tooltip: toRead })];
    }
    const subjects = subjectsOf(knowledge);
    const pairs = pairsOf(subjects, account.session.profile.id).map(({ target }) => target);
    const args = [document.uri.toString(), group.place];
    if (pairs.length > 0) {
      const profile = account.session.profile.id;
      const state = this.#tools.dryRuns.state(placeOf(document, group), profile, () => textOf(document, group), pairs);
      const title = this.#dryRunTitle(state, pairs.length);
      const tooltip = this.#dryRunTooltip(state);
      lenses.push(lens({ title, command: editorCommandId.dryRun, arguments: args, ...(tooltip && { tooltip }) }));
    }
    if (subjects.some(({ kind, rows }) => kind === "ipam" || rows.length > 0)) {
      lenses.push(lens({ title: t("Reveal in IPAMs"), command: editorCommandId.reveal, arguments: args }));
    }
    return lenses;
  }

  /** What was found when the document was saved, of the associations that it removes: until it is edited again. */
  #savedLens(document: vscode.TextDocument): readonly vscode.CodeLens[] {
    const { account, dryRuns } = this.#tools;
    if (!account.session) return [];
    const { place, text } = savedPlace(document);
    const state = dryRuns.state(place, account.session.profile.id, () => text);
    if (state.state !== "fresh" && state.state !== "running") return [];
    const title = vscode.l10n.t("Removal, checked on save: {0}", `\u00a0${this.#dryRunTitle(state, 1)}`);
    const tooltip = this.#dryRunTooltip(state);
    const command = { title, command: "", ...(tooltip && { tooltip }) };
    return [new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), command)];
  }

  #dryRunTitle(state: DryRunState, pairs: number): string {
    const { account, now } = this.#tools;
    return dryRunText(state, pairs, {
      t: vscode.l10n.t,
      now: now(),
      what: (error) => shortCause(error) ?? explain(error).what,
      account: plainText(account.name),
    });
  }

  /** All that a dry run found, which the lens has no room for. */
  #dryRunTooltip(state: DryRunState): string | undefined {
    if (state.state !== "fresh") return undefined;
    const { session } = this.#tools.account;
    const subject = (target: Target) => {
      const row = inventoryRow(session?.inventory, target);
      return targetSubject({ ipamName: row?.ipam?.name, discoveryName: row?.discovery?.name }, target);
    };
    return state.checks.map((check) => checkText(check, subject(check.target)).text).join("\n");
  }

  /** Another file of the module was read: what stands in this one may mean something else. */
  #onRead(): void {
    const { references } = this.#tools;
    this.#age();
    const isOutdated = vscode.window.visibleTextEditors.some(({ document }) => {
      const last = references.last(document);
      return last !== undefined && this.#shown.get(document) !== last;
    });
    if (isOutdated) this.#changed.fire();
  }

  /** Ages go on only while somebody may see them. */
  #age(): void {
    const isSeen = vscode.window.visibleTextEditors.some(({ document }) => this.#tools.modules.of(document));
    if (!isSeen) {
      clearInterval(this.#ageing);
      this.#ageing = undefined;
    } else this.#ageing ??= setInterval(() => this.#changed.fire(), ageEveryMs);
  }
}

const viewId = "ipamExplorer.ipams";
