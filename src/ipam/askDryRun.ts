import type { Attempt } from "./attempt.ts";
import type { NotChecked } from "./ChangeStep.ts";
import type { ChangeRequest, DryRunAnswer, SendingOptions } from "./IpamApi.ts";
import type { IpamError } from "./IpamError.ts";
import { toIpamError } from "./toIpamError.ts";

/** Where a dry run stands. */
export type DryRunState = NotChecked["dryRun"];

/** How a dry run came out. `lost`: a try of which no answer proves that it changed nothing, though a later one may have passed. */
export type AskedDryRun = Attempt<DryRunAnswer> & { readonly lost?: IpamError | undefined };

/**
 * Asks for a dry run. Never throws.
 * @param onState called each time it stands elsewhere. A refusal of a try is an answer, as it proves that nothing changed.
 */
export async function askDryRun(
  send: (request: ChangeRequest, options: SendingOptions) => Promise<DryRunAnswer>,
  request: ChangeRequest,
  signal: AbortSignal | undefined,
  onState: (state: DryRunState) => void = () => {},
): Promise<AskedDryRun> {
  let lost: IpamError | undefined;
  let hasLeft = false;
  const onFailed = (error: IpamError) => {
    if (error.detail.effect === "maybe") lost = error;
    // Where no connection stood, nobody answered.
    if (!lost) onState(hasLeft ? "answered" : "notSent");
  };
  try {
    const answer = await send(request, {
      signal,
      onLeft: () => {
        hasLeft = true;
        onState("unanswered");
      },
      onHeldBack: onFailed,
    });
    onState("answered");
    return { value: answer, lost };
  } catch (thrown) {
    const error = toIpamError(thrown);
    if (error.reason !== "cancelled") onFailed(error);
    return { error, lost };
  }
}
