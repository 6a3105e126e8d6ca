import type { Credentials } from "./Credentials.ts";

/** Temporary credentials of a role. */
export interface RoleSession {
  readonly credentials: Credentials;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}
