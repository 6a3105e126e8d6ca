import type { Keytar } from "../../../src/credentials/Keytar.ts";

/** A keychain in memory, with the limits and moods of a real one. */
export class FakeKeytar implements Keytar {
  readonly entries = new Map<string, string>();
  /** Every call, as in "get profile-1". */
  readonly calls: string[] = [];
  /** Refuses longer texts, as Windows does. */
  mostBytes = Number.POSITIVE_INFINITY;
  /** What the next calls do before they do their work, by "get", "set" and "delete": throw, or take their time. */
  before: Readonly<Record<string, (() => unknown) | undefined>> = {};

  async getPassword(_service: string, account: string): Promise<string | null> {
    await this.#call("get", account);
    return this.entries.get(account) ?? null;
  }

  async setPassword(_service: string, account: string, password: string): Promise<void> {
    await this.#call("set", account);
    if (Buffer.byteLength(password) > this.mostBytes) throw new Error("The stub received bad data.");
    this.entries.set(account, password);
  }

  async deletePassword(_service: string, account: string): Promise<boolean> {
    await this.#call("delete", account);
    return this.entries.delete(account);
  }

  async #call(act: string, account: string): Promise<void> {
    this.calls.push(`${act} ${account}`);
    await this.before[act]?.();
  }
}
