import type { Clock } from "../ipam/Clock.ts";
import type { IpamError } from "../ipam/IpamError.ts";
import type { CredentialRefusal, PieceOfWork } from "../ipam/withRenewal.ts";
import type { Profile } from "./Profile.ts";
import type { Secret } from "./Secret.ts";

/** The parts of credentials, as whoever signed with them has them. */
export type UsedCredentials = Pick<Secret, "accessKeyId" | "accessKeySecret"> & {
  readonly securityToken?: string | undefined;
};

/** What renewals are made with. */
export interface RenewalTools {
  /** The profile's credentials as they are known now. */
  readonly load: (profile: Profile, endpoint?: string) => Promise<Secret>;
  /** The same, read or made anew from where they come. */
  readonly readAnew: (profile: Profile, endpoint?: string) => Promise<Secret>;
  /** Asks the person, once at a time for a profile. True once other credentials are at hand. */
  readonly ask: (profile: Profile, error: IpamError) => Promise<boolean>;
  readonly clock: Clock;
}

/** A renewal that work waits for. */
interface Waiting {
  readonly outcome: Promise<boolean>;
  readonly settle: (renewed: boolean) => void;
}

/** How long work waits for the person, in milliseconds: nothing confirmed now may be carried out after lunch. */
const patienceMs = 15 * 60_000;

/** How many requests of one piece of work are refused before a person is asked, whatever their source gives. */
const mostUnasked = 3;

/**
 * What happens when the service refuses the credentials of a profile. Whoever has rotated them elsewhere is not asked:
 * they are read anew first, once for all that wait. Only then is the person asked, once for all that wait too. Who
 * declines is not asked again until turning to the profile anew.
 *
 * A source may give other credentials each time and all of them expired: no piece of work tries that more than three
 * times without a person, nor again and again after one.
 */
export class CredentialRenewals {
  readonly #tools: RenewalTools;
  readonly #underWay = new Map<string, Waiting>();
  readonly #declined = new Set<string>();
  #renewed = 0;
  /** How often the person has renewed a profile, by its ID. */
  readonly #byPerson = new Map<string, number>();
  /** The same, when a piece of work last went on. */
  readonly #seen = new WeakMap<PieceOfWork, number>();

  constructor(tools: RenewalTools) {
    this.#tools = tools;
  }

  /**
   * Whether to try again with credentials loaded anew. Never throws.
   * @param endpoint template of the endpoint that the work goes to; the one of the settings unless given
   */
  async renew(profile: Profile, refusal: CredentialRefusal<UsedCredentials>, endpoint?: string): Promise<boolean> {
    const goesOn = await this.#goesOn(profile, refusal, endpoint);
    this.#seen.set(refusal.work, this.#timesByPerson(profile.id));
    return goesOn;
  }

  async #goesOn(
    profile: Profile,
    refusal: CredentialRefusal<UsedCredentials>,
    endpoint: string | undefined,
  ): Promise<boolean> {
    const { id } = profile;
    // That a role gave no credentials is a refusal of its base, about which the person was asked already.
    if (profile.source?.from === "role" && refusal.refused === undefined) return false;
    const before = this.#renewed;
    const current = await this.#tools.load(profile, endpoint).catch(() => undefined);
    const isOther = before !== this.#renewed || (current && !isSame(current, refusal.refused));
    if (isOther && this.#mayGoOnUnasked(id, refusal)) return true;
    for (let underWay = this.#underWay.get(id); underWay; underWay = this.#underWay.get(id)) {
      const renewed = await this.#patiently(underWay.outcome);
      // Other work may have begun it, and have got credentials without a person: for this work that is one time too many.
      if (!renewed || this.#mayGoOnUnasked(id, refusal)) return renewed;
    }
    if (this.#declined.has(id)) return false;
    const waiting = newWaiting();
    this.#underWay.set(id, waiting);
    void this.#renew(profile, refusal, endpoint).then(waiting.settle);
    void waiting.outcome.then((renewed) => {
      this.#underWay.delete(id);
      if (renewed) this.#renewed += 1;
      else this.#declined.add(id);
    });
    return this.#patiently(waiting.outcome);
  }

  /** A profile's credentials were renewed, whoever began it: what waits for them goes on. */
  renewed(profileId: string): void {
    this.#declined.delete(profileId);
    this.#countPerson(profileId);
    this.#underWay.get(profileId)?.settle(true);
  }

  /** The person turns to a profile: the next refusal is asked about, whatever was declined before. */
  forgetRefusals(): void {
    this.#declined.clear();
  }

  async #renew(
    profile: Profile,
    { refused, error, times }: CredentialRefusal<UsedCredentials>,
    endpoint: string | undefined,
  ): Promise<boolean> {
    // A role gives other credentials each time it is asked, so that they alone prove nothing the second time.
    if (times === 1) {
      const anew = await this.#tools.readAnew(profile, endpoint).catch(() => undefined);
      if (anew && !isSame(anew, refused)) return true;
    }
    const renewed = await this.#tools.ask(profile, error).catch(() => false);
    if (renewed) this.#countPerson(profile.id);
    return renewed;
  }

  /** Few refusals, or a person who has renewed the credentials since the work last went on. */
  #mayGoOnUnasked(profileId: string, { times, work }: CredentialRefusal<UsedCredentials>): boolean {
    return times < mostUnasked || this.#timesByPerson(profileId) > (this.#seen.get(work) ?? 0);
  }

  #timesByPerson(profileId: string): number {
    return this.#byPerson.get(profileId) ?? 0;
  }

  #countPerson(profileId: string): void {
    this.#byPerson.set(profileId, this.#timesByPerson(profileId) + 1);
  }

  async #patiently(renewal: Promise<boolean>): Promise<boolean> {
    const answered = new AbortController();
    const tooLate = this.#tools.clock.wait(patienceMs, answered.signal).then(
      () => false,
      () => renewal,
    );
    try {
      return await Promise.race([renewal, tooLate]);
    } finally {
      answered.abort();
    }
  }
}

function newWaiting(): Waiting {
  let settle: Waiting["settle"] = () => {};
  const outcome = new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  return { outcome, settle };
}

function isSame(one: UsedCredentials, other: UsedCredentials | undefined): boolean {
  return (
    other !== undefined &&
    one.accessKeyId === other.accessKeyId &&
    one.accessKeySecret === other.accessKeySecret &&
    (one.securityToken || undefined) === (other.securityToken || undefined)
  );
}
