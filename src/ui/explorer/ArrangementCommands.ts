import * as vscode from "vscode";
import { type Region, regions } from "../../ipam/regions.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { regionName } from "../common/regionName.ts";
import { settings, settingsSection } from "../common/settings.ts";
import type { Arrangement } from "./Arrangement.ts";
import type { ExplorerTree } from "./ExplorerTree.ts";
import { type Grouping, groupings } from "./Grouping.ts";

/** The commands that choose what the tree shows, and in which order. They change nothing in the cloud. */
export class ArrangementCommands {
  readonly #arrangement: Arrangement;
  readonly #sessions: Sessions;
  readonly #tree: ExplorerTree;

  constructor(arrangement: Arrangement, sessions: Sessions, tree: ExplorerTree) {
    this.#arrangement = arrangement;
    this.#sessions = sessions;
    this.#tree = tree;
  }

  /** Command `ipamExplorer.groupBy`. */
  async groupBy(): Promise<void> {
    const texts = groupingTexts();
    const current = this.#tree.grouping;
    const picks = groupings.map((grouping) => ({
      ...texts[grouping],
      label: `$(${grouping === current ? "check" : "blank"}) ${texts[grouping].label}`,
      grouping,
    }));
    const picked = await vscode.window.showQuickPick(picks, { title: vscode.l10n.t("Group By") });
    if (!picked) return;
    await this.#arrangement.keepGrouping(picked.grouping);
    this.#tree.group(picked.grouping);
  }

  /** Commands `ipamExplorer.showAllProfiles` and `ipamExplorer.showOneProfile`. */
  async showAll(all: boolean): Promise<void> {
    await this.#arrangement.keepAll(all);
    await this.#sessions.ensure();
    await this.#sessions.showAll(all);
    if (all && this.#sessions.shown.length === 1) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t("This is the only profile so far. Another one will stand beside it once it is added."),
      );
    }
  }

  /** Command `ipamExplorer.chooseRegions`: writes the setting of the same meaning. */
  async chooseRegions(): Promise<void> {
    const { t } = vscode.l10n;
    const chosen = settings.regions();
    const ipams = this.#ipamsByRegion();
    const own: readonly Region[] = settings.ownRegions();
    const picks = [...regions, ...own].map((region) => {
      const count = ipams.get(region);
      return {
        label: regionName(region),
        description: own.includes(region) ? t("added in the settings") : region,
        ...(count !== undefined && { detail: t("IPAMs: {0}", count) }),
        picked: chosen.includes(region),
        region,
      };
    });
    const picked = await vscode.window.showQuickPick(picks, {
      title: t("Choose Regions"),
      placeHolder: t("Only these regions are asked for IPAMs. With none chosen, all are."),
      canPickMany: true,
      matchOnDescription: true,
    });
    if (!picked) return;
    const wanted = picked.map(({ region }) => region);
    const isAll = wanted.length === 0 || (wanted.length === regions.length && !wanted.some((one) => own.includes(one)));
    await vscode.workspace
      .getConfiguration(settingsSection)
      .update("regions", isAll ? undefined : wanted, vscode.ConfigurationTarget.Global);
  }

  /** How many IPAMs there are in the regions that hold some, of all accounts that are shown. */
  #ipamsByRegion(): ReadonlyMap<Region, number> {
    const counts = new Map<Region, number>();
    for (const { inventory } of this.#sessions.shown) {
      for (const { region, contents } of inventory.snapshots()) {
        const count = contents?.ipams.length ?? 0;
        if (count > 0) counts.set(region, (counts.get(region) ?? 0) + count);
      }
    }
    return counts;
  }
}

function groupingTexts(): Readonly<Record<Grouping, { readonly label: string; readonly detail: string }>> {
  const { t } = vscode.l10n;
  return {
    account: { label: t("Account"), detail: t("The IPAMs of each account by themselves") },
    region: { label: t("Region"), detail: t("Regions that hold something, with the IPAMs of all accounts") },
    ipam: { label: t("IPAM"), detail: t("All IPAMs one below the other") },
    discovery: {
      label: t("Resource discovery"),
      detail: t("Which IPAMs see a discovery, and which discoveries no IPAM sees"),
    },
  };
}
