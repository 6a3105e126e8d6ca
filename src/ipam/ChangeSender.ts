import type { Change } from "./Change.ts";
import type { Clock } from "./Clock.ts";
import type { IpamApi, Receipt } from "./IpamApi.ts";
import { IpamError } from "./IpamError.ts";
import type { Beginning, Journal } from "./Journal.ts";
import type { Intent } from "./JournalEntry.ts";
import { observeChange } from "./observeChange.ts";
import type { Settlement } from "./Settlement.ts";
import type { Target } from "./Target.ts";
import { toIpamError } from "./toIpamError.ts";

/** Who makes a change: an account, the API with its credentials, and the journal its changes stand in. */
export interface Actor {
  readonly accountId: string;
  readonly api: IpamApi;
  readonly journal: Journal;
}

/** Where a change stands once it was confirmed. */
export type SendingPhase = "sent" | "verifying";

/** What sending needs from outside. */
export interface ChangeSenderTools {
  readonly clock: Clock;
  /** A new token, ASCII, at most 64 characters; never one used before. */
  readonly newClientToken: () => string;
  readonly onPhase: (target: Target, phase: SendingPhase) => void;
  /** Told when an outcome is known and could not be written down. It is found out again at the next start. */
  readonly onUnwritten: (intent: Intent, error: unknown) => void;
}

/** How whoever sends a change stays in touch with it. */
export interface Departure {
  /** Ends it as long as the request has not left; after that it does nothing. */
  readonly signal?: AbortSignal | undefined;
  /** Told when the request leaves, and never when nothing is sent. */
  readonly onLeaving?: () => void;
}

/** What became of a confirmed change: nothing was sent when `busy`, as another window is at it, or when `cancelled`. */
export type Sending =
  | { readonly settlement: Settlement }
  | { readonly busy: Extract<Beginning, { begun: false }> }
  | { readonly cancelled: true };

/** A confirmed change: journalled, then sent once with one ClientToken, then observed. */
export class ChangeSender {
  readonly #tools: ChangeSenderTools;

  constructor(tools: ChangeSenderTools) {
    this.#tools = tools;
  }

  /** Nothing ends it half way: a request that has left may take effect, so it is found out. Never throws. */
  async send(
    change: Change,
    { accountId, api, journal }: Actor,
    { signal, onLeaving }: Departure = {},
  ): Promise<Sending> {
    if (signal?.aborted) return { cancelled: true };
    const clientToken = this.#tools.newClientToken();
    let beginning: Beginning;
    try {
      beginning = await journal.begin(change, accountId, clientToken);
    } catch (cause) {
      return { settlement: { outcome: "refused", error: unwritable(cause) } };
    }
    if (!beginning.begun) return { busy: beginning };
    const { intent } = beginning;
    if (signal?.aborted) {
      await this.#write(intent, journal.withdraw(intent));
      return { cancelled: true };
    }
    onLeaving?.();
    const settlement = await this.#carryOut(change, clientToken, api);
    await this.#write(intent, journal.settle(intent, settlement));
    return { settlement };
  }

  async #write(intent: Intent, written: Promise<void>): Promise<void> {
    try {
      await written;
    } catch (error) {
      this.#tools.onUnwritten(intent, error);
    }
  }

  async #carryOut(change: Change, clientToken: string, api: IpamApi): Promise<Settlement> {
    const { region, ipamId, discoveryId } = change.target;
    this.#tools.onPhase(change.target, "sent");
    let receipt: Receipt;
    try {
      receipt = await api[change.action]({ region, ipamId, discoveryId, clientToken });
    } catch (cause) {
      const error = toIpamError(cause);
      if (error.detail.effect === "no") return { outcome: "refused", error };
      return this.#observe(change, { requestId: error.detail.requestId, error }, api);
    }
    return this.#observe(change, receipt, api);
  }

  #observe(change: Change, answer: Parameters<typeof observeChange>[1], api: IpamApi): Promise<Settlement> {
    this.#tools.onPhase(change.target, "verifying");
    return observeChange(change, answer, { api, clock: this.#tools.clock });
  }
}

function unwritable(cause: unknown): IpamError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  return new IpamError(
    {
      reason: "journal",
      what: "The journal could not be written ({code}), so nothing was sent.",
      advice: "Make room and give write access to VS Code's folder for this extension, then try again.",
      code,
      effect: "no",
    },
    { cause },
  );
}
