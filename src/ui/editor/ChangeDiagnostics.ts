import * as vscode from "vscode";
import type { Ending } from "../../iac/Ending.ts";
import type { Finding } from "../../iac/Finding.ts";
import { inventoryState } from "../../iac/inventoryState.ts";
import { KnownAssociations } from "../../iac/KnownAssociations.ts";
import type { Reference } from "../../iac/Reference.ts";
import type { TextRange } from "../../iac/TextRange.ts";
import type { ResourceCounts } from "../../ipam/ResourceCounts.ts";
import { type Target, targetKey } from "../../ipam/Target.ts";
import type { Log } from "../common/Log.ts";
import { BaseModules } from "./BaseModules.ts";
import { findingText } from "./findingText.ts";
import type { GitBase } from "./GitBase.ts";
import type { KnownAccount } from "./KnownAccount.ts";
import type { ReadModule } from "./ReadModule.ts";
import { unknownIds } from "./unknownIds.ts";

interface Parts {
  readonly git: GitBase;
  readonly account: KnownAccount;
  readonly counts: ResourceCounts;
  readonly log: Log;
}

/** One diagnostic, and what it was made from. */
export interface Shown {
  readonly uri: vscode.Uri;
  readonly diagnostic: vscode.Diagnostic;
  readonly finding?: Finding;
  /** The file that held what is gone. */
  readonly baseUri?: vscode.Uri;
  /** The associations that end, or whose discovery or IPAM it is about. */
  readonly targets: readonly Target[];
}

interface Compared {
  now: ReadModule;
  findings: readonly Finding[];
  references: readonly { readonly uri: vscode.Uri; readonly found: readonly Reference[] }[];
  shown: readonly Shown[];
  /** Rises with each comparison, so that a late one cannot overwrite a newer. */
  round: number;
  timer: NodeJS.Timeout | undefined;
}

/** So long after the last edit a module is compared. Milliseconds. */
const comparedAfterMs = 200;

/** Diagnostics of a module: VS Code shows no more of one file. */
const shownAtMost = 1_000;

/** Counts come one after the other: what they tell is taken in at once. Milliseconds. */
const repaintAfterMs = 50;

/**
 * The diagnostics of modules: what applying them would do, compared with the last commit, and ids that nobody knows.
 * All from what was read already: no request is sent for them.
 */
export class ChangeDiagnostics implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #bases: BaseModules;
  readonly #collection = vscode.languages.createDiagnosticCollection("ipamExplorer");
  readonly #modules = new Map<string, Compared>();
  readonly #subscriptions: { dispose(): void }[];
  #repaint: NodeJS.Timeout | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#bases = new BaseModules(parts.git);
    this.#subscriptions = [
      this.#collection,
      parts.git.onDidChange(() => this.#compareAllSoon()),
      parts.counts.onDidChange(() => this.#repaintSoon()),
      parts.account.onDidChange(() => this.#repaintSoon()),
    ];
  }

  /** A module was read, or read again after an edit. */
  update(now: ReadModule): void {
    const known = this.#modules.get(now.key);
    const compared = known ?? { now, findings: [], references: [], shown: [], round: 0, timer: undefined };
    compared.now = now;
    this.#modules.set(now.key, compared);
    this.#compareSoon(compared);
  }

  /** A module is no longer looked at. */
  remove(key: string): void {
    const compared = this.#modules.get(key);
    if (!compared) return;
    clearTimeout(compared.timer);
    compared.round += 1;
    this.#modules.delete(key);
    this.#bases.forget(key);
    this.#publish(compared, []);
  }

  /** The diagnostics that touch a range of a document. */
  at(uri: vscode.Uri, range: vscode.Range): readonly Shown[] {
    const address = uri.toString();
    return [...this.#modules.values()].flatMap(({ shown }) =>
      shown.filter((one) => one.uri.toString() === address && one.diagnostic.range.intersection(range)),
    );
  }

  /** The associations that would end by what a document's module removes, as far as they were read with a profile. */
  async targets(document: vscode.TextDocument, profile: string): Promise<readonly Target[]> {
    const address = document.uri.toString();
    const own = [...this.#modules.values()].filter(({ now }) =>
      now.files.some((file) => file.uri.toString() === address),
    );
    await Promise.all(own.map((compared) => this.#compareIfDue(compared)));
    if (this.#parts.account.session?.profile.id !== profile) return [];
    const known = this.#known();
    const targets = own.flatMap(({ findings }) =>
      findings.flatMap((finding) => this.#targets(known.endingsOf(finding))),
    );
    return [...new Map(targets.map((target) => [targetKey(target), target])).values()];
  }

  dispose(): void {
    clearTimeout(this.#repaint);
    for (const { timer } of this.#modules.values()) clearTimeout(timer);
    this.#modules.clear();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #compareAllSoon(): void {
    for (const compared of this.#modules.values()) this.#compareSoon(compared);
  }

  #compareSoon(compared: Compared): void {
    clearTimeout(compared.timer);
    compared.timer = setTimeout(() => void this.#compareIfDue(compared), comparedAfterMs);
  }

  /** Compares at once what would be compared soon. */
  async #compareIfDue(compared: Compared): Promise<void> {
    if (!compared.timer) return;
    clearTimeout(compared.timer);
    compared.timer = undefined;
    await this.#compare(compared);
  }

  async #compare(compared: Compared): Promise<void> {
    compared.round += 1;
    const { round, now } = compared;
    try {
      const base = await this.#bases.of(now);
      if (compared.round !== round) return;
      const { reader } = now;
      // Without a base, what the module says by itself is left.
      compared.findings = reader.compare(base ?? now.module, now.module);
      compared.references = now.files.map(({ uri, reading }) => ({
        uri,
        found: reader.references(now.module, reading),
      }));
      this.#paint(compared);
    } catch (error) {
      this.#parts.log.error("Comparing a module with the last commit", error);
    }
  }

  #repaintSoon(): void {
    this.#repaint ??= setTimeout(() => {
      this.#repaint = undefined;
      for (const compared of this.#modules.values()) this.#paint(compared);
    }, repaintAfterMs);
  }

  #paint(compared: Compared): void {
    const { now, findings, references } = compared;
    const { account } = this.#parts;
    const known = this.#known();
    const changes = findings.flatMap((finding) => {
      const uri = now.files.find(({ reading }) => reading.path === finding.path)?.uri;
      return uri ? [this.#shownFinding(uri, finding, known.endingsOf(finding))] : [];
    });
    const unknown = references.flatMap(({ uri, found }) =>
      unknownIds(found, account).map(({ reference, text }) => ({
        uri,
        diagnostic: diagnostic(reference.range, text, vscode.DiagnosticSeverity.Information, "unknownId"),
        targets: [],
      })),
    );
    this.#publish(compared, [...changes, ...unknown].slice(0, shownAtMost));
  }

  #shownFinding(uri: vscode.Uri, finding: Finding, endings: readonly Ending[]): Shown {
    const { counts, account } = this.#parts;
    const { session } = account;
    const inventory = session?.inventory.snapshots();
    const times = (inventory ?? []).flatMap(({ region, readAt }) =>
      finding.region === undefined || finding.region === region ? (readAt ?? []) : [],
    );
    const text = findingText(finding, {
      endings,
      state: inventoryState(inventory, finding.region),
      account: account.name,
      readAt: times.length > 0 ? Math.min(...times) : undefined,
      count: ({ association }) => session && counts.get(session.profile.id, association),
    });
    const shown = diagnostic(finding.range, text, vscode.DiagnosticSeverity.Warning, finding.kind);
    const baseUri = finding.base && uri.with({ path: finding.base.path });
    return { uri, diagnostic: shown, finding, ...(baseUri && { baseUri }), targets: this.#targets(endings) };
  }

  #known(): KnownAssociations {
    return new KnownAssociations(this.#parts.account.session?.inventory.snapshots() ?? []);
  }

  #targets(endings: readonly Ending[]): readonly Target[] {
    const profile = this.#parts.account.session?.profile.id;
    if (profile === undefined) return [];
    return endings.map(({ association: { region, ipamId, discoveryId } }) => ({
      profile,
      region,
      ipamId,
      discoveryId,
    }));
  }

  #publish(compared: Compared, shown: readonly Shown[]): void {
    const before = compared.shown;
    compared.shown = shown;
    const addresses = new Map([...before, ...shown].map(({ uri }) => [uri.toString(), uri]));
    for (const [address, uri] of addresses) {
      // Other modules may have said something about the same file.
      const all = [...this.#modules.values()].flatMap((module) => module.shown);
      this.#collection.set(
        uri,
        all.filter((one) => one.uri.toString() === address).map((one) => one.diagnostic),
      );
    }
  }
}

function diagnostic(
  { start, end }: TextRange,
  text: string,
  severity: vscode.DiagnosticSeverity,
  code: string,
): vscode.Diagnostic {
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  return Object.assign(new vscode.Diagnostic(visible(range), text, severity), { source: "IPAM", code });
}

/** Where something stood that is gone, the line before it is marked: nothing would be seen of an empty range. */
function visible(range: vscode.Range): vscode.Range {
  return range.isEmpty
    ? new vscode.Range(range.start.line, 0, range.end.line, Math.max(range.end.character, 1))
    : range;
}
