import type { BulkColumn } from "../../ipam/arrangeBulk.ts";
import type { BulkOutcome } from "../../ipam/BulkOutcome.ts";
import type { PageButton, PageIcon, PageTable } from "../common/PageTable.ts";

/** A heading that sorts when it is pressed. */
export interface ResultHeading {
  readonly column: BulkColumn;
  readonly label: string;
  /** As `aria-sort` has it. */
  readonly sort: "none" | "ascending" | "descending";
}

/** A button that shows the rows of one outcome, or of all where none is named. */
export interface ResultFilter {
  readonly outcome?: BulkOutcome;
  readonly text: string;
  readonly icon?: PageIcon;
  readonly pressed: boolean;
}

/** All that the page is told, each time anew; media/results.js draws it. */
export interface ResultPage {
  readonly table: PageTable;
  readonly headings: readonly ResultHeading[];
  readonly filters: readonly ResultFilter[];
  readonly filterLabel: string;
  readonly buttons: readonly PageButton<ResultButton>[];
  /** What is going on, or came out; a screen reader says it when it changes. */
  readonly status: string;
  /** Whether rows are still to come in. */
  readonly busy: boolean;
}

/** What the buttons of the page are for. */
export const resultButtons = ["dissociate", "checkAgain", "associate", "copy", "export", "log"] as const;

export type ResultButton = (typeof resultButtons)[number];

/** What the page asks for. */
export type ResultAction =
  | { readonly action: "ready" | ResultButton }
  | { readonly action: "sort"; readonly column: BulkColumn }
  | { readonly action: "filter"; readonly outcome: BulkOutcome | undefined };
