import * as vscode from "vscode";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import { plainText } from "../common/plainText.ts";

/** The name of a discovery; without one, that it is the default, or its id. */
export function discoveryLabel({ discovery, discoveryId, ipam, ipamId, provenance }: JoinedAssociation): string {
  const unnamed = provenance === "default" ? vscode.l10n.t("Default discovery") : plainText(discoveryId);
  const name = plainText(discovery?.name ?? "") || unnamed;
  return ipam ? name : `${name} → ${plainText(ipamId)}`;
}
