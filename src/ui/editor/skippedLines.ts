import type { Reading } from "../../iac/Reading.ts";
import type { Skipped } from "../../iac/Skipped.ts";

const reasons: Readonly<Record<Skipped, string>> = {
  tooLarge: "too large",
  tooDeep: "brackets within brackets",
  tooManyAliases: "too many YAML aliases",
  unreadable: "its parser gave up",
};

/** What is logged of the parts of a file that are not read: one line for each reason, without a word of the file. */
export function skippedLines(path: string, { skipped }: Pick<Reading, "skipped">): readonly string[] {
  return [...new Set(skipped.map(({ reason }) => reason))].map(
    (reason) => `${path} is read in part, or not at all: ${reasons[reason]}.`,
  );
}
