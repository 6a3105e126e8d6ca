import type { ChangeAction } from "./Change.ts";
import type { Clock } from "./Clock.ts";
import type { IpamApi } from "./IpamApi.ts";
import type { IpamError } from "./IpamError.ts";
import { readAssociation } from "./readAssociation.ts";
import type { Settlement } from "./Settlement.ts";
import type { Target } from "./Target.ts";
import { toIpamError } from "./toIpamError.ts";

/** How long the outcome of a change is looked for, and how the looks are spaced. Milliseconds. */
const observation = { forMs: 60_000, firstWaitMs: 500, longestWaitMs: 8_000 } as const;

/** What the answer to the change itself said, if one arrived. */
export interface ChangeAnswer {
  readonly requestId?: string | undefined;
  readonly error?: IpamError | undefined;
}

/** Reads an association until it is what the change was to make of it, or a minute is over. Never throws. */
export async function observeChange(
  { action, target }: { readonly action: ChangeAction; readonly target: Target },
  { requestId, error }: ChangeAnswer,
  { api, clock }: { readonly api: IpamApi; readonly clock: Clock },
): Promise<Settlement> {
  const wanted = action === "associate";
  const end = clock.now() + observation.forMs;
  let seenAt: number | undefined;
  let unread: IpamError | undefined;
  for (let waitMs: number = observation.firstWaitMs; ; waitMs = Math.min(2 * waitMs, observation.longestWaitMs)) {
    try {
      const isAssociated = (await readAssociation(api, target)) !== undefined;
      const observedAt = clock.now();
      if (isAssociated === wanted) return { outcome: wanted ? "associated" : "dissociated", requestId, observedAt };
      seenAt = observedAt;
    } catch (thrown) {
      unread = toIpamError(thrown);
    }
    if (clock.now() + waitMs > end) break;
    await clock.wait(waitMs);
  }
  if (seenAt === undefined) return { outcome: "unknown", requestId, error: error ?? unread, until: clock.now() };
  return { outcome: wanted ? "notAssociated" : "stillAssociated", requestId, error, observedAt: seenAt };
}
