import type { Association } from "../../src/ipam/Association.ts";
import type {
  CallOptions,
  ChangeRequest,
  DryRunAnswer,
  IpamApi,
  Receipt,
  ResourceTally,
  SendingOptions,
} from "../../src/ipam/IpamApi.ts";
import { IpamError, type IpamErrorDetail } from "../../src/ipam/IpamError.ts";
import type { Target } from "../../src/ipam/Target.ts";
import { toIpamError } from "../../src/ipam/toIpamError.ts";
import { association, ipam } from "./records.ts";

/** A request that has left. */
export interface SentRequest extends ChangeRequest {
  readonly action: "dissociate" | "associate" | "dryRun";
}

/** What one try of a request comes to. */
export type Try<Answer> = (request: ChangeRequest) => Promise<Answer>;

/** The discovery that is associated in the beginning. */
export const shared = "ipam-res-disco-shared";

/** A target of the API below. */
export function targetOf(discoveryId: string = shared, profile = "p"): Target {
  return { profile, region: "cn-hangzhou", ipamId: "ipam-a1", discoveryId };
}

/** A failure of which nobody knows whether the request took effect, unless the fields say otherwise. */
export function failure(detail: Partial<IpamErrorDetail> = {}): IpamError {
  return new IpamError({ reason: "timeout", what: "w", advice: "a", effect: "maybe", ...detail });
}

/** A refusal that proves that nothing was carried out. */
export function refusal(detail: Partial<IpamErrorDetail> = {}): IpamError {
  return failure({ reason: "refused", effect: "no", ...detail });
}

/**
 * An API with one IPAM, whose associations exist until they are ended, and whose answers a test scripts try by try. As the
 * port says, it asks before each try, tells of each try that is held back, and never breaks off one that has left.
 */
export class ScriptedApi {
  readonly associated = new Set([shared]);
  /** Every try that has left. */
  readonly sent: SentRequest[] = [];
  ipamReadings = 0;
  readings = 0;
  counts = 0;
  /** Tries to come of the changes of a discovery. Behind them, a change takes effect and is answered. */
  readonly tries = new Map<string, Try<Receipt>[]>();
  /** Tries to come of dry runs. Behind them, a dry run passes. */
  readonly dryRuns: Try<DryRunAnswer>[] = [];
  /** What happens before a try while credentials are loaded. */
  loadCredentials: () => unknown = () => {};
  /** What happens between a try that failed and the next one. */
  backOff: () => unknown = () => {};
  /** What is read of the associations, whatever a filter asks for. */
  readAssociations: () => Promise<readonly Association[]> = async () =>
    [...this.associated].map((discoveryId) => association({ discoveryId }));
  count: (options?: CallOptions) => Promise<ResourceTally> = async () => ({ vpcs: 1, vSwitches: 1, atMost: false });

  /** The tries to come of the changes of a discovery. */
  script(tries: readonly Try<Receipt>[], discoveryId: string = shared): void {
    this.tries.set(discoveryId, [...tries]);
  }

  /** A try that takes effect and is answered. */
  readonly done: Try<Receipt> = async ({ discoveryId }) => {
    if (!this.associated.delete(discoveryId)) this.associated.add(discoveryId);
    return { requestId: "REAL" };
  };

  /** A try that takes effect, and whose answer is this failure. */
  doneBut(error: IpamError): Try<never> {
    return async (request) => {
      await this.done(request);
      throw error;
    };
  }

  /** A try that finds no connection, so that it does not leave. */
  readonly noConnection: Try<never> = () =>
    Promise.reject(failure({ reason: "unreachable", code: "ECONNREFUSED", effect: "no" }));

  /** Actions of the requests that have left. */
  get actions(): readonly string[] {
    return this.sent.map(({ action }) => action);
  }

  /** The changes that have left, dry runs left out. */
  get changes(): readonly SentRequest[] {
    return this.sent.filter(({ action }) => action !== "dryRun");
  }

  asApi(): IpamApi {
    const unexpected = () => Promise.reject(new Error("not expected in this test"));
    const dryRun = (request: ChangeRequest, options?: SendingOptions) =>
      this.#send("dryRun", request, this.dryRuns, passed, options);
    const change =
      (action: "dissociate" | "associate") =>
      (request: ChangeRequest, options?: SendingOptions): Promise<Receipt> =>
        this.#send(action, request, this.tries.get(request.discoveryId) ?? [], this.done, options);
    return {
      listIpams: async () => {
        this.ipamReadings += 1;
        return [ipam()];
      },
      listAssociations: () => {
        this.readings += 1;
        return this.readAssociations();
      },
      countDiscoveredResources: (_query, options) => {
        this.counts += 1;
        return this.count(options);
      },
      dryRunDissociate: dryRun,
      dryRunAssociate: dryRun,
      dissociate: change("dissociate"),
      associate: change("associate"),
      listOwnDiscoveries: unexpected,
      listSharedDiscoveries: unexpected,
      listDiscoveredResources: unexpected,
      isServiceOpened: unexpected,
    };
  }

  async #send<Answer>(
    action: SentRequest["action"],
    request: ChangeRequest,
    tries: Try<Answer>[],
    last: Try<Answer>,
    { signal, beforeSend, onLeft, onHeldBack }: SendingOptions = {},
  ): Promise<Answer> {
    for (;;) {
      const next = tries.shift() ?? last;
      stopIfAborted(signal);
      await this.loadCredentials();
      stopIfAborted(signal);
      await beforeSend?.();
      if (next !== this.noConnection) onLeft?.();
      this.sent.push({ action, ...request });
      try {
        return await next(request);
      } catch (thrown) {
        const error = toIpamError(thrown);
        if (tries.length === 0) throw error;
        onHeldBack?.(error);
        await this.backOff();
      }
    }
  }
}

const passed: Try<DryRunAnswer> = async () => ({ outcome: "passed", requestId: "DRY" });

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw failure({ reason: "cancelled", effect: "no" });
}
