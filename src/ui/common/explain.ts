import * as vscode from "vscode";
import type { IpamError } from "../../ipam/IpamError.ts";
import { plainText } from "./plainText.ts";

/** An error in the person's language: what happened, what to do, the service's code and the RequestId. */
export interface Explanation {
  readonly what: string;
  readonly advice: string;
  readonly requestId: string | undefined;
  /** All of it as one text, ending with the RequestId where there is one. */
  readonly text: string;
}

/** Explains an error to a person. The sentences are keys of the l10n bundle; words in braces are filled in. */
export function explain({ detail }: IpamError): Explanation {
  const words: Record<string, string> = {};
  for (const [name, value] of Object.entries(detail)) {
    if (typeof value === "string" || typeof value === "number") words[name] = plainText(String(value));
  }
  words["code"] ??= "?";
  words["httpStatus"] ??= "?";
  const what = vscode.l10n.t(detail.what, words);
  const advice = detail.advice === "" ? "" : vscode.l10n.t(detail.advice, words);
  const requestId = detail.requestId && plainText(detail.requestId);
  const request = requestId ? vscode.l10n.t("RequestId: {0}", requestId) : "";
  return { what, advice, requestId, text: [what, advice, request].filter(Boolean).join(" ") };
}
