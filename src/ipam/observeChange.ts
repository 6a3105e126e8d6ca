import type { ChangeAction } from "./Change.ts";
import type { Clock } from "./Clock.ts";
import type { IpamApi } from "./IpamApi.ts";
import type { IpamError } from "./IpamError.ts";
import { readAssociation } from "./readAssociation.ts";
import type { Settlement } from "./Settlement.ts";
import type { Target } from "./Target.ts";
import { toIpamError } from "./toIpamError.ts";

/**
 * How long the outcome of a change is looked for, and how the looks are spaced, in milliseconds. Where a machine sleeps
 * meanwhile, time may be over with the first look after it: a few looks are made in any case.
 */
const observation = { forMs: 60_000, firstWaitMs: 500, longestWaitMs: 8_000, looksAtLeast: 4 } as const;

/** What the answer to the change itself said, if one arrived. */
export interface ChangeAnswer {
  readonly requestId?: string | undefined;
  readonly error?: IpamError | undefined;
}

/**
 * Reads an association until it is what the change was to make of it, or a minute is over. Never throws.
 *
 * The last look decides: where it failed, nothing is known, whatever an earlier one showed.
 */
export async function observeChange(
  { action, target }: { readonly action: ChangeAction; readonly target: Target },
  { requestId, error }: ChangeAnswer,
  { api, clock }: { readonly api: IpamApi; readonly clock: Clock },
): Promise<Settlement> {
  const wanted = action === "associate";
  const end = clock.elapsed() + observation.forMs;
  for (let look = 1, waitMs: number = observation.firstWaitMs; ; look += 1) {
    let unread: IpamError | undefined;
    try {
      const isAssociated = (await readAssociation(api, target)) !== undefined;
      if (isAssociated === wanted) {
        return { outcome: wanted ? "associated" : "dissociated", requestId, observedAt: clock.now() };
      }
    } catch (thrown) {
      unread = toIpamError(thrown);
    }
    if (look >= observation.looksAtLeast && clock.elapsed() + waitMs > end) {
      return unread
        ? { outcome: "unknown", requestId, error: unread, until: clock.now() }
        : { outcome: wanted ? "notAssociated" : "stillAssociated", requestId, error, observedAt: clock.now() };
    }
    await clock.wait(waitMs);
    waitMs = Math.min(2 * waitMs, observation.longestWaitMs);
  }
}
