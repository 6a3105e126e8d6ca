import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { SourceFault } from "./SourceFault.ts";

/** What is known of a file without reading it: another value means that it has changed. */
export interface FileStamp {
  readonly text: string;
  readonly stamp: string;
}

/**
 * Reads a regular file of bounded size as UTF-8; a pipe or a device, which might never end, is refused.
 * @param known the stamp of an earlier reading: when it is still the file's, undefined is given
 * @throws SourceFault that names the file and the system's code, and quotes nothing
 */
export async function readSmallFile(file: string, mostBytes: number, known?: string): Promise<FileStamp | undefined> {
  try {
    // Without O_NONBLOCK, opening a pipe waits for whoever writes into it. Windows has neither.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const { size, mtimeNs, ino } = await handle.stat({ bigint: true }).then((stat) => {
        if (!stat.isFile()) throw new SourceFault({ reason: "fileUnreadable", subject: file, part: "no regular file" });
        return stat;
      });
      const stamp = `${size}/${mtimeNs}/${ino}`;
      if (stamp === known) return undefined;
      if (size > BigInt(mostBytes)) throw new SourceFault({ reason: "fileTooLarge", subject: file });
      const buffer = Buffer.alloc(mostBytes + 1);
      let bytes = 0;
      for (;;) {
        const { bytesRead } = await handle.read(buffer, bytes, buffer.length - bytes);
        bytes += bytesRead;
        if (bytes > mostBytes) throw new SourceFault({ reason: "fileTooLarge", subject: file });
        if (bytesRead === 0) break;
      }
      return { text: buffer.toString("utf8", 0, bytes).replace(/^\uFEFF/, ""), stamp };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof SourceFault) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    const reason = code === "ENOENT" || code === "ENOTDIR" ? "fileMissing" : "fileUnreadable";
    throw new SourceFault({ reason, subject: file, part: code });
  }
}
