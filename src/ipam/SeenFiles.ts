import { randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { SeenStore } from "./LossWatch.ts";

const ending = ".json";

/**
 * What was seen last, a file for each key, so that windows which write at the same time take nothing away from each other.
 * A file takes the place of the one before as a whole. What cannot be written is kept in memory while the window is open.
 */
export class SeenFiles implements SeenStore {
  readonly #folder: string;
  readonly #unwritten = new Map<string, unknown>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  keys(): readonly string[] {
    try {
      const names = readdirSync(this.#folder).filter((name) => name.endsWith(ending));
      return names.map((name) => decodeURIComponent(name.slice(0, -ending.length)));
    } catch {
      return [];
    }
  }

  get(key: string): unknown {
    if (this.#unwritten.has(key)) return this.#unwritten.get(key);
    try {
      return JSON.parse(readFileSync(this.#fileOf(key), "utf8"));
    } catch {
      return undefined;
    }
  }

  set(key: string, value: unknown): void {
    try {
      if (value === undefined) rmSync(this.#fileOf(key), { force: true });
      else this.#write(this.#fileOf(key), JSON.stringify(value));
      this.#unwritten.delete(key);
    } catch {
      this.#unwritten.set(key, value);
    }
  }

  #write(file: string, text: string): void {
    mkdirSync(this.#folder, { recursive: true });
    // Windows of other machines and containers, which may share the folder, can have the same process number.
    const draft = `${file}.${randomUUID()}`;
    try {
      // It names accounts and networks, so that only its owner reads it. What is in the way may be a link.
      rmSync(draft, { force: true });
      writeFileSync(draft, text, { mode: 0o600, flag: "wx" });
      renameSync(draft, file);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  }

  #fileOf(key: string): string {
    return path.join(this.#folder, `${encodeURIComponent(key)}${ending}`);
  }
}
