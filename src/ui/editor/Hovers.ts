import * as vscode from "vscode";
import type { Reference } from "../../iac/Reference.ts";
import type { TextRange } from "../../iac/TextRange.ts";
import type { ResourceCounts } from "../../ipam/ResourceCounts.ts";
import { consoleUrl } from "../common/consoleUrl.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import { settings } from "../common/settings.ts";
import { discoveryLabel } from "../explorer/discoveryLabel.ts";
import { fieldsTooltip } from "../explorer/fieldsTooltip.ts";
import type { DocumentReferences } from "./DocumentReferences.ts";
import type { KnownAccount } from "./KnownAccount.ts";
import { knowledgeText } from "./knowledgeText.ts";
import type { Subject } from "./Subject.ts";

/** Things that one hover describes, and associations that it names. */
const most = { subjects: 3, rows: 5 } as const;

/** What hovers are made from. */
export interface HoverTools {
  readonly references: DocumentReferences;
  readonly account: KnownAccount;
  readonly counts: ResourceCounts;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What is known of what a document names, where the mouse rests. Asks the cloud nothing. */
export class Hovers implements vscode.HoverProvider {
  readonly #tools: HoverTools;

  constructor(tools: HoverTools) {
    this.#tools = tools;
  }

  async provideHover(
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> {
    const named = await this.#tools.references.of(document, token);
    const reference = named && innermost(named.references, position);
    if (!reference) return undefined;
    const knowledge = this.#tools.account.knowledge(reference);
    const texts =
      knowledge.known === "found"
        ? knowledge.subjects.slice(0, most.subjects).map((subject) => this.#describe(subject))
        : [this.#absence(reference)];
    const more = knowledge.known === "found" ? knowledge.subjects.length - most.subjects : 0;
    if (more > 0) texts.push(new vscode.MarkdownString(vscode.l10n.t("and {0} more", more)));
    const shown = texts.filter((text) => text !== undefined);
    return shown.length > 0 ? new vscode.Hover(shown, rangeOf(reference.range)) : undefined;
  }

  #absence(reference: Reference): vscode.MarkdownString | undefined {
    const knowledge = this.#tools.account.knowledge(reference);
    const account = this.#tools.account.session?.profile.name ?? "";
    const text = knowledgeText([knowledge], reference.region, { account, now: this.#tools.now(), t: vscode.l10n.t });
    if (text === undefined) return undefined;
    const advice = knowledge.known === "closed" ? vscode.l10n.t("Open the IPAM view to read them.") : "";
    // A sentence of ours with the name of an account in it: as text, never as Markdown.
    return new vscode.MarkdownString().appendText([text, advice].filter(Boolean).join(". "));
  }

  #describe(subject: Subject): vscode.MarkdownString {
    const { t } = vscode.l10n;
    const { kind, id, region, ipam, discovery, rows, readAt } = subject;
    const described = kind === "ipam" ? ipam : discovery;
    const owner = described?.ownerId ?? (kind === "discovery" ? rows[0]?.discoveryOwnerId : undefined);
    const status = described?.status ?? (kind === "discovery" ? rows[0]?.discoveryStatus : undefined);
    const unread = t("not read yet");
    const tooltip = fieldsTooltip(plainText(described?.name ?? "") || id, [
      [kind === "ipam" ? t("IPAM") : t("Resource discovery"), id],
      [t("Status"), status],
      [t("Owner account"), owner],
      [t("Hosted region"), `${regionName(region)} (${region})`],
      [t("Operating regions"), described?.operatingRegions.join(", ")],
      [kind === "ipam" ? t("Watches through") : t("Watched by"), readAt === undefined ? unread : endsText(kind, rows)],
      [t("Sees"), this.#seenText(rows)],
    ]);
    // The address is made of a region of the list, and of nothing that came from outside.
    const console = consoleUrl(region, kind === "ipam" ? "ipam" : "resource", settings.console());
    tooltip.appendMarkdown(`\n\n[${t("Open the list in the IPAM console")}](${console}) · `);
    const { name } = this.#tools.account;
    tooltip.appendText(
      readAt === undefined ? t("still being read with {0}", name) : t("read at {0} with {1}", this.#time(readAt), name),
    );
    return tooltip;
  }

  /** What was counted through associations, if all of them were: nothing counts of its own accord. */
  #seenText(rows: Subject["rows"]): string | undefined {
    const { t } = vscode.l10n;
    const profile = this.#tools.account.session?.profile.id ?? "";
    const counts = rows.map((row) => this.#tools.counts.get(profile, row));
    if (rows.length === 0) return undefined;
    if (counts.includes(undefined)) return t("VPCs and vSwitches not read yet");
    const sum = (of: "vpcs" | "vSwitches") => counts.reduce((total, count) => total + (count?.[of] ?? 0), 0);
    const at = this.#time(Math.min(...counts.map((count) => count?.countedAt ?? 0)));
    return counts.some((count) => count?.atMost)
      ? t("at most {0} VPCs and {1} vSwitches, counted at {2}", sum("vpcs"), sum("vSwitches"), at)
      : t("{0} VPCs and {1} vSwitches, counted at {2}", sum("vpcs"), sum("vSwitches"), at);
  }

  #time(readAt: number): string {
    return new Date(readAt).toLocaleTimeString(vscode.env.language);
  }
}

/** The other ends of associations, by name where one is known. */
function endsText(kind: Subject["kind"], rows: Subject["rows"]): string {
  const { t } = vscode.l10n;
  const names = rows.map((row) => (kind === "ipam" ? discoveryLabel(row) : ipamLabel(row)));
  if (names.length === 0) return t("none");
  const shown = names.slice(0, most.rows).join(", ");
  return names.length > most.rows ? `${shown}, ${t("and {0} more", names.length - most.rows)}` : shown;
}

function ipamLabel({ ipam, ipamId }: Subject["rows"][number]): string {
  return plainText(ipam?.name ?? "") || plainText(ipamId);
}

/** The reference at a position; of several, the one that begins last. */
function innermost(references: readonly Reference[], position: vscode.Position): Reference | undefined {
  return references.findLast(({ range }) => rangeOf(range).contains(position));
}

function rangeOf({ start, end }: TextRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
