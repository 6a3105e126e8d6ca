import * as vscode from "vscode";
import { type Grouping, parseGrouping } from "./Grouping.ts";

const keys = { all: "allProfiles", grouping: "grouping" } as const;

/** How the person arranged the tree, kept from one start to the next. */
export class Arrangement {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
    this.#tell();
  }

  /** Whether all profiles stand side by side. */
  get all(): boolean {
    return this.#state.get(keys.all) === true;
  }

  /** Undefined where nothing was chosen. */
  get grouping(): Grouping | undefined {
    return parseGrouping(this.#state.get(keys.grouping));
  }

  async keepAll(all: boolean): Promise<void> {
    await this.#state.update(keys.all, all || undefined);
    this.#tell();
  }

  async keepGrouping(grouping: Grouping): Promise<void> {
    await this.#state.update(keys.grouping, grouping);
  }

  #tell(): void {
    void vscode.commands.executeCommand("setContext", "ipamExplorer.allProfiles", this.all);
  }
}
