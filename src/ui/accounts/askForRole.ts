import * as vscode from "vscode";
import type { ProfileIndex } from "../../credentials/ProfileIndex.ts";
import type { ProfileSource } from "../../credentials/ProfileSource.ts";
import { plainText } from "../common/plainText.ts";
import { profileText } from "./profileText.ts";

/** Asks for a RAM role and the profile to assume it with. Undefined when the person gives up, or there is no profile. */
export async function askForRole(index: ProfileIndex): Promise<ProfileSource | undefined> {
  const { t } = vscode.l10n;
  const title = t("Add Profile");
  const bases = index.list().filter(({ source }) => source?.from !== "role");
  if (bases.length === 0) {
    void vscode.window.showInformationMessage(t("Add the profile first whose credentials may assume the role."));
    return undefined;
  }
  const items = bases.map((profile) => ({
    label: plainText(profile.name),
    description: profile.accountId,
    detail: profileText(profile),
    id: profile.id,
  }));
  const placeHolder = t("Profile that assumes the role");
  const base = await vscode.window.showQuickPick(items, { title, placeHolder, ignoreFocusOut: true });
  if (!base) return undefined;
  const ask = (prompt: string, value: string, check: RegExp, flaw: string) =>
    vscode.window
      .showInputBox({
        title,
        prompt,
        value,
        ignoreFocusOut: true,
        validateInput: (text) => (check.test(text.trim()) ? undefined : flaw),
      })
      .then((text) => text?.trim());
  const roleArn = await ask(
    t("ARN of the RAM role, such as acs:ram::1234567890123456:role/network-admin"),
    "",
    /^acs:ram::\d{16}:role\/[\w.-]{1,64}$/,
    t("This is not the ARN of a RAM role."),
  );
  if (roleArn === undefined) return undefined;
  const sessionName = await ask(
    t("Session name, which the audit log shows"),
    "ipam-explorer",
    /^[\w.@-]{2,64}$/,
    t("It has 2 to 64 letters, digits and the marks . @ - and _."),
  );
  if (sessionName === undefined) return undefined;
  const externalId = await ask(
    t("External id, or nothing where the role asks for none"),
    "",
    /^([\w+=,.@:/-]{2,1224})?$/,
    t("It has 2 characters or more: letters, digits and the marks = , . @ : / - _ and +."),
  );
  if (externalId === undefined) return undefined;
  const seconds = await ask(
    t("Length of a session in seconds"),
    "3600",
    /^(9\d\d|[1-9]\d{3}|[1-3]\d{4}|4[0-2]\d{3}|43[01]\d\d|43200)$/,
    t("It has 900 to 43200 seconds, and no more than the role allows."),
  );
  if (seconds === undefined) return undefined;
  const role = { from: "role", base: base.id, roleArn, sessionName, durationSeconds: Number(seconds) } as const;
  return externalId === "" ? role : { ...role, externalId };
}
