import { markdownText } from "../../src/ui/common/markdownText.ts";
import { plainText } from "../../src/ui/common/plainText.ts";
import { cliCommand } from "../../src/ui/explorer/cliCommand.ts";

/** Throws when a text that came through would act, hide or break a row where it is shown or pasted. */
export function expectPlain(text: string): void {
  const plain = plainText(text);
  // One mark on each side may keep letters from right to left apart.
  if (plain.length > 202 || /\p{Cc}|[\u200b-\u200f\u202a-\u202e]|\]\(|\$\(/u.test(plain)) {
    throw new Error(`Not plain: ${JSON.stringify(plain)}`);
  }
  if (/[!-"$-%'-/:<-@[-`{-~]/.test(markdownText(text))) throw new Error(`Not literal: ${JSON.stringify(text)}`);
  const command = cliCommand({ region: "cn-hangzhou", ipamId: text, discoveryId: text }, "posix");
  // What is left once every quoted word is taken out is the command's own.
  if (/[^\w\s-]|\n/.test(command.replace(/'[^']*'(?:\\''[^']*')*/g, ""))) throw new Error(`Not quoted: ${command}`);
}
