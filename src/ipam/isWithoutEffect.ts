import type { ChangeAction } from "./Change.ts";
import type { Checks } from "./ChangeStep.ts";

/** Whether the answer to a dry run proves that it changed nothing. */
export function isWithoutEffect(check: Checks[ChangeAction]): boolean {
  switch (check.verdict) {
    case "ready":
    case "refused":
      return true;
    case "cannotTell":
      return check.error.detail.effect === "no";
    case "alarm":
      return false;
  }
}
