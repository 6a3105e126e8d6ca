import type * as vscode from "vscode";
import { LossWatch, type LossWatchTools, type SeenStore } from "../../ipam/LossWatch.ts";
import { thisMachine } from "../../ipam/machine.ts";
import { systemClock } from "../../ipam/systemClock.ts";
import { isDemo } from "../accounts/DemoAccount.ts";
import type { Sessions } from "../accounts/Sessions.ts";

/** Has the associations watched of all accounts that are shown; what was seen is kept over restarts. */
export class AssociationWatch implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #watch: LossWatch;
  readonly #subscription: { dispose(): void };
  #updates: readonly { dispose(): void }[] = [];
  #keeping: Promise<unknown> = Promise.resolve();

  constructor(
    state: vscode.Memento,
    sessions: Sessions,
    tools: Pick<LossWatchTools, "journalOf" | "isUnderWay" | "onOpen" | "report">,
  ) {
    this.#state = state;
    this.#watch = new LossWatch({ ...tools, store: this.#store(), machine: thisMachine(), clock: systemClock });
    this.#subscription = sessions.onDidChangeShown(() => {
      this.#unfollow();
      this.#updates = sessions.shown.map(({ profile, inventory }) =>
        inventory.onDidChange((region) => {
          // A region that is shown no more has lost nothing.
          if (inventory.regions.includes(region)) this.#watch.look(profile.id, inventory.region(region));
        }),
      );
    });
  }

  dispose(): void {
    this.#unfollow();
    this.#subscription.dispose();
    this.#watch.dispose();
  }

  /** A change has ended: what waited for that is looked at again. */
  lookAgain(): void {
    this.#watch.lookAgain();
  }

  /** Keeps nothing of profiles that were removed. */
  forgetOthers(profiles: readonly { readonly id: string }[]): void {
    const kept = new Set(profiles.map(({ id }) => id));
    for (const key of this.#state.keys()) {
      const profile = profileOf(key);
      if (profile !== undefined && !kept.has(profile)) this.#keep(key, undefined);
    }
  }

  #unfollow(): void {
    for (const updates of this.#updates) updates.dispose();
  }

  /** What is read here is what was set last, written or not. Of the demo account, whose cloud ends with its window, none is. */
  #store(): SeenStore {
    const latest = new Map<string, unknown>();
    return {
      get: (key) => (latest.has(key) ? latest.get(key) : this.#state.get(key)),
      set: (key, value) => {
        latest.set(key, value);
        if (!isDemo(profileOf(key) ?? "")) this.#keep(key, value);
      },
    };
  }

  #keep(key: string, value: unknown): void {
    this.#keeping = this.#keeping.then(() => this.#state.update(key, value)).catch(() => {});
  }
}

function profileOf(key: string): string | undefined {
  return /^seen\/([^/]+)\//.exec(key)?.[1];
}
