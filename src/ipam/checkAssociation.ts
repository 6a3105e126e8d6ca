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
  tools: Omit<CheckTools, "isKnownOwnDefault" | "knownIpams">,
  signal?: AbortSignal,
): Promise<AssociationCheck> {
  const { region, ipamId, discoveryId } = target;
  const { api, now, clientToken } = tools;
  const reading = attempt(readAssociation(api, target, signal));
  const dryRun = await askDryRun(
    async (request, options) => {
      const answer = await api.dryRunAssociate(request, options);
      if (answer.outcome === "changed") await tools.onAlarm?.();
      return answer;
    },
    { region, ipamId, discoveryId, clientToken },
    signal,
    tools.onDryRun,
  );
  // The list may take long, and an alarm does not need it.
  if (dryRun.value?.outcome === "changed")
    return { target, checkedAt: now(), ...(await raiseAlarm(dryRun.value, target, tools)) };
  const unproven = dryRun.lost;
  // Also when a later try has passed: it says nothing of what an earlier one did.
  const again = unproven && (await lookAgain(unproven, "associate", target, tools));
  if (again && !(again instanceof IpamError)) return { target, checkedAt: now(), ...again };
  const association = await reading;
  const checked = { target, checkedAt: now() };
  throwIfCancelled(association, dryRun);
  if (again) return { ...checked, verdict: "cannotTell", error: dryRun.error ?? again, unproven };
  // Read as associated with a dry run that was lost, and not any more: what did that is not known.
  if (unproven && association.value)
    return { ...checked, verdict: "cannotTell", error: dryRun.error ?? unproven, unproven };
  // What is there already needs no word of the service, which has its own for it.
  if (association.value) {
    const requestId = dryRun.value?.requestId ?? dryRun.error?.detail.requestId;
    return { ...checked, verdict: "refused", why: "alreadyAssociated", ...(requestId && { requestId }) };
  }
  if (dryRun.error) return { ...checked, ...failedDryRun(dryRun.error, unproven) };
  if (association.error) return { ...checked, verdict: "cannotTell", error: association.error, unproven };
  return { ...checked, verdict: "ready", requestId: dryRun.value.requestId, unproven };
}
