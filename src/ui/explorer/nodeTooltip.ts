import * as vscode from "vscode";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";
import { discoveryLabel } from "./discoveryLabel.ts";
import type { AssociationNode, DiscoveryNode, IpamNode } from "./ExplorerNode.ts";
import { fieldsTooltip } from "./fieldsTooltip.ts";
import { provenanceText } from "./provenanceText.ts";

/** All that is known of an IPAM, a discovery or an association, for its tooltip. Loaded when the first one opens. */
export function nodeTooltip(node: IpamNode | DiscoveryNode | AssociationNode): vscode.MarkdownString {
  switch (node.kind) {
    case "ipam":
      return ipamTooltip(node);
    case "discovery":
      return discoveryTooltip(node);
    case "association":
      return associationTooltip(node);
  }
}

function discoveryTooltip({ discovery, discoveryId, ownerId, region, watchers }: DiscoveryNode): vscode.MarkdownString {
  const { t } = vscode.l10n;
  const ipams = watchers.map(({ association: { ipam, ipamId } }) => plainText(ipam?.name ?? "") || ipamId);
  return fieldsTooltip(plainText(discovery?.name ?? "") || discoveryId, [
    [t("Resource discovery"), discoveryId],
    [t("Description"), discovery?.description],
    [t("Owner account"), ownerId],
    [t("Type"), discovery?.type],
    [t("Status"), discovery?.status],
    [t("Hosted region"), `${regionName(region)} (${region})`],
    [t("Operating regions"), discovery?.operatingRegions.join(", ")],
    [t("IPAMs that see it"), ipams.join(", ") || t("none of the accounts shown here")],
    [t("Created"), discovery?.createdAt],
    [t("Tags"), discovery?.tags.map(({ key, value }) => `${key}=${value}`).join(", ")],
  ]);
}

function ipamTooltip({ joined: { ipam, associations }, readAt }: IpamNode): vscode.MarkdownString {
  const { t } = vscode.l10n;
  return fieldsTooltip(plainText(ipam.name) || ipam.ipamId, [
    [t("IPAM"), ipam.ipamId],
    [t("Description"), ipam.description],
    [t("Status"), ipam.status],
    [t("Hosted region"), `${regionName(ipam.region)} (${ipam.region})`],
    [t("Operating regions"), ipam.operatingRegions.join(", ")],
    [t("Owner account"), ipam.ownerId],
    [t("Associations"), readAt === undefined ? undefined : String(associations.length)],
    [t("Scopes"), ipam.scopeCount === undefined ? undefined : String(ipam.scopeCount)],
    [t("Default resource discovery"), ipam.defaultDiscoveryId],
    [t("Resource group"), ipam.resourceGroupId],
    [t("Created"), ipam.createdAt],
    [t("Tags"), ipam.tags.map(({ key, value }) => `${key}=${value}`).join(", ")],
    [t("Read at"), readAt === undefined ? undefined : new Date(readAt).toLocaleTimeString(vscode.env.language)],
  ]);
}

function associationTooltip({ association }: AssociationNode): vscode.MarkdownString {
  const { discovery, ipam } = association;
  const { t } = vscode.l10n;
  return fieldsTooltip(
    discoveryLabel(association),
    [
      [t("Resource discovery"), association.discoveryId],
      [t("Name"), discovery?.name || t("(no name known)")],
      [t("Description"), discovery?.description],
      [t("Owner account"), association.discoveryOwnerId],
      [t("Kind"), provenanceText(association)],
      [t("Type"), association.discoveryType],
      [t("Discovery status"), association.discoveryStatus],
      [t("Association status"), association.status],
      [t("IPAM"), ipam?.name ? `${ipam.name} (${association.ipamId})` : association.ipamId],
      [t("Hosted region"), `${regionName(association.region)} (${association.region})`],
      [t("Operating regions"), discovery?.operatingRegions.join(", ")],
      [t("Created"), discovery?.createdAt],
      [t("Tags"), discovery?.tags.map(({ key, value }) => `${key}=${value}`).join(", ")],
    ],
    removabilityText(association),
  );
}

function removabilityText({ removability }: JoinedAssociation): string | undefined {
  const { t } = vscode.l10n;
  switch (removability) {
    case "ownDefault":
      return t(
        "This is the IPAM's own default discovery. It cannot be dissociated: it goes only with the IPAM itself.",
      );
    case "unknown":
      return t("This may be the IPAM's own default discovery, which cannot be dissociated. Refresh in a little while.");
    case "removable":
      return undefined;
  }
}
