import * as vscode from "vscode";
import type { Log } from "./Log.ts";
import { oneLine } from "./oneLine.ts";
import { plainText } from "./plainText.ts";
import { settings, settingsSection } from "./settings.ts";

/** Tells of entries of the setting that are no regions, once for the same ones. The others are read all the same. */
export function regionWarning(log: Log): () => void {
  let told = "";
  return () => {
    const text = settings
      .malformedRegions()
      .map((entry) => (typeof entry === "string" ? oneLine(entry, 60) : typeof entry))
      .join(", ");
    if (text === told) return;
    told = text;
    if (text === "") return;
    log.warn(`Setting ${settingsSection}.regions: no regions, ignored: ${text}`);
    void offerSettings(plainText(text));
  };
}

async function offerSettings(text: string): Promise<void> {
  const { t } = vscode.l10n;
  const open = t("Open the Settings");
  const message = t("These entries of ipamExplorer.regions are no regions and are ignored: {0}", text);
  const choice = await vscode.window.showWarningMessage(message, open);
  if (choice !== open) return;
  await vscode.commands.executeCommand("workbench.action.openSettings", `${settingsSection}.regions`);
}
