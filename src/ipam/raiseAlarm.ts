import { attempt } from "./attempt.ts";
import type { DryRunAlarm } from "./DryRunAlarm.ts";
import type { DryRunAnswer, IpamApi } from "./IpamApi.ts";
import { readAssociation } from "./readAssociation.ts";
import type { Target } from "./Target.ts";

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
  return { verdict: "alarm", observed, unreadable, requestId };
}
