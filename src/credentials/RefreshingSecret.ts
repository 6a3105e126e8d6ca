import type { Clock } from "../ipam/Clock.ts";
import type { IssuedSecret } from "./IssuedSecret.ts";
import type { Secret } from "./Secret.ts";

/** Longest time before their end at which credentials are made anew, in milliseconds. */
const earlyMs = 5 * 60_000;
/** How long a failure stands for those who ask after it, in milliseconds. */
const failureMs = 5_000;

/**
 * Credentials that are made anew before they end: once for all who wait, however many they are. When that fails, those
 * in hand serve until their end.
 */
export class RefreshingSecret {
  readonly #issue: () => Promise<IssuedSecret>;
  readonly #clock: Clock;
  #current: { readonly secret: Secret; readonly renewAt: number; readonly endsAt: number } | undefined;
  #underWay: Promise<Secret> | undefined;
  #failure: { readonly error: unknown; readonly until: number } | undefined;

  constructor(issue: () => Promise<IssuedSecret>, clock: Clock) {
    this.#issue = issue;
    this.#clock = clock;
  }

  /** The credentials, made now if need be. Throws what making them threw. */
  async get(): Promise<Secret> {
    const now = this.#clock.now();
    if (this.#current && now < this.#current.renewAt) return this.#current.secret;
    if (this.#failure && now < this.#failure.until) return this.#inHand(this.#failure.error);
    this.#underWay ??= this.#renew().finally(() => {
      this.#underWay = undefined;
    });
    return this.#underWay;
  }

  async #renew(): Promise<Secret> {
    try {
      const { secret, expiresAt = Number.POSITIVE_INFINITY } = await this.#issue();
      const now = this.#clock.now();
      // A session of 15 minutes, the shortest, must not be renewed all the time.
      const renewAt = expiresAt - Math.min(earlyMs, Math.max(0, expiresAt - now) / 4);
      this.#current = { secret, renewAt, endsAt: expiresAt };
      this.#failure = undefined;
      return secret;
    } catch (error) {
      this.#failure = { error, until: this.#clock.now() + failureMs };
      return this.#inHand(error);
    }
  }

  #inHand(error: unknown): Secret {
    if (this.#current && this.#clock.now() < this.#current.endsAt) return this.#current.secret;
    throw error;
  }
}
