import * as vscode from "vscode";
import type { IacReader } from "../../iac/IacReader.ts";
import type { Log } from "../common/Log.ts";
import { FollowedModule } from "./FollowedModule.ts";
import { findModule } from "./findModule.ts";
import type { ModuleFile, ReadModule } from "./ReadModule.ts";

/**
 * The modules of the documents that are open and mention an IPAM or a share, read and kept up with what is typed. A module
 * is read as a whole: names in one file may be given in another, which need not be open and need not mention anything.
 */
export class Modules implements vscode.Disposable {
  readonly #reader: () => Promise<IacReader>;
  readonly #log: Log;
  readonly #modules = new Map<string, FollowedModule>();
  readonly #keys = new Map<vscode.TextDocument, string>();
  readonly #logged = new Set<string>();
  readonly #read = new vscode.EventEmitter<ReadModule>();
  /** A module was read, for the first time or again. */
  readonly onDidRead = this.#read.event;
  readonly #forgotten = new vscode.EventEmitter<string>();
  /** The last document of a module that was followed is closed; told is the key of the module. */
  readonly onDidForget = this.#forgotten.event;
  readonly #rested = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];

  /** @param reader resolves with the reader of all modules; asked for when the first one is to be read */
  constructor(reader: () => Promise<IacReader>, log: Log) {
    this.#reader = reader;
    this.#log = log;
    this.#subscriptions = [
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) for (const module of this.#owners(document.uri)) module.changed(document.uri);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)),
    ];
  }

  /** Follows a document until it is closed. */
  async follow(document: vscode.TextDocument): Promise<void> {
    const place = await findModule(document);
    if (document.isClosed) return;
    this.#keys.set(document, place.key);
    const known = this.#modules.get(place.key);
    const module =
      known ??
      new FollowedModule(place, {
        reader: this.#reader,
        log: this.#log,
        isLogged: (line) => this.#isLogged(line),
        onRead: (read) => this.#read.fire(read),
        onRest: () => this.#rested.fire(),
      });
    this.#modules.set(place.key, module);
    module.follow(document);
  }

  /** All modules as last read. */
  all(): readonly ReadModule[] {
    return [...this.#modules.values()].flatMap(({ last }) => (last ? [last] : []));
  }

  /** The module of a document as last read, with the document's part of it. The text may have gone on since. */
  of(document: vscode.TextDocument): { readonly read: ReadModule; readonly file: ModuleFile } | undefined {
    const address = document.uri.toString();
    for (const { last: read } of this.#owners(document.uri)) {
      const file = read?.files.find(({ uri }) => uri.toString() === address);
      if (read && file) return { read, file };
    }
    return undefined;
  }

  /** The module of a document as the document is now; waits for the reading under way. Undefined when it is not followed. */
  async upToDate(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<{ readonly read: ReadModule; readonly file: ModuleFile } | undefined> {
    const isWorking = () => [...this.#owners(document.uri)].some((module) => module.isWorking);
    while (isWorking() && !token.isCancellationRequested) await this.#nextRest(token);
    const found = this.of(document);
    return found?.file.version === document.version ? found : undefined;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    for (const module of this.#modules.values()) module.dispose();
    this.#modules.clear();
    this.#rested.fire();
    this.#rested.dispose();
    this.#read.dispose();
    this.#forgotten.dispose();
  }

  #nextRest(token: vscode.CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const waits = [this.#rested.event(end), token.onCancellationRequested(end)];
      function end(): void {
        for (const wait of waits) wait.dispose();
        resolve();
      }
    });
  }

  *#owners(uri: vscode.Uri): Iterable<FollowedModule> {
    for (const module of this.#modules.values()) if (module.owns(uri)) yield module;
  }

  #closed(document: vscode.TextDocument): void {
    const own = this.#keys.get(document);
    this.#keys.delete(document);
    for (const [key, module] of [...this.#modules]) {
      if (key !== own && !module.owns(document.uri)) continue;
      module.closed(document);
      if (module.hasFollowers) continue;
      module.dispose();
      this.#modules.delete(key);
      this.#rested.fire();
      this.#forgotten.fire(key);
    }
  }

  #isLogged(line: string): boolean {
    const isLogged = this.#logged.has(line);
    this.#logged.add(line);
    return isLogged;
  }
}
