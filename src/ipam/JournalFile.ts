import { mkdir, open, readFile } from "node:fs/promises";
import path from "node:path";
import type { JournalLines } from "./JournalLines.ts";

/**
 * The journal's lines in a file that only grows. Every line begins on a line of its own, so that one which a crash cut
 * off costs no other. The operating system puts what is appended at once at the end, whoever else appends.
 */
export class JournalFile implements JournalLines {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async append(line: string): Promise<void> {
    const folder = path.dirname(this.#file);
    await mkdir(folder, { recursive: true });
    const handle = await open(this.#file, "a", 0o600);
    try {
      const bytes = Buffer.from(`\n${line}\n`);
      const { bytesWritten } = await handle.write(bytes);
      if (bytesWritten < bytes.length) throw new Error("The line could be written in part only.");
      await handle.sync();
    } finally {
      await handle.close();
    }
    await syncFolder(folder);
  }

  async read(): Promise<readonly string[]> {
    let text: string;
    try {
      text = await readFile(this.#file, "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
      throw error;
    }
    return text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
  }
}

/** Makes the name of a new file survive a power cut. Windows opens no folders, and needs none to be synced. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
