import * as vscode from "vscode";
import { measureImpact } from "../../ipam/measureImpact.ts";
import { ownChange } from "../../ipam/ownChange.ts";
import type { SeenAssociation } from "../../ipam/SeenAssociation.ts";
import type { Target } from "../../ipam/Target.ts";
import type { Loss } from "../explorer/AssociationWatch.ts";
import type { ChangeDesk } from "./ChangeDesk.ts";
import { impactText } from "./impactText.ts";

/** As many are told one by one; of more, the number is told. */
const toldOneByOne = 3;

/** Tells of associations that are gone though this machine did not end them, and offers them again. */
export class LossReport {
  readonly #desk: ChangeDesk;
  readonly #associateAgain: (targets: readonly Target[]) => unknown;

  constructor(desk: ChangeDesk, associateAgain: (targets: readonly Target[]) => unknown) {
    this.#desk = desk;
    this.#associateAgain = associateAgain;
  }

  async tell({ session, region, lost }: Loss): Promise<void> {
    const { profile } = session;
    const history = await this.#desk.journals.of(profile.id).history();
    const losses = lost.flatMap((one) => {
      const { ipamId, discoveryId, ipamName, discoveryName } = one;
      const target: Target = { profile: profile.id, region, ipamId, discoveryId };
      this.#desk.learn(target, { ...(ipamName && { ipamName }), ...(discoveryName && { discoveryName }) });
      return ownChange(history, target) ? [] : [{ target, seen: one }];
    });
    if (losses.length === 0) return;
    const targets = losses.map(({ target }) => target);
    const again = { title: vscode.l10n.t("Associate Again…"), act: () => this.#associateAgain(targets) };
    if (losses.length > toldOneByOne) {
      const names = losses.slice(0, toldOneByOne).map(({ target }) => this.#desk.subject(target));
      const text = vscode.l10n.t(
        "{0} associations are gone, and this machine did not end them: a share may have been stopped, or someone else acted. Among them: {1}.",
        losses.length,
        names.join("; "),
      );
      this.#desk.tell({ severity: "warning", text }, [again]);
      return;
    }
    for (const { target, seen } of losses) {
      const text = vscode.l10n.t(
        "The association of {0} is gone, and this machine did not end it: a share may have been stopped, or someone else acted. The IPAM no longer sees: {1}.",
        this.#desk.subject(target),
        await this.#impact(target, seen, session.api),
      );
      const one = { ...again, act: () => this.#associateAgain([target]) };
      this.#desk.tell({ severity: "warning", text }, [one]);
    }
  }

  /** Not known when the discovery cannot be seen any more, as after a share was stopped. */
  async #impact(
    { region, discoveryId }: Target,
    { operatingRegions }: SeenAssociation,
    api: Parameters<typeof measureImpact>[1],
  ): Promise<string> {
    try {
      return impactText(await measureImpact({ region, discoveryId, operatingRegions }, api, Date.now));
    } catch {
      return impactText(undefined);
    }
  }
}
