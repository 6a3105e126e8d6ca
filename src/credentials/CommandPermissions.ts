import { createHash } from "node:crypto";
import type { ExternalCommand } from "./ExternalCommand.ts";
import type { KeyValueStore } from "./KeyValueStore.ts";

const stateKey = "allowedCommands";

/**
 * Which programs a person has allowed to run for credentials. A permission is for one program with exactly these
 * arguments, is kept as a hash, and lasts; a refusal lasts until the person turns to the profile again.
 */
export class CommandPermissions {
  readonly #state: KeyValueStore;
  readonly #ask: (command: ExternalCommand) => Promise<boolean>;
  readonly #questions = new Map<string, Promise<boolean>>();
  readonly #refused = new Set<string>();

  /** @param ask the person; called once at a time for a command */
  constructor(state: KeyValueStore, ask: (command: ExternalCommand) => Promise<boolean>) {
    this.#state = state;
    this.#ask = ask;
  }

  /** Whether the command may run; asks the person when that is not known. */
  async isAllowed(command: ExternalCommand): Promise<boolean> {
    const hash = hashOf(command);
    if (this.#allowed().includes(hash)) return true;
    if (this.#refused.has(hash)) return false;
    const question =
      this.#questions.get(hash) ?? this.#question(command, hash).finally(() => this.#questions.delete(hash));
    this.#questions.set(hash, question);
    return question;
  }

  /** Lets refused commands be asked about again. */
  forgetRefusals(): void {
    this.#refused.clear();
  }

  async #question(command: ExternalCommand, hash: string): Promise<boolean> {
    const allowed = await this.#ask(command);
    if (allowed) await this.#state.update(stateKey, [...this.#allowed(), hash]);
    else this.#refused.add(hash);
    return allowed;
  }

  #allowed(): readonly unknown[] {
    const stored = this.#state.get(stateKey);
    return Array.isArray(stored) ? stored : [];
  }
}

function hashOf({ program, args }: ExternalCommand): string {
  return createHash("sha256")
    .update(JSON.stringify([program, ...args]))
    .digest("hex");
}
