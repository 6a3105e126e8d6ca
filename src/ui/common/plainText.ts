import { oneLine } from "./oneLine.ts";

/** Letters that are written from right to left, and would take digits and signs after them along. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/**
 * A text from the cloud made fit for a label or a message: one line of bounded length, in which VS Code finds neither a
 * `[link](command:…)`, which it draws in notifications and prompts, nor an `$(icon)`, which it draws in quick picks and
 * the status bar.
 */
export function plainText(text: string): string {
  const plain = oneLine(text, 200).replace(/[\]$](?=\()/g, "$& ");
  return rightToLeft.test(plain) ? `\u2068${plain}\u2069` : plain;
}
