import * as vscode from "vscode";
import type { PlanReading } from "../../iac/plan/PlanReading.ts";
import type { PlanRow } from "../../iac/plan/PlanRow.ts";
import type { NotChecked } from "../../ipam/ChangeStep.ts";
import type { DissociationCheck } from "../../ipam/DissociationCheck.ts";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import type { ResourceCount } from "../../ipam/ResourceCount.ts";
import type { Region } from "../../ipam/regions.ts";
import { explain } from "../common/explain.ts";
import type { PageLine } from "../common/PageTable.ts";
import { id, muted, name } from "../common/pageLines.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import { cannotTellText, checkText, unprovenText } from "../dissociate/reportText.ts";
import { timeText } from "../dissociate/timeText.ts";
import { cancelledDryRunLines } from "../results/resultLines.ts";
import { changeText } from "./changeText.ts";
import type { PlanTable, PlanTableRow } from "./PlanPage.ts";

/** What is known of the dry run of an association: what it showed, or where it stood when the person cancelled it. */
export type PlanCheck = DissociationCheck | "running" | NotChecked["dryRun"];

/** What the table is made from. */
export interface PlanKnowledge {
  readonly file: string;
  readonly reading: PlanReading;
  readonly rows: readonly PlanRow[];
  /** Name and account of the open profile; undefined without one. */
  readonly account: string | undefined;
  /** When the oldest of the regions was read, ms since 1970. */
  readonly readAt: number | undefined;
  /** Undefined before a dry run was asked for. */
  readonly check: (association: JoinedAssociation) => PlanCheck | undefined;
  readonly count: (association: JoinedAssociation) => ResourceCount | undefined;
}

/**
 * What a person reads of a plan.
 * @param most rows
 */
export function tableOf(knowledge: PlanKnowledge, most = Number.POSITIVE_INFINITY): PlanTable {
  const { t } = vscode.l10n;
  const { file, rows } = knowledge;
  return {
    title: t("What a plan would end"),
    subject: plainText(file),
    summary: summary(knowledge),
    notes: notes(knowledge, most),
    columns: [t("IPAM"), t("Discovery"), t("Ended by"), t("What the IPAM loses"), t("Dry run")],
    rows: rows.slice(0, most).map((row) => tableRow(row, knowledge)),
  };
}

function summary({ rows, reading, account, readAt }: PlanKnowledge): readonly PageLine[] {
  const { t } = vscode.l10n;
  const associations = rows.filter((row) => row.kind === "association");
  const certain = associations.filter((row) => row.certain).length;
  const [unsure, unmatched] = [associations.length - certain, rows.length - associations.length];
  const read: PageLine[] = account
    ? [
        {
          label: readAt === undefined ? t("Account:") : t("Read at {0} with", timeText(readAt)),
          text: plainText(account),
          foreign: true,
        },
      ]
    : [];
  if (rows.length === 0) {
    const none = reading.skipped
      ? { text: t("Not all of this plan could be read. What was read ends no association."), style: "bad" as const }
      : { text: t("This plan ends no association.") };
    return [none, ...read];
  }
  return [
    ...(certain > 0 ? [{ text: t("Associations that end: {0}", certain) }] : []),
    ...(unsure > 0 ? [{ text: t("Associations that may end: {0}", unsure) }] : []),
    ...(unmatched > 0 ? [{ text: t("Without a known association: {0}", unmatched) }] : []),
    ...(reading.skipped ? [{ text: t("Not all of this plan could be read."), style: "bad" as const }] : []),
    ...read,
  ];
}

function notes({ reading, rows, account }: PlanKnowledge, most: number): readonly PageLine[] {
  const { t } = vscode.l10n;
  const ends = (kinds: readonly string[]) =>
    rows.some(({ changes }) => changes.some(({ kind }) => kinds.includes(kind)));
  const lines: PageLine[] = [];
  if (rows.length > most) {
    lines.push({ text: t("Only the first {0} rows are shown here; the copy as Markdown has all of them.", most) });
  }
  if (ends(["shareRemoved", "sharedResourceRemoved", "sharedTargetRemoved"])) {
    lines.push({
      text: t(
        "Ending a share ends its associations without a question and without a dry run. The dry run here asks the service whether each could be dissociated by itself.",
      ),
    });
  }
  if (ends(["discoveryRemoved"])) {
    lines.push({ text: t("The service refuses to remove a discovery while it is shared or an IPAM's default one.") });
  }
  for (const { kind, subject, operatingRegions } of reading.changes) {
    if (kind !== "operatingRegionsRemoved") continue;
    lines.push({
      label: t(
        "No association ends, but fewer resources are seen: {0} leaves",
        operatingRegions.map(plainText).join(", "),
      ),
      text: plainText(subject.address ?? subject.id ?? ""),
      foreign: true,
    });
  }
  if (account === undefined && rows.length > 0) {
    lines.push({ text: t("No account is open, so only what the file itself says is shown.") });
  }
  return lines;
}

function tableRow(row: PlanRow, knowledge: PlanKnowledge): PlanTableRow {
  const ends = row.kind === "association" ? associationCells(row.association) : unmatchedCells(row);
  const findings =
    row.kind === "association"
      ? [countLines(knowledge.count(row.association)), checkLines(knowledge.check(row.association))]
      : [notKnown(), [muted(vscode.l10n.t("Needs an association"))]];
  return { key: row.key, isInTree: row.kind === "association", cells: [...ends, changeLines(row), ...findings] };
}

function associationCells(association: JoinedAssociation): readonly (readonly PageLine[])[] {
  const { t } = vscode.l10n;
  const { ipam, ipamId, discovery, discoveryId, discoveryOwnerId, region } = association;
  const others = ipam ? [] : [muted(t("of another account"))];
  return [
    [...name(ipam?.name), id(ipamId), ...others, regionLine(region)],
    [...name(discovery?.name), id(discoveryId), { label: t("owner"), ...id(discoveryOwnerId) }],
  ];
}

function unmatchedCells(row: Extract<PlanRow, { kind: "unmatched" }>): readonly (readonly PageLine[])[] {
  const { t } = vscode.l10n;
  const { thing, targets, state, region } = row;
  const own = [...name(thing.name), ...(thing.id ? [id(thing.id)] : [])];
  const named = [...(own.length > 0 ? own : [id(thing.address ?? "")]), ...(region ? [regionLine(region)] : [])];
  const why = {
    loading: t("Still being read"),
    failed: t("Not known: not every region could be read"),
    loaded: t("None that this account sees"),
    closed: t("Not known: no account is open"),
  }[state ?? "closed"];
  if (thing.kind === "ipam") return [named, [muted(why)]];
  return [[muted(why), ...targets.map((target) => ({ label: t("of account"), ...id(target) }))], named];
}

function regionLine(region: Region): PageLine {
  return muted(`${regionName(region)} · ${region}`);
}

function changeLines(row: PlanRow): readonly PageLine[] {
  const lines: PageLine[] = row.changes.map((change) => ({
    label: changeText(change),
    ...id(change.subject.address ?? change.subject.id ?? ""),
  }));
  if (row.kind !== "association" || row.certain) return lines;
  const isRemoval = row.changes.every(({ kind }) => kind === "discoveryRemoved");
  const why = isRemoval
    ? vscode.l10n.t("May be refused: the discovery is still associated")
    : vscode.l10n.t("May end: whose IPAM it is, is not known here");
  return [...lines, { text: why, style: "unsure" }];
}

function countLines(count: ResourceCount | undefined): readonly PageLine[] {
  const { t } = vscode.l10n;
  if (!count) return notKnown();
  return [
    ...(count.atMost ? [muted(t("at most"))] : []),
    { text: t("VPCs: {0}", count.vpcs) },
    { text: t("vSwitches: {0}", count.vSwitches) },
  ];
}

function checkLines(check: PlanCheck = "notSent"): readonly PageLine[] {
  const { t } = vscode.l10n;
  if (check === "notSent") return [muted(t("Not run"))];
  if (check === "running") return [muted(t("Running…"))];
  if (typeof check === "string") return [{ text: t("Cannot tell"), style: "unsure" }, ...cancelledDryRunLines(check)];
  const at = muted(t("at {0}", timeText(check.checkedAt)));
  const detail = (text: string): PageLine => ({ text, style: "muted", foreign: true });
  switch (check.verdict) {
    case "ready":
      return [
        { text: t("Passed"), style: "good" },
        ...(check.unproven ? [muted(unprovenText("dissociate", check))] : []),
        at,
      ];
    case "refused":
      return check.why === "ownDefault"
        ? [muted(t("Not by itself")), muted(refusalText(check))]
        : [
            { text: t("Refused"), style: "bad" },
            detail([refusalText(check), unprovenText("dissociate", check)].join(" ").trim()),
            at,
          ];
    case "cannotTell":
      return [{ text: t("Cannot tell"), style: "unsure" }, detail(cannotTellText(check)), at];
    case "alarm":
      return [{ text: t("Alarm"), style: "bad" }, detail(checkText(check, t("the association")).text), at];
  }
}

function refusalText({ why, error }: Extract<DissociationCheck, { verdict: "refused" }>): string {
  switch (why) {
    case "ownDefault":
      return vscode.l10n.t("It is the IPAM's own default discovery, which goes only with the IPAM itself.");
    case "notAssociated":
      return vscode.l10n.t("The two are not associated any more.");
    case "service":
      return error ? explain(error).text : "";
  }
}

function notKnown(): readonly PageLine[] {
  return [muted(vscode.l10n.t("not known"))];
}
