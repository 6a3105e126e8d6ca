import * as vscode from "vscode";
import type { Inventory } from "../../ipam/Inventory.ts";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import type { Target } from "../../ipam/Target.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";

/** Lets the person choose associations that can be dissociated, of those read so far; keeps up with what is still being read. */
export async function pickTargets(inventory: Inventory, profile: string, title: string): Promise<readonly Target[]> {
  type Pick = vscode.QuickPickItem & { readonly target: Target };
  const pick = vscode.window.createQuickPick<Pick>();
  pick.title = title;
  pick.placeholder = vscode.l10n.t("Choose associations. An IPAM's own default discovery is not among them.");
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  const update = () => {
    const chosen = new Set(pick.selectedItems.map(({ target }) => `${target.ipamId}/${target.discoveryId}`));
    const items = removable(inventory).map((row) => ({ ...itemOf(row), target: { ...endsOf(row), profile } }));
    pick.items = items;
    pick.selectedItems = items.filter(({ target }) => chosen.has(`${target.ipamId}/${target.discoveryId}`));
    pick.busy = inventory.snapshots().some(({ state }) => state === "loading");
  };
  update();
  const updates = inventory.onDidChange(update);
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems.map(({ target }) => target)));
      pick.onDidHide(() => resolve([]));
      pick.show();
    });
  } finally {
    updates.dispose();
    pick.dispose();
  }
}

function removable(inventory: Inventory): readonly JoinedAssociation[] {
  return inventory
    .snapshots()
    .flatMap(({ contents }) => [
      ...(contents?.ipams ?? []).flatMap(({ associations }) => associations),
      ...(contents?.ownerSide ?? []),
    ])
    .filter(({ removability }) => removability === "removable");
}

function itemOf(row: JoinedAssociation): vscode.QuickPickItem {
  return {
    label: plainText(row.discovery?.name ?? "") || plainText(row.discoveryId),
    description: `${plainText(row.ipam?.name ?? "") || plainText(row.ipamId)} · ${regionName(row.region)} · ${row.region}`,
    detail: [
      plainText(row.discoveryId),
      vscode.l10n.t("owner {0}", plainText(row.discoveryOwnerId)),
      plainText(row.ipamId),
    ].join(" · "),
  };
}

function endsOf({ region, ipamId, discoveryId }: JoinedAssociation): Pick<Target, "region" | "ipamId" | "discoveryId"> {
  return { region, ipamId, discoveryId };
}
