import type { AddressMap } from "../../ipam/AddressMap.ts";
import type { BlockColumn } from "../../ipam/arrangeBlocks.ts";

/** What the page of an IPAM or an association is told; media/details.js draws it. What has not changed is left out. */
export interface DetailPage {
  readonly frame: DetailFrame;
  readonly rows?: readonly DetailRow[];
  readonly view?: DetailView;
}

/** All around the map and the table, in the person's language. */
export interface DetailFrame {
  readonly title: string;
  readonly kind: string;
  readonly fields: readonly DetailField[];
  readonly buttons: readonly { readonly action: "refresh" | "export"; readonly label: string }[];
  readonly columns: readonly { readonly column: BlockColumn; readonly label: string; readonly isNumber: boolean }[];
  /** What could not be read, and why. */
  readonly failures: readonly string[];
  /** What is going on, or came out; a screen reader says it when it changes. */
  readonly status: string;
  readonly busy: boolean;
  readonly words: Readonly<
    Record<"map" | "table" | "search" | "copy" | "vpc" | "vSwitch" | "overlap" | "zoom" | "none" | "keys", string>
  >;
}

export interface DetailField {
  readonly label: string;
  readonly text: string;
  /** An id, which can be copied. */
  readonly isId: boolean;
}

/** A block; its place in the list is its name in messages. */
export interface DetailRow {
  /** One for each column. */
  readonly cells: readonly string[];
  /** All that is known of it, for tooltips and screen readers, a line for each fact. */
  readonly label: string;
  readonly cidr: string;
  readonly name: string;
  /** 0 to 1. */
  readonly used: number | undefined;
  readonly overlaps: boolean;
  /** Place of the VPC's block that a vSwitch lies in. */
  readonly parent: number | undefined;
}

/** What a person looks at now. */
export interface DetailView {
  readonly search: string;
  readonly column: BlockColumn;
  readonly descending: boolean;
  /** Places of the rows that match, from top to bottom. */
  readonly order: readonly number[];
  readonly count: string;
  readonly map: AddressMap;
  /** A text for each section of the map: what it is, and how full. */
  readonly sections: readonly string[];
  /** Sentences for the parts of the map that are no block, by their CIDR or first address. */
  readonly notes: Readonly<Record<string, string>>;
  /** The way to what is zoomed into, the whole first. */
  readonly crumbs: readonly { readonly cidr: string; readonly label: string }[];
}

/** What the page asks for. */
export type DetailAction =
  | { readonly action: "ready" | "refresh" | "export" }
  | { readonly action: "copy"; readonly field: number }
  | { readonly action: "search"; readonly text: string }
  | { readonly action: "sort"; readonly column: BlockColumn }
  /** An empty text for the whole. */
  | { readonly action: "zoom"; readonly cidr: string };
