import type { Answer } from "./OpenApiCaller.ts";

/** The code of a dry run that passed, whatever HTTP status it comes with. */
export const dryRunPassed = "DryRunOperation";

/** Whether an answer says so. */
export function saysDryRunPassed(answer: Answer): boolean {
  return (answer["Code"] ?? answer["code"]) === dryRunPassed;
}
