import * as vscode from "vscode";
import { plainText } from "../common/plainText.ts";

/** The RequestId for a message; empty where there is none. */
export function requestText(requestId: string | undefined): string {
  return requestId ? vscode.l10n.t("RequestId: {0}", plainText(requestId)) : "";
}
