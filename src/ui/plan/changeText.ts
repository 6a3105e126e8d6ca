import * as vscode from "vscode";
import type { PlannedChange } from "../../iac/plan/PlannedChange.ts";

/** How a change of a plan ends an association, in a few words that stand before its address. */
export function changeText({ kind, replaced }: PlannedChange): string {
  const { t } = vscode.l10n;
  switch (kind) {
    case "shareRemoved":
      return replaced ? t("Share replaced:") : t("Share removed:");
    case "sharedResourceRemoved":
      return replaced ? t("Shared resource replaced:") : t("No longer shared:");
    case "sharedTargetRemoved":
      return replaced ? t("Share target replaced:") : t("No longer shared with the account:");
    case "discoveryRemoved":
      return replaced ? t("Discovery replaced:") : t("Discovery removed:");
    case "ipamRemoved":
      return replaced ? t("IPAM replaced:") : t("IPAM removed:");
    case "operatingRegionsRemoved":
      return t("Operating regions removed:");
  }
}
