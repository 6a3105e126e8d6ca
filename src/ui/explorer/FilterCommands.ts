import * as vscode from "vscode";
import { ContentsFilter } from "../../ipam/ContentsFilter.ts";
import { regionName } from "../common/regionName.ts";

const stateKey = "filter";

/** The filter of the tree: typed with the result in sight, kept until it is cleared. */
export class FilterCommands {
  readonly #state: vscode.Memento;
  readonly #apply: (filter: ContentsFilter) => void;
  #text = "";

  /**
   * @param state keeps the filter from one start to the next
   * @param apply shows what matches, and that the filter is on
   */
  constructor(state: vscode.Memento, apply: (filter: ContentsFilter) => void) {
    this.#state = state;
    this.#apply = apply;
    const kept = state.get(stateKey);
    if (typeof kept === "string" && kept !== "") this.#show(kept);
  }

  /** Command `ipamExplorer.filter`: escape takes back what was typed. */
  async filter(): Promise<void> {
    const before = this.#text;
    const input = vscode.window.createInputBox();
    input.title = vscode.l10n.t("Filter IPAMs and Associations");
    input.prompt = vscode.l10n.t(
      "Words in names, ids, descriptions, tags (key=value), owners or regions. Nothing typed shows everything.",
    );
    input.value = before;
    const accepted = await new Promise<boolean>((resolve) => {
      input.onDidChangeValue((text) => this.#show(text));
      input.onDidAccept(() => resolve(true));
      input.onDidHide(() => resolve(false));
      input.show();
    });
    input.dispose();
    if (!accepted) this.#show(before);
    await this.#keep();
  }

  /** Command `ipamExplorer.clearFilter`. */
  async clearFilter(): Promise<void> {
    this.#show("");
    await this.#keep();
  }

  async #keep(): Promise<void> {
    await this.#state.update(stateKey, this.#text === "" ? undefined : this.#text);
  }

  #show(text: string): void {
    this.#text = text.trim();
    void vscode.commands.executeCommand("setContext", "ipamExplorer.filtered", this.#text !== "");
    this.#apply(new ContentsFilter(this.#text, regionName));
  }
}
