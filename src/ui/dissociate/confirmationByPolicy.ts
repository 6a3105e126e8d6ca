import { homedir } from "node:os";
import { checkSafetyPolicy } from "../../credentials/checkSafetyPolicy.ts";
import { readSafetyPolicy } from "../../credentials/readSafetyPolicy.ts";
import { IpamError } from "../../ipam/IpamError.ts";
import type { Confirmation } from "../common/settings.ts";

/**
 * How a change is to be confirmed: as it otherwise is, or by typing the id where the Aliyun CLI's safety policy wants a
 * confirmation. Whoever wrote that policy meant the call, whichever program makes it.
 * @param action of VPC IPAM, such as `DissociateIpamResourceDiscovery`
 * @throws IpamError `refused` when the policy denies the action
 */
export async function confirmationByPolicy(action: string, otherwise: Confirmation): Promise<Confirmation> {
  const verdict = checkSafetyPolicy(await readSafetyPolicy(homedir(), process.env), action);
  if (verdict.action !== "deny") return verdict.action === "confirm" ? "typeId" : otherwise;
  throw new IpamError({
    reason: "refused",
    what: "The safety policy of the Aliyun CLI denies {action}, by its rule {part}. No change was sent.",
    advice: "Whoever set the policy can change it with aliyun configure safety-policy.",
    action,
    part: verdict.pattern,
    effect: "no",
  });
}
