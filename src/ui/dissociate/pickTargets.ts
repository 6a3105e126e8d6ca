import * as vscode from "vscode";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import { type Target, targetKey } from "../../ipam/Target.ts";
import type { Session } from "../accounts/Session.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";

/** Lets the person choose associations that can be dissociated, of those read so far; keeps up with what is still being read. */
export async function pickTargets(sessions: readonly Session[], title: string): Promise<readonly Target[]> {
  type Pick = vscode.QuickPickItem & { readonly target: Target };
  const pick = vscode.window.createQuickPick<Pick>();
  pick.title = title;
  pick.placeholder = vscode.l10n.t("Choose associations. An IPAM's own default discovery is not among them.");
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  const update = () => {
    const chosen = new Set(pick.selectedItems.map(({ target }) => targetKey(target)));
    const items = sessions.flatMap(({ inventory, profile }) =>
      removable(inventory).map((row) => ({
        ...itemOf(row, sessions.length > 1 ? profile.name : ""),
        target: { ...endsOf(row), profile: profile.id },
      })),
    );
    pick.items = items;
    pick.selectedItems = items.filter(({ target }) => chosen.has(targetKey(target)));
    pick.busy = sessions.some(({ inventory }) => inventory.snapshots().some(({ state }) => state === "loading"));
  };
  update();
  const updates = sessions.map(({ inventory }) => inventory.onDidChange(update));
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems.map(({ target }) => target)));
      pick.onDidHide(() => resolve([]));
      pick.show();
    });
  } finally {
    for (const update of updates) update.dispose();
    pick.dispose();
  }
}

function removable(inventory: Session["inventory"]): readonly JoinedAssociation[] {
  return inventory
    .snapshots()
    .flatMap(({ contents }) => [
      ...(contents?.ipams ?? []).flatMap(({ associations }) => associations),
      ...(contents?.ownerSide ?? []),
    ])
    .filter(({ removability }) => removability === "removable");
}

function itemOf(row: JoinedAssociation, account: string): vscode.QuickPickItem {
  return {
    label: plainText(row.discovery?.name ?? "") || plainText(row.discoveryId),
    description: `${plainText(row.ipam?.name ?? "") || plainText(row.ipamId)} · ${regionName(row.region)} · ${row.region}`,
    detail: [
      plainText(row.discoveryId),
      vscode.l10n.t("owner {0}", plainText(row.discoveryOwnerId)),
      plainText(row.ipamId),
      plainText(account),
    ]
      .filter(Boolean)
      .join(" · "),
  };
}

function endsOf({ region, ipamId, discoveryId }: JoinedAssociation): Pick<Target, "region" | "ipamId" | "discoveryId"> {
  return { region, ipamId, discoveryId };
}
