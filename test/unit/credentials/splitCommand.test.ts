import { expect, test } from "vitest";
import { splitCommand } from "../../../src/credentials/splitCommand.ts";

test.each([
  ["tool", ["tool"]],
  ["  tool \t a\n b ", ["tool", "a", "b"]],
  [`tool 'a b' "c d"`, ["tool", "a b", "c d"]],
  [`tool "" ''`, ["tool", "", ""]],
  [`to'o'"l"`, ["tool"]],
  [String.raw`tool a\ b \\ \"`, ["tool", "a b", "\\", '"']],
  [String.raw`tool "a\"b\\c\$d\e"`, ["tool", String.raw`a"b\c$d\e`]],
  [String.raw`tool 'a\b'`, ["tool", String.raw`a\b`]],
  ["tool a\\\nb", ["tool", "ab"]],
  ["tool $HOME `x` *;|&", ["tool", "$HOME", "`x`", "*;|&"]],
  ["", undefined],
  ["   ", undefined],
  ["'' a", undefined],
  [`tool "a`, undefined],
  ["tool 'a", undefined],
  ["tool \\", undefined],
])("%j is split into %j", (command, words) => {
  expect(splitCommand(command, "linux")).toEqual(words);
});

test.each([
  [String.raw`C:\tools\give.exe --x`, [String.raw`C:\tools\give.exe`, "--x"]],
  [String.raw`"C:\Program Files\give.exe" "a\"b"`, [String.raw`C:\Program Files\give.exe`, `a"b`]],
  [String.raw`C:\tools\ `, ["C:\\tools\\"]],
])("on Windows %j is split into %j", (command, words) => {
  expect(splitCommand(command, "win32")).toEqual(words);
});
