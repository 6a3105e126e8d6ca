import type * as vscode from "vscode";
import type { FileReading } from "../../iac/FileReading.ts";
import type { Module } from "../../iac/Module.ts";
import type { Reference } from "../../iac/Reference.ts";
import { type LensGroup, lensGroups } from "./lensGroups.ts";
import type { Modules } from "./Modules.ts";
import type { ModuleFile, ReadModule } from "./ReadModule.ts";

/** What one document names, and where its lenses stand. */
export interface NamedThere {
  readonly read: ReadModule;
  readonly references: readonly Reference[];
  readonly groups: readonly LensGroup[];
}

/** What documents name: worked out once for each reading, for the documents that somebody asks about. */
export class DocumentReferences {
  readonly #modules: Modules;
  readonly #known = new WeakMap<Module, Map<FileReading, NamedThere>>();

  constructor(modules: Modules) {
    this.#modules = modules;
  }

  /** What a document names as it is now. Undefined when it is not followed, or the question is no longer asked. */
  async of(document: vscode.TextDocument, token: vscode.CancellationToken): Promise<NamedThere | undefined> {
    const found = await this.#modules.upToDate(document, token);
    return found && this.#named(found);
  }

  /** What a document named when it was read last. */
  last(document: vscode.TextDocument): NamedThere | undefined {
    const found = this.#modules.of(document);
    return found && this.#named(found);
  }

  #named({ read, file: { reading } }: { readonly read: ReadModule; readonly file: ModuleFile }): NamedThere {
    const ofModule = this.#known.get(read.module) ?? new Map<FileReading, NamedThere>();
    this.#known.set(read.module, ofModule);
    const known = ofModule.get(reading);
    if (known) return known;
    const references = read.reader.references(read.module, reading);
    const named = { read, references, groups: lensGroups(references) };
    ofModule.set(reading, named);
    return named;
  }
}
