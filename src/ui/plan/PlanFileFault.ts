import type { PlanTextFault } from "../../iac/plan/planTextFault.ts";

/** A file that was chosen as a plan cannot be read as one. */
export class PlanFileFault extends Error {
  readonly reason: PlanTextFault | "tooLarge" | "unreadable";

  constructor(reason: PlanFileFault["reason"], options?: { cause?: unknown }) {
    super(`The file was not read as a plan: ${reason}.`, options);
    this.name = "PlanFileFault";
    this.reason = reason;
  }
}
