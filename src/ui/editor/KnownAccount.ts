import type { Reference } from "../../iac/Reference.ts";
import { Emitter } from "../../ipam/Emitter.ts";
import type { Session } from "../accounts/Session.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { AccountIndex } from "./AccountIndex.ts";
import type { Knowledge } from "./Subject.ts";

/** Changes closer together than this are one: 33 regions answer within a blink. Milliseconds. */
const changeEveryMs = 100;

/** The account that is open, by what was read of it. It opens none, and reads nothing. */
export class KnownAccount {
  readonly #sessions: Sessions;
  readonly #changed = new Emitter<void>();
  /** Another account is open, or more was read of it. */
  readonly onDidChange = this.#changed.event;
  readonly #sessionUpdates: { dispose(): void };
  #updates: { dispose(): void } | undefined;
  #index: AccountIndex | undefined;
  #due: NodeJS.Timeout | undefined;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
    this.#sessionUpdates = sessions.onDidChange((session) => this.#follow(session));
    this.#follow(sessions.active);
  }

  get session(): Session | undefined {
    return this.#sessions.active;
  }

  /** The name of the account and its id, or nothing while none is open. */
  get name(): string {
    const { profile } = this.session ?? {};
    return profile ? `${profile.name} (${profile.accountId})` : "";
  }

  knowledge(reference: Reference): Knowledge {
    const { session } = this;
    if (!session) return { known: "closed" };
    this.#index ??= new AccountIndex(session.inventory.snapshots());
    return this.#index.knowledge(reference);
  }

  dispose(): void {
    clearTimeout(this.#due);
    this.#updates?.dispose();
    this.#sessionUpdates.dispose();
  }

  #follow(session: Session | undefined): void {
    this.#updates?.dispose();
    this.#updates = session?.inventory.onDidChange(() => this.#outdate());
    this.#outdate();
  }

  #outdate(): void {
    this.#index = undefined;
    this.#due ??= setTimeout(() => {
      this.#due = undefined;
      this.#changed.fire();
    }, changeEveryMs);
  }
}
