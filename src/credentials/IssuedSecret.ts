import type { Secret } from "./Secret.ts";

/** Credentials that a source has just given. */
export interface IssuedSecret {
  readonly secret: Secret;
  /** Milliseconds since 1970; undefined when they stay good until their source changes. */
  readonly expiresAt?: number | undefined;
}
