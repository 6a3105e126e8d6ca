import type { JournalLines } from "./JournalLines.ts";

/** Lines that are gone with the process, as the demo account's changes are. */
export class MemoryLines implements JournalLines {
  readonly #lines: string[] = [];

  async append(line: string): Promise<void> {
    this.#lines.push(line);
  }

  async read(): Promise<readonly string[]> {
    return [...this.#lines];
  }
}
