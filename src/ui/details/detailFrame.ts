import * as vscode from "vscode";
import type { AddressBlock } from "../../ipam/AddressBlock.ts";
import { regionOf } from "../../ipam/regions.ts";
import { explain } from "../common/explain.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import { timeText } from "../dissociate/timeText.ts";
import type { DetailFrame } from "./DetailPage.ts";
import type { DetailReading } from "./DetailReading.ts";
import type { DetailSubject, KnownSubject } from "./DetailSubject.ts";
import { subjectFields } from "./subjectFields.ts";

/** What the frame is made from. */
export interface DetailKnowledge {
  readonly subject: DetailSubject;
  readonly known: KnownSubject;
  readonly reading: DetailReading | undefined;
  readonly blocks: readonly AddressBlock[];
  readonly status: string;
  readonly busy: boolean;
}

/** The name of a subject; without one, its id. */
export function subjectName({ ipamId, discoveryId }: DetailSubject, known: KnownSubject): string {
  const name = known.kind === "ipam" ? known.joined?.ipam.name : known.association?.discovery?.name;
  return plainText(name ?? "") || plainText(discoveryId ?? ipamId);
}

/** All around the map and the table. */
export function detailFrame({ subject, known, reading, blocks, status, busy }: DetailKnowledge): DetailFrame {
  const { t } = vscode.l10n;
  return {
    title: subjectName(subject, known),
    kind: known.kind === "ipam" ? t("IPAM") : t("Association"),
    fields: subjectFields(subject, known),
    buttons: [
      { action: "refresh", label: t("Refresh") },
      { action: "export", label: t("Export…") },
    ],
    columns: [
      { column: "cidr", label: "CIDR", isNumber: false },
      { column: "name", label: t("Name"), isNumber: false },
      { column: "type", label: t("Type"), isNumber: false },
      { column: "id", label: t("Id"), isNumber: false },
      { column: "vpc", label: "VPC", isNumber: false },
      { column: "region", label: t("Region"), isNumber: false },
      { column: "owner", label: t("Owner"), isNumber: false },
      { column: "used", label: t("Used"), isNumber: true },
      { column: "overlaps", label: t("Overlaps"), isNumber: false },
    ],
    failures: failuresOf(reading),
    status: status || (busy ? t("Reading…") : summary(reading, blocks)),
    busy,
    words: {
      map: t("Address space"),
      table: t("Address blocks"),
      search: t("Search by name, id, owner, region, CIDR, or an address such as 10.24.3.7"),
      copy: t("Copy"),
      vpc: t("VPC"),
      vSwitch: t("vSwitch, filled as far as it is used"),
      overlap: t("Also in another VPC"),
      zoom: t("Look closer at {0}"),
      none: busy ? "" : noneText(reading),
      keys: t("Arrow keys go from block to block, Enter looks closer, Escape goes back."),
    },
  };
}

/** What was found. VPCs and vSwitches are counted once, whatever number of blocks they have. */
function summary(reading: DetailReading | undefined, blocks: readonly AddressBlock[]): string {
  const { t } = vscode.l10n;
  if (!reading) return "";
  const read = t("Read at {0} with {1}", timeText(reading.readAt), plainText(reading.account));
  const failed = reading.answers.filter(({ error }) => error).length;
  // What could not be read is never counted as nothing.
  if (failed > 0 && failed === reading.asked) return read;
  const count = (type: string) =>
    new Set(blocks.flatMap(({ resource }) => (resource.type === type ? resource.resourceId : []))).size;
  const vpcBlocks = blocks.filter(({ resource }) => resource.type === "VPC");
  const unread = blocks.filter(({ cidr }) => !cidr).length;
  return [
    ...(failed > 0 ? [t("Lists read: {0} of {1}", reading.asked - failed, reading.asked)] : []),
    t("VPCs: {0}", count("VPC")),
    t("vSwitches: {0}", count("VSwitch")),
    t("VPC blocks that overlap: {0}", vpcBlocks.filter(({ overlaps }) => overlaps.length > 0).length),
    ...(unread > 0 ? [t("Not on the map, for want of a CIDR: {0}", unread)] : []),
    read,
  ].join(" · ");
}

/** One line for each cause and region: what it is about, and why. */
function failuresOf(reading: DetailReading | undefined): readonly string[] {
  const { t } = vscode.l10n;
  const lists = (reading?.answers ?? []).flatMap(({ discoveryId, region, error }) =>
    error ? [t("Not known for {0}: {1}", `${plainText(discoveryId)}, ${placeOf(region)}`, explain(error).text)] : [],
  );
  return [
    ...(reading?.gaps ?? []).map((error) => t("Associations may be missing: {0}", explain(error).text)),
    ...lists,
  ];
}

function noneText(reading: DetailReading | undefined): string {
  const { t } = vscode.l10n;
  if (!reading) return "";
  if (reading.asked > 0 && reading.answers.every(({ error }) => error)) return t("Nothing could be read.");
  if (failuresOf(reading).length > 0) return t("Nothing was found in what could be read.");
  return reading.asked === 0
    ? t("Its two ends have no operating region in common, so that nothing is shown.")
    : t("There is no VPC and no vSwitch.");
}

function placeOf(id: string): string {
  const region = regionOf(id);
  return region ? `${regionName(region)} (${region})` : plainText(id);
}
