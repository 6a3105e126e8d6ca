import * as vscode from "vscode";
import type { CliFile } from "../../credentials/CliFile.ts";
import type { CliMode, CliProfile } from "../../credentials/CliProfile.ts";
import { SourceFault } from "../../credentials/SourceFault.ts";
import { plainText } from "../common/plainText.ts";

/** Modes that give nothing to sign requests with, or that the CLI itself has given up. */
const unusable: ReadonlySet<CliMode | undefined> = new Set<CliMode | undefined>([
  undefined,
  "RsaKeyPair",
  "RamRoleArnWithRoleName",
  "BearerToken",
  "Anonymous",
]);

/**
 * Lets the person choose a profile of the Aliyun CLI, by name, mode and region. Undefined when the person gives up.
 * Throws SourceFault when the file cannot be read or holds none to choose.
 * @param modes those that can be chosen; all that can be used, unless given
 */
export async function pickCliProfile(
  file: CliFile,
  title: string,
  modes?: readonly CliMode[],
): Promise<CliProfile | undefined> {
  const current = await file.current();
  const profiles = (await file.profiles()).filter(({ mode }) =>
    modes ? mode !== undefined && modes.includes(mode) : !unusable.has(mode),
  );
  if (profiles.length === 0) throw new SourceFault({ reason: "noProfile" });
  const items = profiles.map((profile) => ({
    label: plainText(profile.name),
    description: [profile.mode, plainText(profile.fields.region_id ?? "")].filter(Boolean).join(" · "),
    ...(profile.name === current && { detail: vscode.l10n.t("The profile that the CLI uses now") }),
    profile,
  }));
  const placeHolder = vscode.l10n.t("Profile of the Aliyun CLI");
  const options = { title, placeHolder, matchOnDescription: true, ignoreFocusOut: true };
  return (await vscode.window.showQuickPick(items, options))?.profile;
}
