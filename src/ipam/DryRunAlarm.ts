import { attempt } from "./attempt.ts";
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

/**
 * Reads an association at once after a dry run that was answered like the change itself. What may have been changed is
 * found out even when the person has cancelled meanwhile.
 * @param onAlarm waited for before anything is read
 */
export async function raiseAlarm(
  { requestId, unreadable }: Extract<DryRunAnswer, { outcome: "changed" }>,
  target: Target,
  { api, onAlarm }: { readonly api: IpamApi; readonly onAlarm?: (() => Promise<void>) | undefined },
): Promise<DryRunAlarm> {
  await onAlarm?.();
  const read = await attempt(readAssociation(api, target));
  const observed = read.error ? "unknown" : read.value ? "associated" : "gone";
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
  api: IpamApi,
): Promise<DryRunAlarm | IpamError | undefined> {
  const read = await attempt(readAssociation(api, target));
  if (read.error) return read.error;
  const observed = read.value ? "associated" : "gone";
  if ((observed === "associated") !== (action === "associate")) return undefined;
  return { verdict: "alarm", observed, lost, requestId: lost.detail.requestId };
}
