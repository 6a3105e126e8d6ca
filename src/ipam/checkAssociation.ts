import type { AssociationCheck } from "./AssociationCheck.ts";
import { askDryRun } from "./askDryRun.ts";
import { attempt, throwIfCancelled } from "./attempt.ts";
import type { CheckTools } from "./checkDissociation.ts";
import { lookAgain, raiseAlarm } from "./DryRunAlarm.ts";
import { failedDryRun } from "./failedDryRun.ts";
import { IpamError } from "./IpamError.ts";
import { readAssociation } from "./readAssociation.ts";
import type { Target } from "./Target.ts";

/**
 * Finds out what associating two ends would do, changing nothing: reads whether they are associated and sends the dry
 * run, at once.
 * @throws IpamError only with reason `cancelled`
 */
export async function checkAssociation(
  target: Target,
  { api, now, clientToken, onDryRun, onAlarm }: Omit<CheckTools, "isKnownOwnDefault" | "knownIpams">,
  signal?: AbortSignal,
): Promise<AssociationCheck> {
  const { region, ipamId, discoveryId } = target;
  const [association, dryRun] = await Promise.all([
    attempt(readAssociation(api, target, signal)),
    askDryRun(
      (request, options) => api.dryRunAssociate(request, options),
      { region, ipamId, discoveryId, clientToken },
      signal,
      onDryRun,
    ),
  ]);
  const checked = { target, checkedAt: now() };
  if (dryRun.value?.outcome === "changed")
    return { ...checked, ...(await raiseAlarm(dryRun.value, target, { api, onAlarm })) };
  // Also when a later try has passed: it says nothing of what an earlier one did.
  const again = dryRun.lost && (await lookAgain(dryRun.lost, "associate", target, api));
  if (again && !(again instanceof IpamError)) return { ...checked, ...again };
  throwIfCancelled(association, dryRun);
  if (again) return { ...checked, verdict: "cannotTell", error: dryRun.error ?? again, unproven: dryRun.lost };
  // Read as associated with a dry run that was lost, and not any more: what did that is not known.
  if (dryRun.lost && association.value)
    return { ...checked, verdict: "cannotTell", error: dryRun.error ?? dryRun.lost, unproven: dryRun.lost };
  // What is there already needs no word of the service, which has its own for it.
  if (association.value) {
    const requestId = dryRun.value?.requestId ?? dryRun.error?.detail.requestId;
    return { ...checked, verdict: "refused", why: "alreadyAssociated", ...(requestId && { requestId }) };
  }
  if (dryRun.error) return { ...checked, ...failedDryRun(dryRun.error, dryRun.lost) };
  if (association.error) return { ...checked, verdict: "cannotTell", error: association.error, unproven: dryRun.lost };
  return { ...checked, verdict: "ready", requestId: dryRun.value.requestId };
}
