import * as vscode from "vscode";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import { plainText } from "../common/plainText.ts";

/** What an association's discovery is to the IPAM that watches through it, and whose it is. */
export function provenanceText({ provenance, removability, discoveryOwnerId, ipam }: JoinedAssociation): string {
  if (removability === "unknown") return vscode.l10n.t("own, not known yet whether it is removable");
  if (!ipam) return vscode.l10n.t("own, watched by another account's IPAM");
  if (provenance === "default") return vscode.l10n.t("own, not removable");
  if (provenance === "own") return vscode.l10n.t("own");
  return vscode.l10n.t("shared by {0}", plainText(discoveryOwnerId));
}
