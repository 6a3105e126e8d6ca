import type { Association } from "./Association.ts";
import { type AskedDryRun, askDryRun, type DryRunState } from "./askDryRun.ts";
import { type Attempt, attempt, throwIfCancelled } from "./attempt.ts";
import type { DissociationCheck } from "./DissociationCheck.ts";
import { type AlarmTools, lookAgain, raiseAlarm } from "./DryRunAlarm.ts";
import { failedDryRun } from "./failedDryRun.ts";
import type { Ipam } from "./Ipam.ts";
import { IpamError } from "./IpamError.ts";
import { readAssociation } from "./readAssociation.ts";
import type { Target } from "./Target.ts";

/** What a check needs from outside. */
export interface CheckTools extends AlarmTools {
  readonly now: () => number;
  /** Of the dry run: ASCII, at most 64 characters; never one used before. */
  readonly clientToken: string;
  /** Called each time the dry run stands elsewhere. */
  readonly onDryRun?: (state: DryRunState) => void;
  /** Whether the inventory of the account shows the association. */
  readonly isSeen?: (target: Target) => boolean;
  /** Whether the inventory already knows that the discovery is the IPAM's own default one. */
  readonly isKnownOwnDefault?: (target: Target) => boolean;
  /**
   * The IPAM of a target as it was read before, or none where it belongs to another account: given where a look at what
   * is known will do instead of one more request. An IPAM keeps its default discovery.
   */
  readonly knownIpams?: (target: Target) => readonly Ipam[];
}

/**
 * Finds out what a dissociation would do, changing nothing: reads both ends live and sends the dry run, at once.
 *
 * The own default discovery is refused before anything is sent. A dry run that has left is waited for though the signal
 * aborts: its answer may be an alarm.
 * @throws IpamError only with reason `cancelled`
 */
export async function checkDissociation(
  target: Target,
  tools: CheckTools,
  signal?: AbortSignal,
): Promise<DissociationCheck> {
  if (tools.isKnownOwnDefault?.(target)) {
    return { target, checkedAt: tools.now(), verdict: "refused", why: "ownDefault" };
  }
  const lists = Promise.all([
    attempt(
      tools.knownIpams
        ? Promise.resolve(tools.knownIpams(target))
        : tools.api.listIpams(target.region, { ipamIds: [target.ipamId] }, { signal }),
    ),
    attempt(readAssociation(tools.api, target, signal)),
  ]);
  const dryRun = await askDryRun(
    async (request, options) => {
      const answer = await tools.api.dryRunDissociate(request, options);
      if (answer.outcome === "changed") await tools.onAlarm?.();
      return answer;
    },
    { ...ends(target), clientToken: tools.clientToken },
    signal,
    tools.onDryRun,
  );
  // The lists may take long, and an alarm needs none of them.
  if (dryRun.value?.outcome === "changed") {
    return { target, checkedAt: tools.now(), ...(await raiseAlarm(dryRun.value, target, tools)) };
  }
  if (dryRun.lost && !(await seesIt(target, tools, lists))) {
    // An account that sees neither end reads it as absent, whatever the dry run did: that is no sign of an effect.
    const error = dryRun.error ?? dryRun.lost;
    return { target, checkedAt: tools.now(), verdict: "cannotTell", error, unproven: dryRun.lost };
  }
  // Also when a later try has passed: it says nothing of what an earlier one did.
  const again = dryRun.lost && (await lookAgain(dryRun.lost, "dissociate", target, tools));
  if (again && !(again instanceof IpamError)) return { target, checkedAt: tools.now(), ...again };
  const [ipams, associations] = await lists;
  const checked = { target, checkedAt: tools.now() };
  throwIfCancelled(ipams, associations, dryRun);
  if (again) return { ...checked, verdict: "cannotTell", error: dryRun.error ?? again, unproven: dryRun.lost };
  // Read as gone with a dry run that was lost, and there again: what did that is not known.
  if (dryRun.lost && !associations.error && !associations.value)
    return { ...checked, verdict: "cannotTell", error: dryRun.error ?? dryRun.lost, unproven: dryRun.lost };
  return { ...checked, ...verdict(target, ipams, associations, dryRun) };
}

/**
 * Whether the account sees the association where it is there: it has seen it before, or at the same time, or the IPAM is its
 * own. Where the lists do not tell, as after a cancel, it may: one alarm too many is better than none.
 */
async function seesIt(
  target: Target,
  tools: CheckTools,
  lists: Promise<readonly [Attempt<readonly Ipam[]>, Attempt<Association | undefined>]>,
): Promise<boolean> {
  if (tools.isSeen?.(target)) return true;
  const [ipams, associations] = await lists;
  if (ipams.error || associations.error || associations.value) return true;
  return ipams.value.some(({ ipamId }) => ipamId === target.ipamId);
}

type Verdict = DissociationCheck extends infer Check
  ? Check extends DissociationCheck
    ? Omit<Check, "target" | "checkedAt">
    : never
  : never;

function verdict(
  target: Target,
  ipams: Attempt<readonly Ipam[]>,
  association: Attempt<Association | undefined>,
  dryRun: AskedDryRun,
): Verdict {
  const unproven = dryRun.lost;
  const ipam = ipams.value?.find(({ ipamId }) => ipamId === target.ipamId);
  if (ipam?.defaultDiscoveryId === target.discoveryId) return { verdict: "refused", why: "ownDefault", unproven };
  if (dryRun.error) return failedDryRun(dryRun.error, unproven);
  const unread = association.error ?? ipams.error;
  if (unread) return { verdict: "cannotTell", error: unread, unproven };
  const { requestId } = dryRun.value;
  // Whether the dry run itself looks at the association is not documented, so the reading decides.
  if (!association.value) return { verdict: "refused", why: "notAssociated", requestId, unproven };
  return { verdict: "ready", association: association.value, ipam, requestId, unproven };
}

function ends({ region, ipamId, discoveryId }: Target): Pick<Target, "region" | "ipamId" | "discoveryId"> {
  return { region, ipamId, discoveryId };
}
