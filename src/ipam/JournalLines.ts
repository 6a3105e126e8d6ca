/** Where the journal's lines lie. Several windows may use the same ones at once. */
export interface JournalLines {
  /** Puts one line at the end, in one piece; resolves once it would survive a power cut. */
  append(line: string): Promise<void>;
  /**
   * All that was appended so far, oldest first, with empty lines where an editor would show them. A last line that
   * another window is still writing, or that a crash cut off, is left out until a line follows it.
   */
  read(): Promise<readonly string[]>;
}
