import * as vscode from "vscode";
import { Secret } from "../../credentials/Secret.ts";
import { type AccessKeyFlaw, type TypedAccessKey, validateAccessKey } from "../../credentials/validateAccessKey.ts";

/** Asks for credentials by boxes of that title, masking what is secret. Undefined when the person gives up. */
export async function askForKey(title: string, kind: TypedAccessKey["kind"]): Promise<Secret | undefined> {
  const { t } = vscode.l10n;
  const ask = async (prompt: string, password: boolean, typed: (text: string) => TypedAccessKey) => {
    const text = await vscode.window.showInputBox({
      title,
      prompt,
      password,
      ignoreFocusOut: true,
      validateInput: (value) => flawText(validateAccessKey(typed(value))),
    });
    return text?.trim();
  };
  const accessKeyId = await ask(t("AccessKey id"), false, (text) => ({ kind, accessKeyId: text }));
  if (accessKeyId === undefined) return undefined;
  const accessKeySecret = await ask(t("AccessKey secret"), true, (text) => ({ kind, accessKeySecret: text }));
  if (accessKeySecret === undefined) return undefined;
  if (kind === "accessKey") return new Secret(accessKeyId, accessKeySecret);
  const securityToken = await ask(t("Security token"), true, (text) => ({ kind, securityToken: text }));
  return securityToken === undefined ? undefined : new Secret(accessKeyId, accessKeySecret, securityToken);
}

/** Says what is wrong without repeating what was typed. */
function flawText(flaw: AccessKeyFlaw | undefined): string | undefined {
  const { t } = vscode.l10n;
  switch (flaw) {
    case undefined:
      return undefined;
    case "idEmpty":
    case "secretEmpty":
    case "tokenEmpty":
      return t("This is needed.");
    case "idWhiteSpace":
    case "secretWhiteSpace":
    case "tokenWhiteSpace":
      return t("There is white space within it. Was more than one line pasted?");
    case "idCharacters":
    case "secretCharacters":
    case "tokenCharacters":
      return t("It holds a character that no such value has.");
    case "idIsSecret":
      return t("This looks like a secret, not like an AccessKey id.");
    case "idIsTemporary":
      return t("This id belongs to temporary credentials. Choose that kind, which asks for the token too.");
    case "secretIsId":
    case "tokenIsId":
      return t("This looks like an AccessKey id.");
  }
}
