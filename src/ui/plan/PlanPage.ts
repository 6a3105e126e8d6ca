import type { PlanTable } from "./PlanTable.ts";

/** A button of the page. */
export interface PlanButton {
  readonly action: PlanAction;
  readonly label: string;
  readonly primary: boolean;
  /** Why it cannot be pressed now; undefined when it can. */
  readonly blocked?: string | undefined;
}

/** What the page asks for; `ready` when it wants to be told what to show. */
export type PlanAction = "ready" | "dryRun" | "cancel" | "copy" | "signIn" | "reveal";

/** All that the page is told, each time anew; media/plan.js draws it. */
export interface PlanPage {
  readonly table: PlanTable;
  readonly buttons: readonly PlanButton[];
  /** What is going on, or came out; a screen reader says it when it changes. */
  readonly status: string;
  /** What the button of a row says that shows it in the tree. */
  readonly reveal: string;
}
