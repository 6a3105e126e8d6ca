import type { PageButton, PageRow, PageTable } from "../common/PageTable.ts";

/** A row of the page of a plan. */
export interface PlanTableRow extends PageRow {
  /** It has a row in the tree as well. */
  readonly isInTree: boolean;
}

export type PlanTable = PageTable<PlanTableRow>;

export type PlanButton = PageButton<PlanAction>;

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
