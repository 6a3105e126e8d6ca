import type * as vscode from "vscode";
import { LossWatch, type LossWatchTools, type SeenStore } from "../../ipam/LossWatch.ts";
import { SeenFiles } from "../../ipam/SeenFiles.ts";
import { systemClock } from "../../ipam/systemClock.ts";
import { isDemo } from "../accounts/DemoAccount.ts";
import type { Sessions } from "../accounts/Sessions.ts";

/** Has the associations watched of all accounts that are shown; what was seen is kept over restarts. */
export class AssociationWatch implements vscode.Disposable {
  readonly #files: SeenFiles;
  readonly #watch: LossWatch;
  readonly #subscription: { dispose(): void };
  #updates: readonly { dispose(): void }[] = [];

  /** @param folder where it is kept what was seen */
  constructor(folder: string, sessions: Sessions, tools: Omit<LossWatchTools, "store" | "clock">) {
    this.#files = new SeenFiles(folder);
    this.#watch = new LossWatch({ ...tools, store: this.#store(), clock: systemClock });
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
    for (const key of this.#files.keys()) {
      const profile = profileOf(key);
      if (profile !== undefined && !kept.has(profile)) this.#files.set(key, undefined);
    }
  }

  #unfollow(): void {
    for (const updates of this.#updates) updates.dispose();
  }

  /** Of the demo account, whose cloud ends with its window, nothing is kept longer. */
  #store(): SeenStore {
    const demo = new Map<string, unknown>();
    const storeOf = (key: string): SeenStore => (isDemo(profileOf(key) ?? "") ? demo : this.#files);
    return {
      get: (key) => storeOf(key).get(key),
      set: (key, value) => void storeOf(key).set(key, value),
    };
  }
}

function profileOf(key: string): string | undefined {
  return /^seen\/([^/]+)\//.exec(key)?.[1];
}
