/** A line of a cell, or a sentence beside the table. */
export interface PageLine {
  readonly text: string;
  readonly style?: "name" | "id" | "muted" | "good" | "bad" | "unsure";
  /** A picture before the text, which says the same again. */
  readonly icon?: PageIcon;
  /** Words of this extension before a text that is not its own. */
  readonly label?: string;
  /** The text comes from a file or the cloud: nothing in it is to be taken for markup. */
  readonly foreign?: boolean;
}

/** What media/page.js can draw. */
export type PageIcon = "passed" | "refused" | "unsure" | "alarm" | "skipped" | "waiting" | "running";

/** One row; a cell for each column, the first of which names it. */
export interface PageRow {
  readonly key: string;
  readonly cells: readonly (readonly PageLine[])[];
}

/** What a page with a table shows, in the person's language. */
export interface PageTable<Row extends PageRow = PageRow> {
  readonly title: string;
  /** What it is about, as the person named it. */
  readonly subject: string;
  readonly summary: readonly PageLine[];
  readonly notes: readonly PageLine[];
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** A button of a page. */
export interface PageButton<Action extends string> {
  readonly action: Action;
  readonly label: string;
  readonly primary: boolean;
  /** Why it cannot be pressed now; undefined when it can. */
  readonly blocked?: string | undefined;
}
