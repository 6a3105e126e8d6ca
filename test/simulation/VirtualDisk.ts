import type { JournalLines } from "../../src/ipam/JournalLines.ts";
import type { Timeline, VirtualProcess } from "./VirtualTime.ts";

/** What is wrong with a disk for a while. */
export type DiskTrouble =
  /** No line can be written. */
  | "full"
  /** A part of a line is written, and the rest is not. */
  | "torn"
  /** A line is written, and reported as not written. */
  | "unsynced"
  /** Nothing can be read. */
  | "unreadable"
  /** Reading and writing take seconds. */
  | "slow";

/** A folder with one journal, which windows and machines share. Lines land in whatever order their writing ends in. */
export class VirtualDisk {
  trouble: DiskTrouble | undefined;
  /** Lines that ended, with the empty ones that an editor would show. */
  readonly #lines: string[] = [];
  /** What stands behind the last line break. */
  #tail = "";
  readonly #timeline: Timeline;
  readonly #random: (below: number) => number;
  readonly #onLine: (line: string) => void;

  /** @param onLine called with each line that was written as a whole */
  constructor(timeline: Timeline, random: (below: number) => number, onLine: (line: string) => void) {
    this.#timeline = timeline;
    this.#random = random;
    this.#onLine = onLine;
  }

  /** How long the journal is. */
  get size(): number {
    return this.#lines.length;
  }

  /** The journal begins again. */
  empty(): void {
    this.#lines.length = 0;
    this.#tail = "";
  }

  /** The journal as one process reads and writes it. */
  linesOf(process: VirtualProcess): JournalLines {
    return {
      append: (line) =>
        new Promise((resolve, reject) => {
          this.#timeline.in(this.#delay(), () => {
            const failed = this.#write(line, process.isAlive);
            process.in(this.#delay(), () => (failed ? reject(failed) : resolve()));
          });
        }),
      read: () =>
        new Promise((resolve, reject) => {
          process.in(this.#delay(), () => {
            const isReadable = this.trouble !== "unreadable";
            const lines = [...this.#lines, ""];
            process.in(this.#delay(), () => (isReadable ? resolve(lines) : reject(diskError("EIO"))));
          });
        }),
    };
  }

  /** @returns the error that the writer gets, if any */
  #write(line: string, isWriterAlive: boolean): Error | undefined {
    if (this.trouble === "full") return diskError("ENOSPC");
    // Of a process that ended meanwhile, the line may be there, in part or as a whole, or not.
    const share = isWriterAlive ? (this.trouble === "torn" ? 1 : 2) : this.#random(3);
    if (share === 0) return undefined;
    this.#lines.push(this.#tail);
    if (share === 1) {
      this.#tail = line.slice(0, 1 + this.#random(line.length - 1));
      return new Error("The line could be written in part only.");
    }
    this.#tail = "";
    this.#lines.push(line);
    this.#onLine(line);
    return this.trouble === "unsynced" ? diskError("EIO") : undefined;
  }

  #delay(): number {
    if (this.trouble === "slow") return 200 + this.#random(4_000);
    return this.#random(4) === 0 ? this.#random(40) : this.#random(3);
  }
}

function diskError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
