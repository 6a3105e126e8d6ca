import type { Change } from "./Change.ts";
import type { Clock } from "./Clock.ts";
import type { IpamApi, Receipt } from "./IpamApi.ts";
import { IpamError } from "./IpamError.ts";
import type { Beginning, Journal } from "./Journal.ts";
import type { Intent } from "./JournalEntry.ts";
import { type ChangeAnswer, observeChange } from "./observeChange.ts";
import type { Settlement } from "./Settlement.ts";
import { toIpamError } from "./toIpamError.ts";

/** Who makes a change: an account, the API with its credentials, and the journal its changes stand in. */
export interface Actor {
  readonly accountId: string;
  /** Its endpoint stays the same for as long as this actor is used. */
  readonly api: IpamApi;
  readonly journal: Journal;
  /** The endpoint template of the API; empty for the public endpoints. */
  readonly endpoint: string;
}

/** Where a change stands once it was confirmed; see {@link ChangeStep}. */
export type SendingPhase = "sending" | "sent" | "verifying";

/** How whoever sends a change stays in touch with it. */
export interface Departure {
  /** Keeps every request from leaving that has not left yet. One that has left is waited for all the same. */
  readonly signal?: AbortSignal | undefined;
  readonly onPhase: (phase: SendingPhase) => void;
}

/** What sending needs from outside. */
export interface ChangeSenderTools {
  readonly clock: Clock;
  /** A new token, ASCII, at most 64 characters; never one used before. */
  readonly newClientToken: () => string;
}

/** What became of a confirmed change. Nothing took effect when `busy` or `notSent`. */
export type Sending =
  | { readonly settlement: Settlement }
  | { readonly busy: Extract<Beginning, { begun: false }> }
  | { readonly notSent: "cancelled" | "takenOver"; readonly refusal?: IpamError | undefined };

/**
 * Makes a confirmed change: journals it, sends it with one ClientToken, observes it, and writes down how it came out.
 *
 * Before every request that leaves, a retry too, the journal is read: this window must still hold the intent, and nobody
 * have settled it. Only a refusal that is proven counts as one; after anything else the outcome is read. Never throws.
 */
export async function sendChange(
  change: Change,
  { accountId, api, journal }: Actor,
  { clock, newClientToken }: ChangeSenderTools,
  { signal, onPhase }: Departure,
): Promise<Sending> {
  if (signal?.aborted) return { notSent: "cancelled" };
  const clientToken = newClientToken();
  let beginning: Beginning;
  try {
    beginning = await journal.begin(change, accountId, clientToken);
  } catch (cause) {
    return { settlement: { outcome: "refused", error: unwritable(cause), neverLeft: true } };
  }
  if (!beginning.begun) return { busy: beginning };
  const { intent } = beginning;
  onPhase("sending");
  const hold = journal.keepHold(intent);
  try {
    const answer = await request(intent, api, journal, { signal, onPhase });
    if ("notSent" in answer) {
      if (answer.refusal) await journal.settle(intent, { outcome: "refused", error: answer.refusal });
      else await journal.withdraw(intent);
      return answer;
    }
    let settlement: Settlement;
    if ("refused" in answer) {
      const { refused: error, neverLeft } = answer;
      settlement = { outcome: "refused", error, ...(neverLeft && { neverLeft }) };
    } else {
      onPhase("verifying");
      settlement = await observeChange(change, answer, { api, clock });
    }
    await journal.settle(intent, settlement);
    return { settlement };
  } finally {
    hold.dispose();
  }
}

/** Sends the request of an intent, and tells what its answer proves: no effect, or nothing yet. */
async function request(
  intent: Intent,
  api: IpamApi,
  journal: Journal,
  { signal, onPhase }: Departure,
): Promise<
  ChangeAnswer | { readonly refused: IpamError; readonly neverLeft: boolean } | Extract<Sending, { notSent: unknown }>
> {
  const { region, ipamId, discoveryId } = intent.target;
  let isTakenOver = false;
  let hasLeft = false;
  let neverLeft = true;
  let failure: IpamError | undefined;
  /** The failure of a try that may have taken effect. */
  let unproven: IpamError | undefined;
  /** That of the latest answer to any try. */
  let latestRequestId: string | undefined;
  let receipt: Receipt;
  try {
    receipt = await api[intent.action](
      { region, ipamId, discoveryId, clientToken: intent.clientToken },
      {
        signal,
        beforeSend: async () => {
          if (signal?.aborted) throw cancelled();
          isTakenOver = !(await maySend(intent, journal));
          if (isTakenOver || signal?.aborted) throw cancelled();
        },
        onLeft: () => {
          if (!hasLeft) onPhase("sent");
          hasLeft = true;
          neverLeft = false;
        },
        onHeldBack: (error) => {
          failure = error;
          latestRequestId = error.detail.requestId ?? latestRequestId;
          if (error.detail.effect === "maybe") unproven = error;
          if (unproven || !hasLeft) return;
          hasLeft = false;
          onPhase("sending");
        },
      },
    );
  } catch (thrown) {
    const error = toIpamError(thrown);
    if (unproven || error.detail.effect === "maybe") {
      // That no other try left says nothing of the one that did.
      const met = ["cancelled", "journal"].includes(error.reason) ? (unproven ?? error) : error;
      return { requestId: met.detail.requestId ?? latestRequestId, error: met };
    }
    if (isTakenOver) return { notSent: "takenOver", refusal: failure };
    return error.reason === "cancelled" ? { notSent: "cancelled", refusal: failure } : { refused: error, neverLeft };
  }
  return { ...receipt, requestId: receipt.requestId ?? latestRequestId };
}

/** @throws IpamError when the journal cannot be read: then nothing may be sent */
async function maySend(intent: Intent, journal: Journal): Promise<boolean> {
  try {
    return await journal.maySend(intent);
  } catch (cause) {
    throw unwritable(cause);
  }
}

function cancelled(): IpamError {
  return new IpamError({ reason: "cancelled", what: "The request was cancelled.", advice: "", effect: "no" });
}

function unwritable(cause: unknown): IpamError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  return new IpamError(
    {
      reason: "journal",
      what: "The journal could not be written or read ({code}); without it, no change is sent.",
      advice: "Make room and give write access to VS Code's folder for this extension, then try again.",
      code,
      effect: "no",
    },
    { cause },
  );
}
