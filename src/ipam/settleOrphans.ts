import type { Actor } from "./ChangeSender.ts";
import type { Clock } from "./Clock.ts";
import type { Journal } from "./Journal.ts";
import type { Intent } from "./JournalEntry.ts";
import { observeChange } from "./observeChange.ts";
import type { Settlement } from "./Settlement.ts";
import { toIpamError } from "./toIpamError.ts";

/** What settling needs from outside. */
export interface OrphanTools {
  readonly journal: Journal;
  readonly clock: Clock;
  /** @throws IpamError when the profile is gone or its credentials cannot be had */
  readonly actorFor: (intent: Intent) => Promise<Pick<Actor, "api" | "accountId">>;
  /** Told of each outcome, once, by the one window that found it out. */
  readonly onSettled: (intent: Intent, settlement: Settlement) => void;
}

/**
 * Finds out how changes came out whose window ended before it knew: by reading, as after any change; nothing is sent
 * again. Each is settled by one window alone, and its outcome written before it is told.
 * @throws when the journal can be neither read nor written
 */
export async function settleOrphans(tools: OrphanTools): Promise<void> {
  const { journal } = tools;
  const claimed: Intent[] = [];
  for (const intent of await journal.orphans()) if (await journal.claim(intent)) claimed.push(intent);
  await Promise.all(
    claimed.map(async (intent) => {
      const settlement = await settlementOf(intent, tools);
      await journal.settle(intent, settlement);
      tools.onSettled(intent, settlement);
    }),
  );
}

async function settlementOf(intent: Intent, { actorFor, clock }: OrphanTools): Promise<Settlement> {
  try {
    const { api } = await actorFor(intent);
    return await observeChange(intent, {}, { api, clock });
  } catch (cause) {
    return { outcome: "unknown", requestId: undefined, error: toIpamError(cause), until: clock.now() };
  }
}
