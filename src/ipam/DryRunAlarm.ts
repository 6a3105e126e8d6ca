import { attempt } from "./attempt.ts";
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
  /** Why nothing is known of an answer, where the two ends were read differently before and after. */
  readonly lost?: IpamError | undefined;
  readonly requestId: string | undefined;
}

/**
 * Reads an association at once after a dry run that was answered like the change itself. What may have been changed is
 * found out even when the person has cancelled meanwhile.
 */
export async function raiseAlarm(
  { requestId, unreadable }: Extract<DryRunAnswer, { outcome: "changed" }>,
  target: Target,
  api: IpamApi,
): Promise<DryRunAlarm> {
  const read = await attempt(readAssociation(api, target));
  const observed = read.error ? "unknown" : read.value ? "associated" : "gone";
  return { verdict: "alarm", observed, ...(unreadable && { unreadable }), requestId };
}

/**
 * Looks again after a dry run of which no answer proves that it changed nothing.
 * @param wasAssociated what was read beside the dry run
 * @returns an alarm when the two ends are read differently now, or why they cannot be read
 */
export async function lookAgain(
  lost: IpamError,
  wasAssociated: boolean,
  target: Target,
  api: IpamApi,
): Promise<DryRunAlarm | IpamError | undefined> {
  const read = await attempt(readAssociation(api, target));
  if (read.error) return read.error;
  if ((read.value !== undefined) === wasAssociated) return undefined;
  const observed = wasAssociated ? "gone" : "associated";
  return { verdict: "alarm", observed, lost, requestId: lost.detail.requestId };
}
