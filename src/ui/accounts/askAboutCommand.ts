import * as vscode from "vscode";
import type { ExternalCommand } from "../../credentials/ExternalCommand.ts";
import { plainText } from "../common/plainText.ts";

/** Asks whether a program may run for a profile's credentials, showing it and its arguments exactly as they are. */
export async function askAboutCommand({ cliProfile, program, args }: ExternalCommand): Promise<boolean> {
  const { t } = vscode.l10n;
  const allow: vscode.MessageItem = { title: t("Allow and Run") };
  const detail = [
    [
      t("Program: {0}", exactText(program)),
      ...args.map((arg, index) => t("Argument {0}: {1}", index + 1, exactText(arg))),
    ],
    [
      t("It is run without a shell, with your rights, whenever credentials are needed."),
      t("Any change to the program's name or its arguments is asked about anew."),
    ],
  ];
  const answer = await vscode.window.showWarningMessage(
    t("The profile {0} of the Aliyun CLI gets its credentials from a program. Allow it to run?", plainText(cliProfile)),
    { modal: true, detail: detail.map((lines) => lines.join("\n")).join("\n\n") },
    allow,
  );
  return answer === allow;
}

/** Between quotes, with every character that does not show or turns others round spelled out. */
function exactText(text: string): string {
  return JSON.stringify(text).replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
