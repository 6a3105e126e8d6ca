import * as vscode from "vscode";
import type { IacReader } from "../../iac/IacReader.ts";
import { limits } from "../../iac/limits.ts";
import type { Log } from "../common/Log.ts";
import { isPassedOver } from "./isPassedOver.ts";
import { listModule } from "./listModule.ts";
import type { ModulePlace } from "./ModulePlace.ts";
import { moduleFileNames } from "./moduleFileNames.ts";
import type { ModuleFile, ReadModule } from "./ReadModule.ts";
import { skippedLines } from "./skippedLines.ts";

/** UTF-8 has at most three bytes for one UTF-16 unit: a longer file need not even be fetched. */
const mostBytes = 3 * limits.document;

/** Bytes of all files of a module that are fetched. */
const mostBytesOfAll = 16_000_000;

/** What a followed module needs from outside. */
export interface FollowingTools {
  readonly reader: () => Promise<IacReader>;
  readonly log: Log;
  /** Whether that was logged before, by any module. Marks it as logged. */
  readonly isLogged: (line: string) => boolean;
  readonly onRead: (read: ReadModule) => void;
  /** Told when nothing is left to be read, or reading has failed. */
  readonly onRest: () => void;
}

/**
 * A module with a document that is followed. It is read again when one of its files changes: that file alone, by its newest
 * text; a reading of an older text is given up.
 */
export class FollowedModule implements vscode.Disposable {
  readonly #place: ModulePlace;
  readonly #tools: FollowingTools;
  readonly #followers = new Set<vscode.TextDocument>();
  readonly #files = new Map<string, ModuleFile>();
  readonly #sizes = new Map<string, number>();
  /** Files to be read, by address. */
  readonly #stale = new Map<string, vscode.Uri>();
  readonly #watcher: vscode.FileSystemWatcher | undefined;
  #isListed = false;
  #isWorking = false;
  #isDisposed = false;
  #underWay: { readonly address: string; readonly cancellation: AbortController } | undefined;
  #last: ReadModule | undefined;
  #version = 0;

  constructor(place: ModulePlace, tools: FollowingTools) {
    this.#place = place;
    this.#tools = tools;
    if (place.kind === "file") return;
    const pattern = new vscode.RelativePattern(place.directory, moduleFileNames[place.kind].glob);
    this.#watcher = vscode.workspace.createFileSystemWatcher(pattern);
    this.#watcher.onDidCreate((uri) => !isAmongPassedOver(uri, place.directory) && this.#list());
    this.#watcher.onDidDelete((uri) => this.owns(uri) && this.#list());
    // The editor itself tells of what is open.
    this.#watcher.onDidChange((uri) => this.owns(uri) && !openDocument(uri) && this.changed(uri));
  }

  /** What was read last; undefined before the first reading has ended. */
  get last(): ReadModule | undefined {
    return this.#last;
  }

  /** Whether something is being read, or about to be. */
  get isWorking(): boolean {
    return this.#isWorking;
  }

  get hasFollowers(): boolean {
    return this.#followers.size > 0;
  }

  follow(document: vscode.TextDocument): void {
    this.#followers.add(document);
    if (this.owns(document.uri)) this.changed(document.uri);
    else this.#list();
  }

  /** A document of it is closed: what it had and did not save is gone. */
  closed(document: vscode.TextDocument): void {
    this.#followers.delete(document);
    if (this.hasFollowers) this.changed(document.uri);
  }

  /** Whether a file is one of those that were read. */
  owns(uri: vscode.Uri): boolean {
    return this.#files.has(uri.toString()) || this.#stale.has(uri.toString());
  }

  changed(uri: vscode.Uri): void {
    const address = uri.toString();
    this.#stale.set(address, uri);
    if (this.#underWay?.address === address) this.#underWay.cancellation.abort();
    this.#work();
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#underWay?.cancellation.abort();
    this.#watcher?.dispose();
    const addresses = [...this.#files.keys()];
    const forget = (reader: IacReader) => {
      for (const address of addresses) reader.forget(address);
    };
    // Without a reader there is nothing to be forgotten.
    void this.#tools.reader().then(forget, () => {});
  }

  #list(): void {
    this.#isListed = false;
    this.#work();
  }

  #work(): void {
    if (this.#isWorking || this.#isDisposed) return;
    this.#isWorking = true;
    // What changes in one turn is read at once.
    setImmediate(async () => {
      try {
        await this.#readStale();
      } catch (error) {
        // Nothing is tried again before the next change.
        this.#stale.clear();
        this.#isListed = true;
        const context = `Reading ${this.#place.key}`;
        if (!this.#tools.isLogged(`${context}: ${error}`)) this.#tools.log.error(context, error);
      }
      // And not in one turn with what is made of it.
      await nextTurn();
      this.#isWorking = false;
      if (this.#stale.size > 0 || !this.#isListed) this.#work();
      else this.#tools.onRest();
    });
  }

  async #readStale(): Promise<void> {
    const reader = await this.#tools.reader();
    while (!this.#isDisposed && (this.#stale.size > 0 || !this.#isListed)) {
      if (!this.#isListed) await this.#readList(reader);
      for (const [address, uri] of this.#stale) await this.#readFile(reader, address, uri);
      // Putting a large module together takes its time: not in one turn with its last file.
      await nextTurn();
    }
    if (!this.#isDisposed) this.#publish(reader);
  }

  /** Finds files that came or went. */
  async #readList(reader: IacReader): Promise<void> {
    this.#isListed = true;
    const { uris, more } = await listModule(this.#place);
    if (more) this.#logOnce(`${this.#place.key}: more files than are read; those are left out that come last.`);
    // What was never saved is in no list.
    const followed = [...this.#followers].map(({ uri }) => uri);
    const all = new Map([...uris, ...followed].map((uri) => [uri.toString(), uri]));
    for (const [address, uri] of all) if (!this.#files.has(address)) this.#stale.set(address, uri);
    for (const address of [...this.#files.keys()]) if (!all.has(address)) this.#drop(reader, address);
  }

  async #readFile(reader: IacReader, address: string, uri: vscode.Uri): Promise<void> {
    const cancellation = new AbortController();
    this.#underWay = { address, cancellation };
    this.#stale.delete(address);
    try {
      const source = await this.#source(uri, address);
      if (this.#isDisposed || cancellation.signal.aborted) return;
      if (!source) {
        this.#drop(reader, address);
        return;
      }
      const { text, version, languageId } = source;
      const document = { key: address, path: uri.path, text, ...(languageId && { languageId }) };
      const reading = await reader.read(document, cancellation.signal);
      this.#files.set(address, { uri, reading, version });
      for (const line of skippedLines(uri.path, reading)) this.#logOnce(line);
    } catch (error) {
      if (!cancellation.signal.aborted) throw error;
    } finally {
      this.#underWay = undefined;
    }
  }

  /** The text of a file as it is being edited, or else as it is stored; undefined when it is not to be had. */
  async #source(
    uri: vscode.Uri,
    address: string,
  ): Promise<{ readonly text: string; readonly version?: number; readonly languageId?: string } | undefined> {
    const document = openDocument(uri);
    if (document) {
      const { version, languageId } = document;
      return { text: lengthOf(document) > limits.document ? tooLong() : document.getText(), version, languageId };
    }
    try {
      const { size } = await vscode.workspace.fs.stat(uri);
      this.#sizes.delete(address);
      const all = [...this.#sizes.values()].reduce((sum, one) => sum + one, size);
      if (size > mostBytes) return { text: tooLong() };
      if (all > mostBytesOfAll) {
        this.#logOnce(`${uri.path} is not read: the files of its module are too large together.`);
        return undefined;
      }
      this.#sizes.set(address, size);
      return { text: new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)) };
    } catch {
      return undefined;
    }
  }

  #drop(reader: IacReader, address: string): void {
    this.#files.delete(address);
    this.#sizes.delete(address);
    reader.forget(address);
  }

  #publish(reader: IacReader): void {
    const files = [...this.#files.values()].sort((one, other) => (one.uri.path < other.uri.path ? -1 : 1));
    this.#version += 1;
    this.#last = {
      key: this.#place.key,
      place: this.#place,
      files,
      module: reader.module(files.map(({ reading }) => reading)),
      reader,
      version: this.#version,
    };
    this.#tools.onRead(this.#last);
  }

  #logOnce(line: string): void {
    if (!this.#tools.isLogged(line)) this.#tools.log.info(line);
  }
}

/** Whether a file stands below a directory that is not looked into, where an installation makes thousands of them. */
function isAmongPassedOver(uri: vscode.Uri, directory: vscode.Uri): boolean {
  return uri.path.slice(directory.path.length).split("/").slice(0, -1).some(isPassedOver);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Stands for a text that is longer than any that is read, which the reader then says of it. */
function tooLong(): string {
  return " ".repeat(limits.document + 1);
}

function openDocument(uri: vscode.Uri): vscode.TextDocument | undefined {
  const address = uri.toString();
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === address && !document.isClosed);
}

/** Without joining its lines. */
function lengthOf(document: vscode.TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}
