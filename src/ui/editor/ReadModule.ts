import type * as vscode from "vscode";
import type { FileReading } from "../../iac/FileReading.ts";
import type { IacReader } from "../../iac/IacReader.ts";
import type { Module } from "../../iac/Module.ts";
import type { ModulePlace } from "./ModulePlace.ts";

/** One file of a module, read. The path of its reading is that of its address. */
export interface ModuleFile {
  readonly uri: vscode.Uri;
  readonly reading: FileReading;
  /** The version of the document that was read; absent when it was read from where it is stored. */
  readonly version: number | undefined;
}

/** All files that are applied as one, as last read. */
export interface ReadModule {
  readonly key: string;
  readonly place: ModulePlace;
  readonly files: readonly ModuleFile[];
  readonly module: Module;
  /** What read it, and can tell more of it: references, comparison. */
  readonly reader: IacReader;
  /** Greater than that of the reading before. */
  readonly version: number;
}
