import * as vscode from "vscode";
import type { Ipam } from "../../ipam/Ipam.ts";
import type { ResourceDiscovery } from "../../ipam/ResourceDiscovery.ts";
import type { Target } from "../../ipam/Target.ts";
import type { Session } from "../accounts/Session.ts";
import { plainText } from "../common/plainText.ts";
import { regionName } from "../common/regionName.ts";

/** A discovery and an IPAM of its region that are not associated yet. */
export interface Associable {
  readonly target: Target;
  readonly ipamName: string;
  readonly discoveryName: string;
}

/**
 * Reads the discoveries in the regions of IPAMs, and lets the person choose of those that are not associated.
 * @throws IpamError
 */
export async function pickAssociable(session: Session, ipams: readonly Ipam[]): Promise<readonly Associable[]> {
  const { t } = vscode.l10n;
  type Pick = vscode.QuickPickItem & { readonly associable: Associable };
  const pick = vscode.window.createQuickPick<Pick>();
  pick.title = t("Associate a Resource Discovery");
  pick.placeholder = t("Reading the discoveries that could be associated…");
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  pick.busy = true;
  const cancellation = new AbortController();
  try {
    return await new Promise<readonly Associable[]>((resolve, reject) => {
      pick.onDidAccept(() => resolve(pick.selectedItems.map(({ associable }) => associable)));
      pick.onDidHide(() => resolve([]));
      pick.show();
      readPairs(session, ipams, cancellation.signal).then((items) => {
        pick.items = items;
        pick.busy = false;
        pick.placeholder =
          items.length > 0
            ? t("Choose discoveries to associate")
            : t("Every discovery that is visible in these regions is associated already.");
      }, reject);
    });
  } finally {
    cancellation.abort();
    pick.dispose();
  }
}

/** A discovery and its IPAM stand in the same hosted region (guide on multi-account IPAM). */
async function readPairs({ api, profile }: Session, ipams: readonly Ipam[], signal: AbortSignal) {
  const regions = [...new Set(ipams.map(({ region }) => region))];
  const read = await Promise.all(
    regions.map(async (region) => {
      const [own, shared, associations] = await Promise.all([
        api.listOwnDiscoveries(region, { signal }),
        api.listSharedDiscoveries(region, { signal }),
        api.listAssociations(region, {}, { signal }),
      ]);
      const discoveries = new Map([...own, ...shared].map((discovery) => [discovery.discoveryId, discovery]));
      const taken = new Set(
        associations
          .filter(({ status }) => status !== "Deleted")
          .map(({ ipamId, discoveryId }) => `${ipamId}/${discoveryId}`),
      );
      return ipams
        .filter((ipam) => ipam.region === region)
        .flatMap((ipam) =>
          [...discoveries.values()]
            .filter(({ discoveryId }) => !taken.has(`${ipam.ipamId}/${discoveryId}`))
            .map((discovery) => itemOf(ipam, discovery, profile.id)),
        );
    }),
  );
  return read.flat();
}

function itemOf(ipam: Ipam, discovery: ResourceDiscovery, profile: string) {
  const { region, ipamId } = ipam;
  const { discoveryId, ownerId } = discovery;
  return {
    label: plainText(discovery.name) || plainText(discoveryId),
    description: `${plainText(ipam.name) || plainText(ipamId)} · ${regionName(region)} · ${region}`,
    detail: [plainText(discoveryId), vscode.l10n.t("owner {0}", plainText(ownerId)), plainText(ipamId)].join(" · "),
    associable: {
      target: { profile, region, ipamId, discoveryId },
      ipamName: ipam.name,
      discoveryName: discovery.name,
    },
  };
}
