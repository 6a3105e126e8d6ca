import * as vscode from "vscode";
import { commonRegions } from "../../ipam/commonRegions.ts";
import type { DiscoveredResource } from "../../ipam/DiscoveredResource.ts";
import type { IpamError } from "../../ipam/IpamError.ts";
import type { Target } from "../../ipam/Target.ts";
import { toIpamError } from "../../ipam/toIpamError.ts";
import type { Session } from "../accounts/Session.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import type { Log } from "../common/Log.ts";
import { plainText } from "../common/plainText.ts";
import { ImpactDocuments } from "./ImpactDocuments.ts";
import { impactReport } from "./impactReport.ts";
import { pickTargets } from "./pickTargets.ts";
import type { ReadImpact } from "./ReadImpact.ts";
import { targetsFromArguments } from "./targetsFromArguments.ts";
import { discoveryText, inventoryRow, ipamText } from "./targetText.ts";

/** Command `ipamExplorer.showImpact`: lists what an IPAM would stop seeing. Changes nothing. */
export class ImpactCommand implements vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #log: Log;
  readonly #documents = new ImpactDocuments();

  constructor(sessions: Sessions, log: Log) {
    this.#sessions = sessions;
    this.#log = log;
  }

  dispose(): void {
    this.#documents.dispose();
  }

  async run(clicked?: unknown, selected?: unknown): Promise<void> {
    const { t } = vscode.l10n;
    const session = await this.#sessions.ensure();
    if (!session) {
      void vscode.window.showInformationMessage(t("Add a profile or open the demo account first."));
      return;
    }
    for (const target of await this.#targets(clicked, selected, session)) {
      const impact = await this.#read(target);
      if (!impact) return;
      const row = inventoryRow(this.#sessions.find(target.profile)?.inventory, target);
      const name = plainText(row?.discovery?.name ?? "") || plainText(target.discoveryId);
      await this.#documents.show(t("Impact of {0}", name), impactReport(impact));
    }
  }

  async #targets(clicked: unknown, selected: unknown, session: Session): Promise<readonly Target[]> {
    try {
      const given = targetsFromArguments(clicked, selected, session.profile.id);
      return given ?? (await pickTargets(this.#sessions.shown, vscode.l10n.t("Show Impact")));
    } catch (error) {
      this.#log.error("Show Impact", error);
      void vscode.window.showErrorMessage(vscode.l10n.t("This command needs an association to work on."));
      return [];
    }
  }

  /** Undefined when the person stopped it. */
  async #read(target: Target): Promise<ReadImpact | undefined> {
    const { t } = vscode.l10n;
    const { profile, api, inventory } = await this.#sessions.forProfile(target.profile);
    const row = inventoryRow(inventory, target);
    const { region, discoveryId } = target;
    const known = commonRegions(row?.ipam, row?.discovery);
    const operatingRegions = known ?? [region];
    const options = {
      location: vscode.ProgressLocation.Notification,
      title: t("Reading what the discovery shows…"),
      cancellable: true,
    };
    return vscode.window.withProgress(options, async (_progress, token) => {
      const cancellation = new AbortController();
      token.onCancellationRequested(() => cancellation.abort());
      const regions = await Promise.all(
        operatingRegions.map(async (resourceRegion) => {
          let gap: IpamError | undefined;
          const onGap = (error: IpamError) => {
            gap = error;
          };
          try {
            const query = { region, discoveryId, resourceRegion };
            const resources = await api.listDiscoveredResources(query, { signal: cancellation.signal, onGap });
            return { region: resourceRegion, resources: [...resources].sort(byPlace), ...(gap && { error: gap }) };
          } catch (thrown) {
            return { region: resourceRegion, error: toIpamError(thrown) };
          }
        }),
      );
      if (token.isCancellationRequested) return undefined;
      for (const { region: failed, error } of regions) if (error) this.#log.error(`Impact in ${failed}`, error);
      return {
        title: t("What {0} stops seeing when {1} is dissociated", ipamText(row, target), discoveryText(row, target)),
        account: `${plainText(profile.name)} (${plainText(profile.accountId)})`,
        readAt: Date.now(),
        allRegions: known !== undefined,
        regions,
      };
    });
  }
}

/** A VPC before its vSwitches, these by their addresses. */
function byPlace(one: DiscoveredResource, other: DiscoveredResource): number {
  return (
    one.vpcId.localeCompare(other.vpcId) ||
    Number(other.type === "VPC") - Number(one.type === "VPC") ||
    one.cidr.localeCompare(other.cidr, "en", { numeric: true })
  );
}
