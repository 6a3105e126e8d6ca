import type { Reference } from "../../iac/Reference.ts";
import { Emitter } from "../../ipam/Emitter.ts";
import type { Session } from "../accounts/Session.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { AccountIndex } from "./AccountIndex.ts";
import type { Knowledge } from "./Subject.ts";

/** Changes closer together than this are one: 33 regions answer within a blink. Milliseconds. */
const changeEveryMs = 100;

/** The account that is active, and those beside it, by what was read of them. It opens none, and reads nothing. */
export class KnownAccount {
  readonly #sessions: Pick<Sessions, "active" | "shown" | "onDidChangeShown">;
  readonly #changed = new Emitter<void>();
  /** Other accounts are open, or more was read of one. */
  readonly onDidChange = this.#changed.event;
  readonly #sessionUpdates: { dispose(): void };
  #updates: readonly { dispose(): void }[] = [];
  readonly #indexes = new Map<Session, AccountIndex>();
  #due: NodeJS.Timeout | undefined;

  constructor(sessions: Pick<Sessions, "active" | "shown" | "onDidChangeShown">) {
    this.#sessions = sessions;
    this.#sessionUpdates = sessions.onDidChangeShown(() => this.#follow());
    this.#follow();
  }

  /** The active one, which dry runs are sent with. */
  get session(): Session | undefined {
    return this.#sessions.active;
  }

  /** The name of the active account and its id, or nothing while none is open. */
  get name(): string {
    return this.session ? nameOf(this.session) : "";
  }

  /** What the active account knows; where it has nothing of that kind, which account beside it does. */
  knowledge(reference: Reference): Knowledge {
    const { session } = this;
    if (!session) return { known: "closed" };
    const knowledge = this.#index(session).knowledge(reference);
    if (knowledge.known !== "missing") return knowledge;
    const other = this.#sessions.shown.find(
      (beside) => beside !== session && this.#index(beside).knowledge(reference).known === "found",
    );
    return other ? { known: "beside", account: nameOf(other) } : knowledge;
  }

  dispose(): void {
    clearTimeout(this.#due);
    for (const updates of this.#updates) updates.dispose();
    this.#sessionUpdates.dispose();
  }

  #index(session: Session): AccountIndex {
    const index = this.#indexes.get(session) ?? new AccountIndex(session.inventory.snapshots());
    this.#indexes.set(session, index);
    return index;
  }

  #follow(): void {
    for (const updates of this.#updates) updates.dispose();
    this.#indexes.clear();
    this.#updates = this.#sessions.shown.map((session) => session.inventory.onDidChange(() => this.#outdate(session)));
    this.#tell();
  }

  #outdate(session: Session): void {
    this.#indexes.delete(session);
    this.#tell();
  }

  #tell(): void {
    this.#due ??= setTimeout(() => {
      this.#due = undefined;
      this.#changed.fire();
    }, changeEveryMs);
  }
}

function nameOf({ profile: { name, accountId } }: Session): string {
  return `${name} (${accountId})`;
}
