/** A line of a cell, or a sentence beside the table. */
export interface PlanLine {
  readonly text: string;
  readonly style?: "name" | "id" | "muted" | "good" | "bad" | "unsure";
  /** Words of this extension before a text that is not its own. */
  readonly label?: string;
  /** The text comes from a file or the cloud: nothing in it is to be taken for markup. */
  readonly foreign?: boolean;
}

/** One row; a cell for each column, the first of which names it. */
export interface PlanTableRow {
  readonly key: string;
  /** It has a row in the tree as well. */
  readonly isInTree: boolean;
  readonly cells: readonly (readonly PlanLine[])[];
}

/** What the page of a plan shows, in the person's language. */
export interface PlanTable {
  readonly title: string;
  /** The file, as the person named it. */
  readonly file: string;
  readonly summary: readonly PlanLine[];
  readonly notes: readonly PlanLine[];
  readonly columns: readonly string[];
  readonly rows: readonly PlanTableRow[];
}
