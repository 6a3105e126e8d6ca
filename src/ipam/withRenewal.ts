import { IpamError } from "./IpamError.ts";
import { untilAborted } from "./untilAborted.ts";

/** Credentials that the service refused, and how it did. */
export interface CredentialRefusal<C> {
  readonly refused: C;
  readonly error: IpamError;
  /** How often it has refused credentials in this one piece of work: 1 at first. */
  readonly times: number;
}

/** Resolves once other credentials can be loaded: true; or once it is certain that there will be none: false. */
export type RenewCredentials<C> = (refusal: CredentialRefusal<C>) => Promise<boolean>;

/**
 * Runs work with the credentials in hand. When the service refuses these, as expired or not valid any more, the work
 * waits until they are renewed, and then goes on with the new ones; without renewal it fails as the service said.
 * @param signal its abort ends the wait for renewal with the signal's reason
 */
export async function withRenewal<C, T>(
  load: () => Promise<C>,
  work: (credentials: C) => Promise<T>,
  renew: RenewCredentials<C> | undefined,
  signal?: AbortSignal,
): Promise<T> {
  for (let times = 1; ; times += 1) {
    const refused = await load();
    try {
      return await work(refused);
    } catch (error) {
      if (!renew || !isRefusal(error)) throw error;
      if (!(await untilAborted(renew({ refused, error, times }), signal))) throw error;
    }
  }
}

function isRefusal(error: unknown): error is IpamError {
  return error instanceof IpamError && ["expiredCredentials", "invalidCredentials"].includes(error.reason);
}
