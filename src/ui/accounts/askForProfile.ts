import * as vscode from "vscode";
import type { CliFile } from "../../credentials/CliFile.ts";
import type { ProfileIndex } from "../../credentials/ProfileIndex.ts";
import type { ProfileSource } from "../../credentials/ProfileSource.ts";
import type { Secret } from "../../credentials/Secret.ts";
import { askForKey } from "./askForKey.ts";
import { askForName } from "./askForName.ts";
import { askForRole } from "./askForRole.ts";
import { pickCliProfile } from "./pickCliProfile.ts";

/** What a person typed or chose to sign in: credentials, or where they come from. */
export type TypedProfile =
  | { readonly name: string; readonly kind: "accessKey" | "sts"; readonly secret: Secret }
  | { readonly name: string; readonly kind: "sourced"; readonly source: ProfileSource };

/**
 * Asks for name and credentials, masking what is secret, or for their source. Undefined when the person gives up.
 * Throws SourceFault when the CLI's file gives no profile to choose.
 */
export async function askForProfile(index: ProfileIndex, cliFile: CliFile): Promise<TypedProfile | undefined> {
  const { t } = vscode.l10n;
  const name = await askForName(index, t("Add Profile"));
  if (name === undefined) return undefined;
  const pick = await vscode.window.showQuickPick(kinds(), {
    title: t("Add Profile"),
    placeHolder: t("Kind of credentials"),
    ignoreFocusOut: true,
  });
  if (!pick) return undefined;
  const { credentials: kind } = pick;
  if (kind === "accessKey" || kind === "sts") {
    const secret = await askForKey(t("Add Profile"), kind);
    return secret && { name, kind, secret };
  }
  const source = await askForSource(kind, index, cliFile);
  return source && { name, kind: "sourced", source };
}

async function askForSource(
  from: ProfileSource["from"],
  index: ProfileIndex,
  cliFile: CliFile,
): Promise<ProfileSource | undefined> {
  switch (from) {
    case "cli": {
      const profile = await pickCliProfile(cliFile, vscode.l10n.t("Add Profile"));
      return profile && { from, cliProfile: profile.name };
    }
    case "environment":
      return { from };
    case "role":
      return askForRole(index);
  }
}

function kinds() {
  const { t } = vscode.l10n;
  return [
    {
      label: t("AccessKey pair"),
      detail: t("AccessKey id and secret of a RAM user"),
      credentials: "accessKey" as const,
    },
    {
      label: t("Temporary credentials (STS)"),
      detail: t("AccessKey id, secret and security token of a role"),
      credentials: "sts" as const,
    },
    {
      label: t("Profile of the Aliyun CLI"),
      detail: t("Read from the CLI's file each time; nothing secret is kept here"),
      credentials: "cli" as const,
    },
    {
      label: t("Environment variables"),
      detail: t("ALIBABA_CLOUD_ACCESS_KEY_ID and the like; nothing secret is kept here"),
      credentials: "environment" as const,
    },
    {
      label: t("RAM role"),
      detail: t("Assumed with another profile, in this account or another one"),
      credentials: "role" as const,
    },
  ];
}
