/**
 * The program and the arguments in a `process_command`, split as the Aliyun CLI splits it: quotes group, a backslash
 * escapes (on Windows only a quote, since it separates folders there), and nothing is expanded. Undefined when a quote
 * stays open or nothing is left.
 */
export function splitCommand(command: string, platform: string): readonly string[] | undefined {
  const windows = platform === "win32";
  const words: string[] = [];
  let word: string | undefined;
  let quote: string | undefined;
  for (let index = 0; index < command.length; index += 1) {
    const character = command[index] ?? "";
    const next = command[index + 1];
    if (character === "\\" && quote !== "'" && escapes(next, quote, windows)) {
      index += 1;
      // Both vanish from a line that goes on below.
      if (next !== "\n") word = (word ?? "") + next;
    } else if (character === "\\" && !windows && quote === undefined) return undefined;
    else if (quote !== undefined) {
      if (character === quote) quote = undefined;
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= "";
    } else if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? "") + character;
  }
  if (quote !== undefined) return undefined;
  if (word !== undefined) words.push(word);
  return words.length > 0 && words[0] !== "" ? words : undefined;
}

function escapes(next: string | undefined, quote: string | undefined, windows: boolean): boolean {
  if (next === undefined) return false;
  if (windows) return quote === '"' && next === '"';
  return quote === undefined || ['"', "\\", "$", "`", "\n"].includes(next);
}
