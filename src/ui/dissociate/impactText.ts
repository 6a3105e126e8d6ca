import * as vscode from "vscode";
import type { Impact } from "../../ipam/Impact.ts";
import { plainText } from "../common/plainText.ts";

/** What an IPAM stops seeing, in a phrase: numbers and regions, and what of it is not known. */
export function impactText(impact: Impact | undefined): string {
  const { t } = vscode.l10n;
  if (!impact || impact.regions.length === 0) return t("not known");
  const counted = impact.regions.flatMap(({ region, tally }) => (tally ? [{ region, ...tally }] : []));
  const uncounted = impact.regions.flatMap(({ region, tally }) => (tally ? [] : plainText(region)));
  if (counted.length === 0) return t("not known: {0} could not be counted", list(uncounted));
  const vpcs = counted.reduce((sum, region) => sum + region.vpcs, 0);
  const vSwitches = counted.reduce((sum, region) => sum + region.vSwitches, 0);
  const holding = counted.filter((region) => region.vpcs || region.vSwitches).map(({ region }) => plainText(region));
  const there = amount(vpcs, vSwitches);
  const known =
    !vpcs && !vSwitches
      ? t("no VPC and no vSwitch in {0}", list(counted.map(({ region }) => plainText(region))))
      : counted.some(({ atMost }) => atMost)
        ? t("at most {0} in {1}", there, list(holding))
        : t("{0} in {1}", there, list(holding));
  return uncounted.length === 0 ? known : t("{0}; not known for {1}", known, list(uncounted));
}

function amount(vpcs: number, vSwitches: number): string {
  const { t } = vscode.l10n;
  const networks = vpcs === 1 ? t("1 VPC") : t("{0} VPCs", vpcs);
  const parts = vSwitches === 1 ? t("1 vSwitch") : t("{0} vSwitches", vSwitches);
  return t("{0} and {1}", networks, parts);
}

/** The first few of many: a dialog has no scroll bar. */
function list(regions: readonly string[]): string {
  const shown = 6;
  if (regions.length <= shown) return regions.join(", ");
  return vscode.l10n.t("{0} and {1} more regions", regions.slice(0, shown).join(", "), regions.length - shown);
}
