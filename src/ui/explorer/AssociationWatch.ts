import type * as vscode from "vscode";
import type { Region } from "../../ipam/regions.ts";
import { lostSince, parseSeen, type SeenAssociation, seenIn } from "../../ipam/SeenAssociation.ts";
import type { Session } from "../accounts/Session.ts";
import type { Sessions } from "../accounts/Sessions.ts";

/** Associations of one region that were there at the last look and are not any more. */
export interface Loss {
  readonly session: Session;
  readonly region: Region;
  readonly lost: readonly SeenAssociation[];
}

/**
 * Compares each reading of a region with the last one, over restarts too, and tells what is gone. Each loss is told once;
 * a reading that is not complete is compared with nothing.
 */
export class AssociationWatch implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #onLoss: (loss: Loss) => void;
  readonly #subscription: { dispose(): void };
  #updates: readonly { dispose(): void }[] = [];
  /** Of the demo account, whose cloud ends with its window. */
  readonly #demo = new Map<string, unknown>();
  #keeping: Promise<unknown> = Promise.resolve();

  constructor(state: vscode.Memento, sessions: Sessions, onLoss: (loss: Loss) => void) {
    this.#state = state;
    this.#onLoss = onLoss;
    this.#subscription = sessions.onDidChangeShown(() => {
      this.#unfollow();
      this.#updates = sessions.shown.map((session) =>
        session.inventory.onDidChange((region) => this.#look(session, region)),
      );
    });
  }

  dispose(): void {
    this.#unfollow();
    this.#subscription.dispose();
  }

  /** Keeps nothing of profiles that were removed. */
  forgetOthers(profiles: readonly { readonly id: string }[]): void {
    const kept = new Set(profiles.map(({ id }) => id));
    for (const key of this.#state.keys()) {
      const profile = /^seen\/([^/]+)\//.exec(key)?.[1];
      if (profile !== undefined && !kept.has(profile)) this.#keep(key, undefined);
    }
  }

  #unfollow(): void {
    for (const updates of this.#updates) updates.dispose();
  }

  #keep(key: string, value: unknown): void {
    this.#keeping = this.#keeping.then(() => this.#state.update(key, value)).catch(() => {});
  }

  #look(session: Session, region: Region): void {
    // A region that is shown no more has lost nothing.
    if (!session.inventory.regions.includes(region)) return;
    const snapshot = session.inventory.region(region);
    if (snapshot.state !== "loaded" || snapshot.contents.gaps.length > 0) return;
    const key = `seen/${session.profile.id}/${region}`;
    const isDemo = session.profile.kind === "demo";
    const before = parseSeen(isDemo ? this.#demo.get(key) : this.#state.get(key)) ?? [];
    const now = seenIn(snapshot.contents);
    if (JSON.stringify(before) === JSON.stringify(now)) return;
    if (isDemo) this.#demo.set(key, now);
    else this.#keep(key, now.length === 0 ? undefined : now);
    const lost = lostSince(before, snapshot.contents);
    if (lost.length > 0) this.#onLoss({ session, region, lost });
  }
}
