import type { ChangeAction } from "./Change.ts";
import type { Checks } from "./ChangeStep.ts";

/** Whether the answers to a dry run prove that it changed nothing, or a reading after them shows it. */
export function isWithoutEffect(check: Checks[ChangeAction]): boolean {
  switch (check.verdict) {
    case "ready":
    case "refused":
      return true;
    case "cannotTell":
      return !check.unproven;
    case "alarm":
      return false;
  }
}
