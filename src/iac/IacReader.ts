import { carryOver } from "./carryOver.ts";
import { readCode } from "./code/readCode.ts";
import { compareModules } from "./compareModules.ts";
import type { FileReading } from "./FileReading.ts";
import type { Finding } from "./Finding.ts";
import { type Format, formatOf } from "./formatOf.ts";
import { HclGrammar, type HclModules } from "./hcl/HclGrammar.ts";
import { readHcl } from "./hcl/readHcl.ts";
import type { IacDocument } from "./IacDocument.ts";
import { readJson } from "./json/readJson.ts";
import { LineIndex } from "./LineIndex.ts";
import { limits } from "./limits.ts";
import { Module } from "./Module.ts";
import { PieceCache } from "./PieceCache.ts";
import type { PlanReading } from "./plan/PlanReading.ts";
import { readPlan } from "./plan/readPlan.ts";
import type { Reading } from "./Reading.ts";
import type { ReadingTools } from "./ReadingTools.ts";
import type { Reference } from "./Reference.ts";
import { referencesIn } from "./referencesIn.ts";
import type { Skipped } from "./Skipped.ts";
import { Slices } from "./Slices.ts";
import { readYaml } from "./yaml/readYaml.ts";

interface Ports {
  /** The two WebAssembly modules of the HCL parser; asked for when the first file of Terraform is read. */
  readonly hclModules: () => Promise<HclModules>;
  /** Milliseconds, from any beginning. */
  readonly now: () => number;
  /** Resolves after everything else that waits has had its turn. */
  readonly pause: () => Promise<void>;
}

interface Kept {
  readonly cache: PieceCache;
  /** Its last reading, with what was carried over into it. */
  last?: Reading;
}

/**
 * Reads infrastructure as code: documents in, references and findings out. Nothing is fetched, run or written. Reading is
 * cut into slices; an edit costs the part of the document that it is in.
 */
export class IacReader {
  readonly #ports: Ports;
  readonly #slices: Slices;
  readonly #kept = new Map<string, Kept>();
  #grammar: Promise<HclGrammar> | undefined;

  constructor(ports: Ports) {
    this.#ports = ports;
    this.#slices = new Slices(ports.now, ports.pause);
  }

  /**
   * Reads a document, or reads it again after an edit. While it is half-typed, what was sound before stays. Rejects with
   * the signal's reason when it aborts. A document that is too large or too deep is not read, and says so in `skipped`.
   */
  async read(document: IacDocument, signal?: AbortSignal): Promise<FileReading> {
    const { key, path, languageId, text } = document;
    const format = formatOf(path, languageId);
    if (text.length > limits.document) return fileReading(path, format, "", skippedWhole(text, "tooLarge"));
    await this.#slices.breathe(signal);
    const kept = this.#kept.get(key) ?? { cache: new PieceCache() };
    const tools = { cache: kept.cache, slices: this.#slices, ...(signal && { signal }) };
    const reading = await this.#readAs(format, text, tools);
    kept.cache.settle();
    const carried = carryOver(reading, kept.last);
    kept.last = carried;
    this.#kept.set(key, kept);
    return fileReading(path, format, text, carried);
  }

  /** Forgets a document that is no longer open or looked at. */
  forget(key: string): void {
    this.#kept.delete(key);
  }

  /** Files that are applied as one; `known` are ids by address from elsewhere, as from a state. */
  module(files: readonly FileReading[], known?: ReadonlyMap<string, string>): Module {
    return new Module(files, known);
  }

  /** All that a document of a module names, in the order it stands there. */
  references(module: Module, file: FileReading): readonly Reference[] {
    return referencesIn(module, file);
  }

  /** What applying a module as it stands now would do to associations, compared with how it stood before. */
  compare(base: Module, now: Module): readonly Finding[] {
    return compareModules(base, now);
  }

  /** Reads a plan or a state in JSON. */
  readPlan(text: string, signal?: AbortSignal): Promise<PlanReading> {
    return readPlan(text, this.#slices, signal);
  }

  async #readAs(format: Format, text: string, tools: ReadingTools): Promise<Reading> {
    try {
      return await this.#readFormat(format, text, tools);
    } catch (error) {
      // A parser that runs out of stack has met a document made for that.
      if (error instanceof RangeError) return skippedWhole(text, "unreadable");
      throw error;
    }
  }

  async #readFormat(format: Format, text: string, tools: ReadingTools): Promise<Reading> {
    switch (format) {
      case "hcl":
        return readHcl(text, await this.#loadGrammar(), tools);
      case "terraformJson":
        return readJson(text, format);
      case "json":
        // A ROS template may be called anything.
        return /^\s*[{[]/.test(text) ? readJson(text, format) : readYaml(text, tools);
      case "yaml":
        return readYaml(text, tools);
      case "typescript":
      case "python":
        return readCode(text, format, tools);
      case "text":
        return { pieces: [], faults: [], skipped: [] };
    }
  }

  #loadGrammar(): Promise<HclGrammar> {
    this.#grammar ??= this.#ports.hclModules().then(
      (modules) => HclGrammar.load(modules),
      (error: unknown) => {
        this.#grammar = undefined;
        throw error;
      },
    );
    return this.#grammar;
  }
}

function fileReading(path: string, format: Format, text: string, reading: Reading): FileReading {
  return { ...reading, path, format, text, lines: new LineIndex(text) };
}

function skippedWhole(text: string, reason: Skipped): Reading {
  return { pieces: [], faults: [], skipped: [{ span: { start: 0, end: text.length }, reason, hides: true }] };
}
