import * as vscode from "vscode";

/** A time of day, with seconds, in the person's language and time zone. */
export function timeText(millisecondsSince1970: number): string {
  return new Date(millisecondsSince1970).toLocaleTimeString(vscode.env.language);
}
