import { Emitter } from "../ipam/Emitter.ts";
import { CredentialFault } from "./CredentialFault.ts";
import type { KeyValueStore } from "./KeyValueStore.ts";
import { type Profile, parseProfile } from "./Profile.ts";

const rowsKey = "profiles";
const activeKey = "activeProfile";

/**
 * The profiles there should be, and which of them is active. It is what tells an entry that a keychain lost from one
 * that never was. A row it cannot read stays in storage until it is removed: it may be all that still names a secret.
 */
export class ProfileIndex {
  readonly #state: KeyValueStore;
  readonly #onDamage: (problem: string) => void;
  readonly #reported = new Set<string>();
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  #writing: Promise<unknown> = Promise.resolve();

  /** `onDamage` is told once of each row that cannot be read, in English, without the row's text. */
  constructor(state: KeyValueStore, onDamage: (problem: string) => void = () => {}) {
    this.#state = state;
    this.#onDamage = onDamage;
  }

  /** The profiles, in the order they were added. */
  list(): readonly Profile[] {
    const profiles: Profile[] = [];
    for (const [position, row] of this.#rows().entries()) {
      const profile = parseProfile(row);
      const twin = profile && profiles.some(({ id }) => id === profile.id);
      if (profile && !twin) profiles.push(profile);
      else
        this.#report(row, `Row ${position + 1} of the profiles is ${twin ? "there twice" : "damaged"} and left out.`);
    }
    return profiles;
  }

  /** The active profile; undefined when none was chosen, or the chosen one is gone. */
  get active(): Profile | undefined {
    const id = this.#state.get(activeKey);
    return this.list().find((profile) => profile.id === id);
  }

  /** Makes a profile the active one; undefined leaves none active. */
  async setActive(id: string | undefined): Promise<void> {
    await this.#write(() => this.#state.update(activeKey, id));
  }

  /** Whether a profile has that name, upper and lower case being the same. */
  isTaken(name: string): boolean {
    return this.list().some((profile) => sameName(profile.name, name));
  }

  /** Adds a profile. Throws a {@link CredentialFault} `nameTaken` when another has its name, in whatever case. */
  async add(profile: Profile): Promise<void> {
    await this.#write(() => {
      if (this.isTaken(profile.name)) throw new CredentialFault({ reason: "nameTaken", profile: profile.name });
      return this.#state.update(rowsKey, [...this.#rows(), profile]);
    });
  }

  /** Writes a profile over the one that has its id; adds nothing when there is none any more. */
  async replace(profile: Profile): Promise<void> {
    await this.#write(() =>
      this.#state.update(
        rowsKey,
        this.#rows().map((row) => (idOf(row) === profile.id ? profile : row)),
      ),
    );
  }

  /** Removes a profile, and any damaged row with its id. None is active afterwards when it was that one. */
  async remove(id: string): Promise<void> {
    await this.#write(async () => {
      const rows = this.#rows().filter((row) => idOf(row) !== id);
      await this.#state.update(rowsKey, rows);
      if (this.#state.get(activeKey) === id) await this.#state.update(activeKey, undefined);
    });
  }

  /** Removes the rows that cannot be read. */
  async removeDamaged(): Promise<void> {
    await this.#write(() => this.#state.update(rowsKey, this.list()));
  }

  #rows(): readonly unknown[] {
    const stored = this.#state.get(rowsKey);
    if (stored === undefined || stored === null) return [];
    return Array.isArray(stored) ? stored : [stored];
  }

  #report(row: unknown, problem: string): void {
    const text = JSON.stringify(row) ?? "";
    if (this.#reported.has(text)) return;
    this.#reported.add(text);
    this.#onDamage(problem);
  }

  /** One write at a time: each reads what the one before it left. */
  async #write(work: () => PromiseLike<void>): Promise<void> {
    const written = this.#writing.then(work);
    this.#writing = written.catch(() => {});
    await written;
    this.#changed.fire();
  }
}

function sameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function idOf(row: unknown): unknown {
  return typeof row === "object" && row !== null && "id" in row ? row.id : undefined;
}
