import type { Change } from "./Change.ts";
import {
  type Claim,
  formatEntry,
  type Intent,
  type JournalEntry,
  type JournalWriter,
  type Outcome,
  parseEntry,
} from "./JournalEntry.ts";
import type { JournalLines } from "./JournalLines.ts";
import type { Settlement } from "./Settlement.ts";
import type { Target } from "./Target.ts";

/** What the journal needs from outside. */
export interface JournalTools {
  readonly lines: JournalLines;
  /** This window. */
  readonly self: JournalWriter;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A name never used before. */
  readonly newId: () => string;
  /** Whether a process of that number runs on this machine. */
  readonly isRunning: (pid: number) => boolean;
  /** Told once of the lines that cannot be read, counted from 1 as an editor counts them. */
  readonly onDamage: (lineNumbers: readonly number[]) => void;
}

/** Whether a change may be sent. */
export type Beginning =
  | { readonly begun: true; readonly intent: Intent }
  /** An earlier change of the same association is not settled yet. `orphaned`: nobody is settling it. */
  | { readonly begun: false; readonly earlier: Intent; readonly orphaned: boolean };

/** A change that was journalled, with what is known of its end. */
export interface JournalledChange {
  readonly intent: Intent;
  readonly outcome: Outcome | undefined;
}

/** After this long a window is taken for gone though its process number is in use again. Milliseconds. */
const longestWorkMs = 15 * 60_000;

/**
 * What was done and is being done from this machine, by all windows together. The order of the lines decides between
 * windows: of two intents for one association the first one goes, and of two that take over an orphan the first one does.
 */
export class Journal {
  readonly #tools: JournalTools;
  readonly #reported = new Set<number>();
  /** Intents of this window that were never sent, whether or not that could be written. */
  readonly #abandoned = new Set<string>();

  constructor(tools: JournalTools) {
    this.#tools = tools;
  }

  /** Puts the intent on disk, and tells whether it may be sent. */
  async begin(
    { action, target, dryRunRequestId, note }: Change,
    accountId: string,
    clientToken: string,
  ): Promise<Beginning> {
    const { self, newId, now } = this.#tools;
    const intent: Intent = {
      ...{ kind: "intent", id: newId(), at: now(), ...self },
      ...{ action, target, accountId, clientToken, dryRunRequestId },
      ...(note && { note }),
    };
    let first: Held | undefined;
    try {
      await this.#append(intent);
      first = (await this.#read()).find((one) => this.#isOpen(one) && sameAssociation(one.intent, intent));
    } catch (error) {
      // It may stand there all the same, and must not block the next try.
      await this.withdraw(intent).catch(() => {});
      throw error;
    }
    if (!first || first.intent.id === intent.id) return { begun: true, intent };
    await this.withdraw(intent);
    return { begun: false, earlier: first.intent, orphaned: !this.#isHeld(first) };
  }

  /** Takes back an intent whose request has not left: it holds up no other change, even where that cannot be written. */
  async withdraw(intent: Intent): Promise<void> {
    this.#abandoned.add(intent.id);
    await this.#end(intent, { outcome: "notSent" });
  }

  /** Puts the outcome of an intent on disk. */
  async settle(intent: Intent, settlement: Settlement): Promise<void> {
    const error = "error" in settlement ? settlement.error : undefined;
    const requestId = ("requestId" in settlement ? settlement.requestId : undefined) ?? error?.detail.requestId;
    await this.#end(intent, { outcome: settlement.outcome, requestId, code: error?.detail.code });
  }

  /** All changes in the order they were begun. */
  async history(): Promise<readonly JournalledChange[]> {
    return this.#read();
  }

  /** Intents that nobody is settling, because the window that held them is gone. */
  async orphans(): Promise<readonly Intent[]> {
    return (await this.#read()).filter((one) => this.#isOpen(one) && !this.#isHeld(one)).map(({ intent }) => intent);
  }

  /** Takes an orphan over. False when another window was first, or its outcome is known meanwhile. */
  async claim({ id }: Intent): Promise<boolean> {
    const find = async () => (await this.#read()).find(({ intent }) => intent.id === id);
    const { self, now } = this.#tools;
    const before = await find();
    if (!before || before.outcome || this.#isHeld(before)) return false;
    await this.#append({ kind: "claim", intent: id, at: now(), ...self, after: before.holder.window });
    const after = await find();
    return after !== undefined && !after.outcome && after.holder.window === self.window;
  }

  async #end({ id }: Intent, outcome: Pick<Outcome, "outcome" | "requestId" | "code">): Promise<void> {
    await this.#append({ kind: "outcome", intent: id, at: this.#tools.now(), ...outcome });
  }

  async #append(entry: JournalEntry): Promise<void> {
    await this.#tools.lines.append(formatEntry(entry));
  }

  #isOpen({ intent, outcome }: Held): boolean {
    return !outcome && !this.#abandoned.has(intent.id);
  }

  #isHeld({ holder }: Held): boolean {
    const { self, now, isRunning } = this.#tools;
    if (holder.window === self.window) return true;
    // The number of a process that ended may be this one's now.
    return holder.pid !== self.pid && now() - holder.at < longestWorkMs && isRunning(holder.pid);
  }

  async #read(): Promise<readonly Held[]> {
    const changes = new Map<string, Held>();
    const damaged = new Set<number>();
    for (const [index, line] of (await this.#tools.lines.read()).entries()) {
      if (line === "") continue;
      const entry = parseEntry(line);
      if (!entry) damaged.add(index + 1);
      else if (entry.kind === "setAside") damaged.delete(entry.line);
      else note(changes, entry);
    }
    await this.#setAside([...damaged].filter((line) => !this.#reported.has(line)));
    return [...changes.values()];
  }

  async #setAside(lines: readonly number[]): Promise<void> {
    if (lines.length === 0) return;
    for (const line of lines) this.#reported.add(line);
    this.#tools.onDamage(lines);
    // Where it cannot be written, the next start tells of the line again.
    for (const line of lines) {
      await this.#append({ kind: "setAside", at: this.#tools.now(), line }).catch(() => {});
    }
  }
}

/** A change, and the window that is to find out how it comes out, since when. */
interface Held extends JournalledChange {
  readonly holder: JournalWriter & { readonly at: number };
}

function note(changes: Map<string, Held>, entry: Intent | Claim | Outcome): void {
  switch (entry.kind) {
    case "intent":
      if (!changes.has(entry.id)) changes.set(entry.id, { intent: entry, outcome: undefined, holder: entry });
      return;
    case "claim": {
      const change = changes.get(entry.intent);
      if (change?.holder.window === entry.after) changes.set(entry.intent, { ...change, holder: entry });
      return;
    }
    case "outcome": {
      const change = changes.get(entry.intent);
      if (change && !change.outcome) changes.set(entry.intent, { ...change, outcome: entry });
    }
  }
}

/** Profiles may differ: two of them can be the same account. */
function sameAssociation(one: Intent, other: Intent): boolean {
  const ends = ({ region, ipamId, discoveryId }: Target) => [region, ipamId, discoveryId].join("/");
  return one.accountId === other.accountId && ends(one.target) === ends(other.target);
}
