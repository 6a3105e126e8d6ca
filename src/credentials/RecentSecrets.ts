import type { Clock } from "../ipam/Clock.ts";
import type { Secret } from "./Secret.ts";

/** Holds secrets that were just used, so that a burst of requests reads the keychain once. */
export class RecentSecrets {
  readonly #clock: Clock;
  readonly #milliseconds: number;
  readonly #kept = new Map<string, { readonly secret: Secret; readonly end: AbortController }>();

  /** Holds each secret for that many milliseconds after its last use. */
  constructor(clock: Clock, milliseconds: number) {
    this.#clock = clock;
    this.#milliseconds = milliseconds;
  }

  use(profileId: string): Secret | undefined {
    const secret = this.#kept.get(profileId)?.secret;
    if (secret) this.keep(profileId, secret);
    return secret;
  }

  keep(profileId: string, secret: Secret): void {
    this.forget(profileId);
    const end = new AbortController();
    this.#kept.set(profileId, { secret, end });
    this.#clock.wait(this.#milliseconds, end.signal).then(
      () => this.forget(profileId),
      () => {},
    );
  }

  forget(profileId: string): void {
    this.#kept.get(profileId)?.end.abort();
    this.#kept.delete(profileId);
  }

  forgetAll(): void {
    for (const profileId of [...this.#kept.keys()]) this.forget(profileId);
  }
}
