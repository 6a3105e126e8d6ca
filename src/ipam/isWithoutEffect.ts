import type { ChangeAction } from "./Change.ts";
import type { Checks } from "./ChangeStep.ts";

/** Whether the answers to a dry run prove that it changed nothing. A reading does not: a list may show what was before. */
export function isWithoutEffect(check: Checks[ChangeAction]): boolean {
  return check.verdict !== "alarm" && !check.unproven;
}
