import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { JournalFile } from "../../../src/ipam/JournalFile.ts";

vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof import("node:fs/promises")>();
  return { ...real, open: vi.fn(real.open) };
});

describe("The file of the journal, in a real folder", () => {
  let folder: string;
  let file: string;
  let lines: JournalFile;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "ipam-journal-file-"));
    file = path.join(folder, "journal.jsonl");
    lines = new JournalFile(file);
  });

  afterEach(() => {
    vi.mocked(open).mockReset();
    rmSync(folder, { recursive: true });
  });

  const mode = () => statSync(file).mode & 0o777;

  it("is made with its folder at the first line, for its owner alone", async () => {
    file = path.join(folder, "new", "journal.jsonl");
    lines = new JournalFile(file);
    expect(await lines.read()).toEqual([]);
    await lines.append("one");
    await lines.append("two");
    expect((await lines.read()).filter(Boolean)).toEqual(["one", "two"]);
    expect(mode()).toBe(0o600);
  });

  it("is for its owner alone again when it was open to others", async () => {
    writeFileSync(file, "before\n");
    chmodSync(file, 0o644);
    await lines.append("after");
    expect(mode()).toBe(0o600);
    expect((await lines.read()).filter(Boolean)).toEqual(["before", "after"]);
  });

  it("is for its owner alone again once it is read, though nothing is written", async () => {
    writeFileSync(file, "before\n");
    chmodSync(file, 0o664);
    expect((await lines.read()).filter(Boolean)).toEqual(["before"]);
    expect(mode()).toBe(0o600);
  });

  it("leaves out a last line that is not whole yet", async () => {
    writeFileSync(file, "one\ntw");
    expect(await lines.read()).toEqual(["one", ""]);
    await lines.append("three");
    expect((await lines.read()).filter(Boolean)).toEqual(["one", "tw", "three"]);
  });

  it("is no link: neither read nor written, and what it leads to stays as it is", async () => {
    const elsewhere = path.join(folder, "elsewhere");
    writeFileSync(elsewhere, "of somebody else\n", { mode: 0o644 });
    symlinkSync(elsewhere, file);
    await expect(lines.append("mine")).rejects.toThrow();
    await expect(lines.read()).rejects.toThrow();
    expect([readFileSync(elsewhere, "utf8"), statSync(elsewhere).mode & 0o777]).toEqual(["of somebody else\n", 0o644]);
  });

  it("is no link that leads to nothing yet", async () => {
    const elsewhere = path.join(folder, "elsewhere");
    symlinkSync(elsewhere, file);
    await expect(lines.append("mine")).rejects.toThrow();
    expect(statSync(elsewhere, { throwIfNoEntry: false })).toBeUndefined();
  });

  it.runIf(process.platform !== "win32")("is no pipe, on which it would wait for ever", async () => {
    execFileSync("mkfifo", [file]);
    await expect(lines.append("mine")).rejects.toThrow();
    await expect(lines.read()).rejects.toThrow();
  });

  it("is no folder", async () => {
    mkdirSync(file);
    await expect(lines.append("mine")).rejects.toThrow();
    await expect(lines.read()).rejects.toThrow();
  });

  describe("in a folder that fails to be synced", () => {
    /** Lets opening the folder, or syncing it, fail with a code. */
    const fail = async (code: string, at: "open" | "sync") => {
      const real = (await vi.importActual<typeof import("node:fs/promises")>("node:fs/promises")).open;
      const error = Object.assign(new Error(code), { code });
      vi.mocked(open).mockImplementation(async (of, flags, rights) => {
        if (of !== folder) return real(of, flags, rights);
        if (at === "open") throw error;
        const handle: FileHandle = await real(of, flags, rights);
        handle.sync = () => Promise.reject(error);
        return handle;
      });
    };

    it.each(["EINVAL", "EPERM", "ENOTSUP"])(
      "because its file system knows no such thing (%s), it keeps the line",
      async (code) => {
        await fail(code, "sync");
        await lines.append("kept");
        expect(open).toHaveBeenCalledWith(folder, "r");
        expect((await lines.read()).filter(Boolean)).toEqual(["kept"]);
      },
    );

    it.each(["EACCES", "EISDIR"])("because it cannot be opened (%s), it keeps the line", async (code) => {
      await fail(code, "open");
      await lines.append("kept");
      expect((await lines.read()).filter(Boolean)).toEqual(["kept"]);
    });

    it.each([
      ["EIO", "sync"],
      ["EMFILE", "open"],
    ] as const)("for another reason (%s), it does not count the line as safe", async (code, at) => {
      await fail(code, at);
      await expect(lines.append("perhaps")).rejects.toMatchObject({ code });
    });
  });
});
