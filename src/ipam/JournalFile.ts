import { constants } from "node:fs";
import { type FileHandle, lstat, mkdir, open } from "node:fs/promises";
import path from "node:path";
import type { JournalLines } from "./JournalLines.ts";

/** Only its owner reads and writes the journal: it names accounts and networks. */
const privateMode = 0o600;

/** Codes with which file systems answer that know no syncing of a folder, such as network shares. */
const unsyncable = new Set(["EINVAL", "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EACCES", "EISDIR"]);

/**
 * The journal's lines in a file that only grows. Every line begins on a line of its own, so that one which a crash cut
 * off costs no other. The operating system puts what is appended at once at the end, whoever else appends.
 *
 * The file is no link: whoever may write into the folder could otherwise lead what is written elsewhere.
 */
export class JournalFile implements JournalLines {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  async append(line: string): Promise<void> {
    const folder = path.dirname(this.#file);
    await mkdir(folder, { recursive: true });
    const handle = await this.#open(constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT);
    try {
      await tighten(handle);
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
    let handle: FileHandle;
    try {
      handle = await this.#open(constants.O_RDONLY);
    } catch (error) {
      if (codeOf(error) === "ENOENT") return [];
      throw error;
    }
    try {
      await tighten(handle);
      const text = await handle.readFile("utf8");
      return text.slice(0, text.lastIndexOf("\n") + 1).split("\n");
    } finally {
      await handle.close();
    }
  }

  /** @throws when it is a link, a folder or a device */
  async #open(flags: number): Promise<FileHandle> {
    // Windows has no such flag, and makes links only for administrators.
    if (constants.O_NOFOLLOW === undefined) await refuseLink(this.#file);
    const handle = await open(
      this.#file,
      flags | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0),
      privateMode,
    );
    if ((await handle.stat()).isFile()) return handle;
    await handle.close();
    throw new Error("The journal is no ordinary file.");
  }
}

/** A copy or a backup may have come back with the rights of a new file. */
async function tighten(handle: FileHandle): Promise<void> {
  if (process.platform === "win32") return;
  const { mode } = await handle.stat();
  // A file system without rights, such as FAT, refuses, and has none to tighten.
  if ((mode & 0o077) !== 0) await handle.chmod(privateMode).catch(() => {});
}

async function refuseLink(file: string): Promise<void> {
  const stats = await lstat(file).catch(() => undefined);
  if (stats?.isSymbolicLink()) throw new Error("The journal is a link.");
}

/**
 * Makes the name of a new file survive a power cut. Windows opens no folders, and needs none to be synced. The line itself
 * is on disk by now, so a file system that syncs no folders holds up nothing.
 */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  try {
    const handle = await open(folder, "r");
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!unsyncable.has(codeOf(error) ?? "")) throw error;
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
