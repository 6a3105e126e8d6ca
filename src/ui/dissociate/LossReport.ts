import * as vscode from "vscode";
import type { Loss } from "../../ipam/LossWatch.ts";
import { measureImpact } from "../../ipam/measureImpact.ts";
import type { Target } from "../../ipam/Target.ts";
import type { ChangeDesk } from "./ChangeDesk.ts";
import { impactText } from "./impactText.ts";
import { lossesText, lossText } from "./lossText.ts";

/** So many at once are reported one by one; of more, the number is. */
const reportedOneByOne = 3;

/** How long losses are collected that are seen together, in milliseconds. */
const togetherMs = 300;

/** How long a message waits for what the IPAM no longer sees, in milliseconds. */
const countedWithinMs = 5_000;

/** Reports associations that are gone though no message of their own says why, and offers them again. */
export class LossReport {
  readonly #desk: ChangeDesk;
  readonly #associateAgain: (targets: readonly Target[]) => unknown;
  #waiting: Loss[] = [];
  #reporting: Promise<void> | undefined;

  constructor(desk: ChangeDesk, associateAgain: (targets: readonly Target[]) => unknown) {
    this.#desk = desk;
    this.#associateAgain = associateAgain;
  }

  /** Resolves once the message stands on the screen. Many losses of one moment make one message. */
  report(loss: Loss): Promise<void> {
    this.#waiting.push(loss);
    this.#reporting ??= new Promise<void>((resolve) => setTimeout(resolve, togetherMs)).then(() => {
      const losses = this.#waiting;
      this.#waiting = [];
      this.#reporting = undefined;
      return this.#reportAll(losses);
    });
    return this.#reporting;
  }

  async #reportAll(losses: readonly Loss[]): Promise<void> {
    const { t } = vscode.l10n;
    const all = losses.map((loss) => ({ loss, target: this.#targetOf(loss) }));
    const again = (targets: readonly Target[]) => [
      { title: t("Associate Again…"), act: () => this.#associateAgain(targets) },
    ];
    if (all.length > reportedOneByOne) {
      const names = all.slice(0, reportedOneByOne).map(({ target }) => this.#desk.subject(target));
      const text = lossesText(losses, names);
      this.#desk.tell({ severity: "warning", text }, again(all.map(({ target }) => target)));
      return;
    }
    for (const { loss, target } of all) {
      const text = lossText(loss, this.#desk.subject(target), await this.#impact(loss));
      this.#desk.tell({ severity: "warning", text }, again([target]));
    }
  }

  #targetOf({ profile, region, lost }: Loss): Target {
    const { ipamId, discoveryId, ipamName, discoveryName } = lost;
    const target: Target = { profile, region, ipamId, discoveryId };
    this.#desk.learn(target, { ...(ipamName && { ipamName }), ...(discoveryName && { discoveryName }) });
    return target;
  }

  /** Not known when the discovery cannot be seen any more, as after a share was stopped. */
  async #impact({ profile, region, lost: { discoveryId, operatingRegions } }: Loss): Promise<string> {
    const api = this.#desk.sessions.find(profile)?.api;
    if (!api) return impactText(undefined);
    const signal = AbortSignal.timeout(countedWithinMs);
    try {
      return impactText(await measureImpact({ region, discoveryId, operatingRegions }, api, Date.now, signal));
    } catch {
      return impactText(undefined);
    }
  }
}
