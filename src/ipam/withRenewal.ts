import { IpamError } from "./IpamError.ts";
import { untilAborted } from "./untilAborted.ts";

/** Credentials that the service refused, and how it did. */
export interface CredentialRefusal<C> {
  /** Undefined where they were refused while they were loaded, such as by STS. */
  readonly refused: C | undefined;
  readonly error: IpamError;
  /** How often it has refused credentials in this one piece of work: 1 at first. */
  readonly times: number;
  readonly work: PieceOfWork;
}

/** What a person or the program wants done; it may take several requests. */
export interface PieceOfWork {
  /** How often the service has refused the credentials of its requests. */
  refusals: number;
  /** Whether one of its requests may have taken effect, although its credentials were refused. */
  mayHaveTakenEffect?: boolean;
}

/** Resolves once other credentials can be loaded: true; or once it is certain that there will be none: false. */
export type RenewCredentials<C> = (refusal: CredentialRefusal<C>) => Promise<boolean>;

/**
 * Runs work with the credentials in hand. When the service refuses these, as expired or not valid any more, the work
 * waits until they are renewed, and then goes on with the new ones; without renewal it fails as the service said. STS may
 * refuse them as soon as they are loaded, which is the same refusal.
 * @param signal its abort ends the wait for renewal with the signal's reason
 * @param work.refusals counted on, where this is one of several requests of a piece of work
 */
export async function withRenewal<C, T>(
  load: () => Promise<C>,
  run: (credentials: C) => Promise<T>,
  renew: RenewCredentials<C> | undefined,
  { signal, work = { refusals: 0 } }: { readonly signal?: AbortSignal | undefined; readonly work?: PieceOfWork } = {},
): Promise<T> {
  for (;;) {
    let refused: C | undefined;
    try {
      refused = await load();
      return await run(refused);
    } catch (error) {
      if (error instanceof IpamError && error.detail.effect === "maybe") work.mayHaveTakenEffect = true;
      // Nobody waits for other credentials any more, so that the refusal is the end.
      if (!renew || !isRefusal(error) || signal?.aborted) throw error;
      work.refusals += 1;
      if (!(await untilAborted(renew({ refused, error, times: work.refusals, work }), signal))) throw error;
    }
  }
}

function isRefusal(error: unknown): error is IpamError {
  return error instanceof IpamError && ["expiredCredentials", "invalidCredentials"].includes(error.reason);
}
