import type { NotChecked } from "./ChangeStep.ts";
import type { ChangeRequest, DryRunAnswer, SendingOptions } from "./IpamApi.ts";
import type { IpamError } from "./IpamError.ts";
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
  let isAnswered = false;
  const onFailed = ({ reason, detail }: IpamError) => {
    isLost ||= detail.effect === "maybe";
    // Where no connection stood, nobody answered; a proxy that refuses one has a status of its own.
    isAnswered ||= detail.httpStatus !== undefined && reason !== "proxy";
    if (!isLost) onState(isAnswered ? "answered" : "notSent");
  };
  try {
    const answer = await send(request, {
      signal,
      beforeSend: async () => onState("unanswered"),
      onHeldBack: onFailed,
    });
    onState("answered");
    return answer;
  } catch (thrown) {
    const error = toIpamError(thrown);
    if (error.reason !== "cancelled") onFailed(error);
    throw error;
  }
}
