import type { Association } from "./Association.ts";
import { type Attempt, attempt } from "./attempt.ts";
import type { ChangeAction } from "./Change.ts";
import type { DryRunAnswer, IpamApi } from "./IpamApi.ts";
import type { IpamError } from "./IpamError.ts";
import { readAssociation } from "./readAssociation.ts";
import type { Target } from "./Target.ts";

/** A dry run after which something may have changed: it was answered 2xx, as only the change itself should be. */
export interface DryRunAlarm {
  readonly verdict: "alarm";
  /** What a reading at once afterwards showed. */
  readonly observed: "associated" | "gone" | "unknown";
  /** What was wrong with the answer, where it may not have been the service's. */
  readonly unreadable?: IpamError | undefined;
  /** Why no answer proves that nothing changed, where the two ends are read then as the change would have left them. */
  readonly lost?: IpamError | undefined;
  readonly requestId: string | undefined;
}

/** What a reading showed at once after a dry run that may have changed something. */
export interface SeenAfterDryRun extends Pick<DryRunAlarm, "observed" | "requestId"> {
  /** What was wrong with the answer to the dry run. */
  readonly error: IpamError | undefined;
}

/** What reading again needs from outside. */
export interface AlarmTools {
  readonly api: IpamApi;
  /**
   * Called as soon as a dry run may have changed something, and awaited before what it did is read: the answer is an alarm,
   * or no answer proves that nothing changed. May be called again for the same dry run. Never rejects.
   */
  readonly onAlarm?: (() => Promise<void>) | undefined;
  /** Called after `onAlarm` with what was read, even when the person has cancelled. Never rejects. */
  readonly onSeen?: ((seen: SeenAfterDryRun) => Promise<void>) | undefined;
}

/**
 * Reads an association at once after a dry run that was answered like the change itself. What may have been changed is
 * found out even when the person has cancelled meanwhile.
 */
export async function raiseAlarm(
  { requestId, unreadable }: Extract<DryRunAnswer, { outcome: "changed" }>,
  target: Target,
  { api, onAlarm, onSeen }: AlarmTools,
): Promise<DryRunAlarm> {
  await onAlarm?.();
  const observed = observedIn(await attempt(readAssociation(api, target)));
  await onSeen?.({ observed, requestId, error: unreadable });
  return { verdict: "alarm", observed, ...(unreadable && { unreadable }), requestId };
}

/**
 * Looks again after a dry run of which no answer proves that it changed nothing. What was read at the same time as the dry
 * run does not count: its effect may have come first.
 * @returns an alarm when the two ends are as the change would leave them, or why they cannot be read
 */
export async function lookAgain(
  lost: IpamError,
  action: ChangeAction,
  target: Target,
  { api, onAlarm, onSeen }: AlarmTools,
): Promise<DryRunAlarm | IpamError | undefined> {
  const { requestId } = lost.detail;
  // A list that lags may hide what it did, so that other windows look in the journal for the reason of a later loss.
  await onAlarm?.();
  const read = await attempt(readAssociation(api, target));
  const observed = observedIn(read);
  await onSeen?.({ observed, requestId, error: lost });
  if (read.error) return read.error;
  if ((observed === "associated") !== (action === "associate")) return undefined;
  return { verdict: "alarm", observed, lost, requestId };
}

function observedIn(read: Attempt<Association | undefined>): DryRunAlarm["observed"] {
  if (read.error) return "unknown";
  return read.value ? "associated" : "gone";
}
