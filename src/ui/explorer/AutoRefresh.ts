import type { Clock } from "../../ipam/Clock.ts";
import type { Inventory } from "../../ipam/Inventory.ts";

/** The service looks for resources at this beat (guide on resource discoveries). Milliseconds. */
const beatMs = 5 * 60_000;

/** What refreshing needs from outside. */
export interface RefreshTools {
  readonly clock: Clock;
  /** Whether somebody looks at the view, and wants it kept up to date. */
  readonly isWanted: () => boolean;
  /** Of the accounts that are shown. */
  readonly inventories: () => readonly Pick<Inventory, "load" | "snapshots">[];
}

/** Reads everything again, at the service's own beat, as long as it is wanted. */
export class AutoRefresh {
  readonly #tools: RefreshTools;
  readonly #end = new AbortController();

  constructor(tools: RefreshTools) {
    this.#tools = tools;
    void this.#beat();
  }

  dispose(): void {
    this.#end.abort();
  }

  /** A beat that comes while nobody looks is left out; the next one is soon enough. */
  async #beat(): Promise<void> {
    const { clock } = this.#tools;
    for (;;) {
      try {
        await clock.wait(beatMs, this.#end.signal);
      } catch {
        return;
      }
      this.#refresh();
    }
  }

  #refresh(): void {
    if (!this.#tools.isWanted()) return;
    for (const inventory of this.#tools.inventories()) {
      // What is being read already is not cut short.
      if (inventory.snapshots().every(({ state }) => state !== "loading")) void inventory.load();
    }
  }
}
