import type * as vscode from "vscode";
import type { FileReading } from "../../iac/FileReading.ts";
import type { Module } from "../../iac/Module.ts";
import type { BaseTexts, GitBase } from "./GitBase.ts";
import { isInModule } from "./isInModule.ts";
import type { ReadModule } from "./ReadModule.ts";

interface Kept {
  readonly commit: string;
  /** Readings of what is not as it was, by address. */
  readonly readings: Map<string, FileReading>;
  files: readonly FileReading[];
  module: Module;
}

/** Modules as they stood in the last commit. What did not change is not read a second time. */
export class BaseModules {
  readonly #git: Pick<GitBase, "of">;
  readonly #kept = new Map<string, Kept>();

  constructor(git: Pick<GitBase, "of">) {
    this.#git = git;
  }

  /** How a module stood, or undefined where no repository tells. */
  async of(now: ReadModule): Promise<Module | undefined> {
    const texts = await this.#git.of(
      now.files.map(({ uri }) => uri),
      (uri) => isInModule(now.place, uri),
    );
    if (!texts) return undefined;
    const known = this.#kept.get(now.key);
    const readings = known?.commit === texts.commit ? known.readings : new Map<string, FileReading>();
    const files = await this.#files(now, texts, readings);
    if (known?.commit === texts.commit && isSame(known.files, files)) return known.module;
    const module = now.reader.module(files);
    this.#kept.set(now.key, { commit: texts.commit, readings, files, module });
    return module;
  }

  forget(key: string): void {
    this.#kept.delete(key);
  }

  async #files(
    now: ReadModule,
    { changed }: BaseTexts,
    readings: Map<string, FileReading>,
  ): Promise<readonly FileReading[]> {
    const files: FileReading[] = [];
    const here = new Set<string>();
    for (const { uri, reading } of now.files) {
      const address = uri.toString();
      here.add(address);
      const base = changed.get(address);
      if (!base) files.push(reading);
      else if (base.text !== undefined) files.push(await this.#read(now, uri, base.text, readings));
    }
    for (const [address, { uri, text }] of changed) {
      if (!here.has(address) && text !== undefined) files.push(await this.#read(now, uri, text, readings));
    }
    return files;
  }

  async #read(
    now: ReadModule,
    uri: vscode.Uri,
    text: string,
    readings: Map<string, FileReading>,
  ): Promise<FileReading> {
    const address = uri.toString();
    const known = readings.get(address);
    if (known) return known;
    const key = `base ${address}`;
    const reading = await now.reader.read({ key, path: uri.path, text });
    // What it was read from never changes, so there is nothing to read again in parts.
    now.reader.forget(key);
    readings.set(address, reading);
    return reading;
  }
}

function isSame(one: readonly FileReading[], other: readonly FileReading[]): boolean {
  return one.length === other.length && one.every((file, index) => file === other[index]);
}
