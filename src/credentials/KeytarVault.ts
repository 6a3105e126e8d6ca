import { createHash } from "node:crypto";
import type { Clock } from "../ipam/Clock.ts";
import { systemClock } from "../ipam/systemClock.ts";
import { untilAborted } from "../ipam/untilAborted.ts";
import { KeychainFault } from "./KeychainFault.ts";
import type { Keytar } from "./Keytar.ts";
import { keychainFaultOf } from "./keychainFaultOf.ts";
import { loadKeytar } from "./loadKeytar.ts";
import { Secret } from "./Secret.ts";
import type { SecretVault } from "./SecretVault.ts";

/** What the vault is made from. Everything has a default, for the machine it runs on. */
export interface KeytarTools {
  readonly load: () => Promise<Keytar>;
  readonly platform: string;
  readonly clock: Clock;
  /** How long one call may take, in milliseconds. A person may be typing a password into a prompt meanwhile. */
  readonly timeLimit: number;
}

const service = "alicloud-ipam-explorer";
/** Entry that is written and deleted to find out whether the keychain is open. */
const probeAccount = "keychain-probe";
/**
 * Windows refuses a credential of more than 2,560 bytes (CRED_MAX_CREDENTIAL_BLOB_SIZE), and an STS token can be longer.
 * The first chunk has a short header before it.
 */
const windowsChunk = 2_400;
const mostChunks = 16;
/** Calls without an answer that may hold a thread: one whose prompt is open or whose keyring died, and one after it. */
const mostStuck = 2;

/** Keeps secrets in the keychain of the operating system. */
export class KeytarVault implements SecretVault {
  readonly store = "keychain";
  readonly #tools: KeytarTools;
  #keytar: Promise<Keytar> | undefined;
  #line: Promise<unknown> = Promise.resolve();
  #stuck = 0;
  readonly #lastWrites = new Map<string, symbol>();

  constructor(tools: Partial<KeytarTools> = {}) {
    const { platform, arch } = process;
    const load = () => loadKeytar({ platform, arch });
    this.#tools = { load, platform, clock: systemClock, timeLimit: 30_000, ...tools };
  }

  async get(profileId: string, signal?: AbortSignal): Promise<Secret | undefined> {
    return untilAborted(this.#get(profileId), signal);
  }

  async set(profileId: string, secret: Secret): Promise<void> {
    try {
      await this.#set(profileId, secret);
    } catch (error) {
      const fault = keychainFaultOf(error, "Writing to the keychain", secret);
      // It may hold a part. One that is closed or not there would only be asked in vain, and may prompt again.
      if (fault.reason === "unknown" || fault.reason === "full") await this.delete(profileId).catch(() => {});
      throw fault;
    }
  }

  async delete(profileId: string): Promise<void> {
    await this.#removeChunks(profileId, 1);
    if (await this.#remove(profileId)) return;
    // A locked keyring answers "there was none", as an open one would. It may be unlocked for the check.
    await this.#mustBeOpen();
    await this.#remove(profileId);
  }

  async #set(profileId: string, secret: Secret): Promise<void> {
    const text = secret.serialise();
    const [first, ...others] = this.#chunks(text);
    if (first === undefined || others.length >= mostChunks) {
      throw new KeychainFault("full", "readDetail", "The secret is longer than the keychain takes.");
    }
    for (const [index, chunk] of others.entries()) await this.#write(chunkAccount(profileId, index + 1), chunk, secret);
    await this.#write(profileId, `${others.length + 1} ${digest(text)} ${first}`, secret);
    await this.#removeChunks(profileId, others.length + 1);
    if (!(await this.#holds(profileId, text))) {
      throw new KeychainFault("unknown", "readDetail", "Read back, the entry is not what was written.");
    }
  }

  async #holds(profileId: string, text: string): Promise<boolean> {
    try {
      return (await this.#get(profileId))?.serialise() === text;
    } catch (error) {
      if (error instanceof KeychainFault && error.reason === "lost") return false;
      throw error;
    }
  }

  async #get(profileId: string): Promise<Secret | undefined> {
    let first = await this.#read(profileId);
    if (first === undefined && this.#tools.platform === "linux") {
      await this.#mustBeOpen();
      first = await this.#read(profileId);
    }
    if (first === undefined) return undefined;
    const [, count, check, start] = /^(\d+) ([0-9a-f]{16}) (.*)$/s.exec(first) ?? [];
    if (count === undefined || start === undefined) throw lost("The entry is not one of this extension.");
    let text = start;
    for (let index = 1; index < Number(count); index += 1) {
      const chunk = await this.#read(chunkAccount(profileId, index));
      if (chunk === undefined) throw lost(`Part ${index + 1} of ${count} of the entry is gone.`);
      text += chunk;
    }
    const secret = digest(text) === check ? Secret.parse(text) : undefined;
    if (!secret) throw lost("The parts of the entry do not belong together.");
    return secret;
  }

  /**
   * Linux answers a read of a locked keyring as if nothing were stored, and only a write tells: throws `locked` then.
   * A desktop asks the person to unlock it meanwhile; without one, or with a "no", the write fails at once.
   */
  async #mustBeOpen(): Promise<void> {
    if (this.#tools.platform !== "linux") return;
    await this.#write(probeAccount, "open");
    await this.#remove(probeAccount);
  }

  async #read(account: string): Promise<string | undefined> {
    const text = await this.#call("Reading the keychain", (keytar) => keytar.getPassword(service, account));
    return text ?? undefined;
  }

  async #write(account: string, text: string, secret?: Secret): Promise<void> {
    const turn = Symbol(account);
    this.#lastWrites.set(account, turn);
    const write = (keytar: Keytar) => keytar.setPassword(service, account, text);
    // It was reported as failed: what was written after all must not stay, unless a later try wrote it too.
    const undo = async (keytar: Keytar) => {
      if (this.#lastWrites.get(account) === turn) await keytar.deletePassword(service, account);
    };
    try {
      await this.#call("Writing to the keychain", write, { secret, undo });
    } catch (error) {
      const fault = keychainFaultOf(error, "Writing to the keychain", secret);
      if (this.#tools.platform !== "linux" || fault.reason !== "unknown") throw fault;
      // In words not known here: a keyring that answers a read and refuses a write is locked.
      await this.#read(probeAccount);
      throw new KeychainFault("locked", "unlock", fault.detail);
    }
  }

  async #remove(account: string): Promise<boolean> {
    return this.#call("Deleting from the keychain", (keytar) => keytar.deletePassword(service, account));
  }

  async #removeChunks(profileId: string, from: number): Promise<void> {
    if (this.#tools.platform !== "win32") return;
    for (let index = from; index < mostChunks; index += 1) await this.#remove(chunkAccount(profileId, index));
  }

  #chunks(text: string): readonly string[] {
    if (this.#tools.platform !== "win32") return [text];
    const chunks: string[] = [];
    for (let start = 0; start < text.length; start += windowsChunk)
      chunks.push(text.slice(start, start + windowsChunk));
    return chunks;
  }

  /** One call at a time: those that wait for the same unlock prompt would take up the threads of the extension host. */
  #call<T>(name: string, work: (keytar: Keytar) => Promise<T>, options: CallOptions = {}): Promise<T> {
    const call = this.#line.then(() => this.#limited(name, work, options));
    this.#line = call.catch(() => {});
    return call;
  }

  /**
   * A call that waits for an unlock prompt holds one of the four threads of Node's pool and cannot be taken back; one
   * whose keyring died meanwhile never returns. So it is given up after the time limit, and few may be left behind.
   */
  async #limited<T>(name: string, work: (keytar: Keytar) => Promise<T>, { secret, undo }: CallOptions): Promise<T> {
    const { clock, timeLimit } = this.#tools;
    if (this.#stuck >= mostStuck) throw locked(`${name}: the calls before it still have no answer.`);
    const keytar = await this.#loaded();
    const over = new AbortController();
    const late = clock.wait(timeLimit, over.signal).then(() => true as const);
    late.catch(() => {});
    try {
      const result = work(keytar).then((value) => ({ value }));
      const first = await Promise.race([result, late]);
      if (first !== true) return first.value;
      this.#leave(result, undo && (() => undo(keytar)));
    } catch (error) {
      throw keychainFaultOf(error, name, secret);
    } finally {
      over.abort();
    }
    throw locked(`${name}: no answer within ${timeLimit / 1000} seconds.`);
  }

  #leave(result: Promise<unknown>, undo?: () => Promise<unknown>): void {
    this.#stuck += 1;
    const returned = () => {
      this.#stuck -= 1;
    };
    result.then(returned, returned);
    if (undo) result.then(undo).catch(() => {});
  }

  async #loaded(): Promise<Keytar> {
    this.#keytar ??= this.#tools.load();
    try {
      return await this.#keytar;
    } catch (error) {
      // Not remembered: the person may install what is missing and try again.
      this.#keytar = undefined;
      throw keychainFaultOf(error, "Loading the keychain library");
    }
  }
}

interface CallOptions {
  /** What the call carries, to keep it out of the text of an error. */
  readonly secret?: Secret | undefined;
  /** Takes the call's effect back when it takes effect after it was given up. */
  readonly undo?: (keytar: Keytar) => Promise<unknown>;
}

function chunkAccount(profileId: string, index: number): string {
  return `${profileId}#${index}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function lost(detail: string): KeychainFault {
  return new KeychainFault("lost", "signInAgain", detail);
}

function locked(detail: string): KeychainFault {
  return new KeychainFault("locked", "unlock", detail);
}
