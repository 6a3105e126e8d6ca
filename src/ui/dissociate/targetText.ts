import * as vscode from "vscode";
import type { ChangeNote } from "../../ipam/Change.ts";
import type { Inventory } from "../../ipam/Inventory.ts";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import type { Target } from "../../ipam/Target.ts";
import { plainText } from "../common/plainText.ts";

/** The row of the inventory a target stands for, if it was read. */
export function inventoryRow(
  inventory: Inventory | undefined,
  { region, ipamId, discoveryId }: Pick<Target, "region" | "ipamId" | "discoveryId">,
): JoinedAssociation | undefined {
  const contents = inventory?.region(region).contents;
  const rows = [...(contents?.ipams ?? []).flatMap(({ associations }) => associations), ...(contents?.ownerSide ?? [])];
  return rows.find((row) => row.ipamId === ipamId && row.discoveryId === discoveryId);
}

/** The name of a target's discovery with its id, as far as they are known. */
export function discoveryText(row: JoinedAssociation | undefined, { discoveryId }: Target): string {
  return named(row?.discovery?.name, discoveryId);
}

/** The name of a target's IPAM with its id. */
export function ipamText(row: JoinedAssociation | undefined, { ipamId }: Target): string {
  return named(row?.ipam?.name, ipamId);
}

function named(name: string | undefined, id: string): string {
  const text = plainText(name ?? "");
  return text ? `${text} (${plainText(id)})` : plainText(id);
}

/** An association in a sentence: the discovery and the IPAM it is associated with. */
export function targetSubject({ ipamName = "", discoveryName = "" }: ChangeNote, target: Target): string {
  const discovery = plainText(discoveryName) || plainText(target.discoveryId);
  const ipam = plainText(ipamName) || plainText(target.ipamId);
  return vscode.l10n.t("{0} and the IPAM {1}", discovery, ipam);
}
