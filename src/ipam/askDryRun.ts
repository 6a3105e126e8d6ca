import type { NotChecked } from "./ChangeStep.ts";
import type { ChangeRequest, DryRunAnswer, SendingOptions } from "./IpamApi.ts";
import { toIpamError } from "./toIpamError.ts";

/** Where a dry run stands. */
export type DryRunState = NotChecked["dryRun"];

/**
 * Asks for a dry run.
 * @param onState called each time it stands elsewhere. A refusal of a try is an answer, as it proves that nothing changed.
 */
export async function askDryRun(
  send: (request: ChangeRequest, options: SendingOptions) => Promise<DryRunAnswer>,
  request: ChangeRequest,
  signal: AbortSignal | undefined,
  onState: (state: DryRunState) => void = () => {},
): Promise<DryRunAnswer> {
  let isLost = false;
  const onRefused = (effect: "no" | "maybe") => {
    isLost ||= effect === "maybe";
    if (!isLost) onState("answered");
  };
  try {
    const answer = await send(request, {
      signal,
      beforeSend: async () => onState("unanswered"),
      onHeldBack: ({ detail }) => onRefused(detail.effect),
    });
    onState("answered");
    return answer;
  } catch (thrown) {
    const error = toIpamError(thrown);
    if (error.reason !== "cancelled") onRefused(error.detail.effect);
    throw error;
  }
}
