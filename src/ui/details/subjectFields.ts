import * as vscode from "vscode";
import type { JoinedAssociation, JoinedIpam } from "../../ipam/RegionInventory.ts";
import { oneLine } from "../common/oneLine.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import { provenanceText } from "../explorer/provenanceText.ts";
import type { DetailField } from "./DetailPage.ts";
import type { DetailSubject, KnownSubject } from "./DetailSubject.ts";

/** The fields of an IPAM or an association that have a value. */
export function subjectFields(subject: DetailSubject, known: KnownSubject): readonly DetailField[] {
  const fields =
    known.kind === "ipam" ? ipamFields(subject, known.joined) : associationFields(subject, known.association);
  return fields.filter(({ text }) => text !== "");
}

function ipamFields({ region, ipamId }: DetailSubject, joined: JoinedIpam | undefined): readonly DetailField[] {
  const { t } = vscode.l10n;
  const ipam = joined?.ipam;
  return [
    id(t("Id"), ipamId),
    field(t("Description"), ipam?.description),
    field(t("Status"), ipam?.status),
    field(t("Hosted region"), `${regionName(region)} (${region})`),
    field(t("Operating regions"), ipam?.operatingRegions.join(", ")),
    id(t("Owner account"), ipam?.ownerId),
    field(t("Associations"), joined && String(joined.associations.length)),
    field(t("Scopes"), ipam?.scopeCount === undefined ? "" : String(ipam.scopeCount)),
    id(t("Default resource discovery"), ipam?.defaultDiscoveryId),
    id(t("Resource group"), ipam?.resourceGroupId),
    field(t("Created"), ipam?.createdAt),
    field(t("Tags"), ipam?.tags.map(({ key, value }) => `${key}=${value}`).join(", ")),
  ];
}

function associationFields(
  { region, ipamId, discoveryId }: DetailSubject,
  association: JoinedAssociation | undefined,
): readonly DetailField[] {
  const { t } = vscode.l10n;
  const discovery = association?.discovery;
  return [
    id(t("Resource discovery"), discoveryId),
    field(t("Description"), discovery?.description),
    id(t("Owner account"), association?.discoveryOwnerId),
    field(t("Kind"), association && provenanceText(association)),
    field(t("Type"), association?.discoveryType),
    field(t("Discovery status"), association?.discoveryStatus),
    field(t("Association status"), association?.status),
    id(t("IPAM"), ipamId, association?.ipam?.name),
    field(t("Hosted region"), `${regionName(region)} (${region})`),
    field(t("Operating regions"), discovery?.operatingRegions.join(", ")),
    field(t("Created"), discovery?.createdAt),
    field(t("Tags"), discovery?.tags.map(({ key, value }) => `${key}=${value}`).join(", ")),
  ];
}

function field(label: string, text: string | undefined): DetailField {
  return { label, text: plainText(text ?? ""), isId: false };
}

/** @param name stands beside the id in the label, so that what is copied is the id alone */
function id(label: string, text: string | undefined, name = ""): DetailField {
  const named = name === "" ? label : `${label} · ${plainText(name)}`;
  return { label: named, text: oneLine(text ?? "", 200), isId: true };
}
