import type { SendingOptions } from "../ipam/IpamApi.ts";
import type { IpamError } from "../ipam/IpamError.ts";
import type { Region } from "../ipam/regions.ts";
import { toIpamError } from "../ipam/toIpamError.ts";
import { untilAborted } from "../ipam/untilAborted.ts";
import { withEffect } from "../ipam/withEffect.ts";
import { type PieceOfWork, type RenewCredentials, withRenewal } from "../ipam/withRenewal.ts";
import type { CloudSettings } from "./CloudSettings.ts";
import type { Credentials } from "./Credentials.ts";
import { saysDryRunPassed } from "./dryRunPassed.ts";
import { type Endpoint, endpointOf, type Product } from "./endpointOf.ts";
import { hideCredentials } from "./hideCredentials.ts";
import type { RequestGate } from "./RequestGate.ts";
import type { RetryPolicy } from "./RetryPolicy.ts";
import type { Transmit } from "./Transmit.ts";
import { TransportFault } from "./TransportFault.ts";
import { type CallContext, toCallError } from "./toCallError.ts";
import type { Try } from "./transport.ts";
import { withoutCredentials } from "./withoutCredentials.ts";

/** One RPC call. Parameters are sent as text; `undefined` ones are left out. */
export interface Call {
  readonly product: Product;
  readonly version: string;
  readonly action: string;
  readonly region: Region;
  readonly parameters: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent in the body, which, other than an address, no proxy writes into its log. */
  readonly form?: Readonly<Record<string, string>>;
  /** Another host than the product's own, as long as the settings name none. */
  readonly host?: string | undefined;
  /** Whether it is a change or its dry run. An abort then never breaks off a request that has left. */
  readonly mayChange?: boolean;
  /** Whether a 2xx answer that cannot be read is reported at once and not asked for again, as that to a dry run has to be. */
  readonly finalIfAccepted?: boolean;
  /** Whether it lets those go first that are not in the background. */
  readonly background?: boolean | undefined;
  /** Whether it only counts: then it lets all go first that a person waits for, such as the look after a change. */
  readonly isCount?: boolean | undefined;
}

/** How the caller of a request follows it. */
export type FollowOptions = Pick<SendingOptions, "signal" | "beforeSend" | "onLeft" | "onHeldBack">;

/** One line of what went over the wire. Holds no secret. */
export interface CallRecord {
  readonly action: string;
  readonly region: string;
  readonly milliseconds: number;
  readonly outcome: string;
  readonly requestId: string | undefined;
}

/** What all calls share. */
export interface CallerTools {
  readonly settings: () => CloudSettings;
  readonly gate: RequestGate;
  readonly retries: RetryPolicy;
  readonly transmit: Transmit;
  readonly userAgent: string;
  readonly onCall?: (record: CallRecord) => void;
}

/** What signs the calls of one account. */
export interface CredentialSource {
  /** Asked before every try, so that rotated credentials are used at once. */
  readonly load: () => Promise<Credentials>;
  /** Asked when the service refused them; without it, such a call fails. */
  readonly renew?: RenewCredentials<Credentials> | undefined;
  /** The account ID, or what stands for it where it is not known: all callers of one account share its pace. */
  readonly account: string;
  /** When its calls in the background have their turn: those of the source with the lowest number first. From 1. */
  readonly turn?: number;
}

/** The JSON object an answer consists of. */
export type Answer = Readonly<Record<string, unknown>>;

/** A call while it is tried. */
interface Course extends FollowOptions {
  readonly call: Call;
  readonly work: PieceOfWork;
  /** Set when `beforeSend` rejected: nothing leaves any more, and the call ends with this error. */
  held?: { readonly error: unknown };
}

/** Where one try goes, with the context of its errors. */
interface Destination {
  readonly endpoint: Endpoint;
  readonly context: CallContext;
}

/**
 * Sends RPC calls, and adds what the SDK lacks: deadlines, retries, limits, pacing, cancellation, and typed errors.
 */
export class OpenApiCaller {
  readonly #tools: CallerTools;
  readonly #credentials: CredentialSource | undefined;

  /** @param credentials undefined for calls that are not signed */
  constructor(tools: CallerTools, credentials: CredentialSource | undefined) {
    this.#tools = tools;
    this.#credentials = credentials;
  }

  /** @throws IpamError, or what `beforeSend` rejected with */
  async call(call: Call, { signal, beforeSend, onLeft, onHeldBack }: FollowOptions = {}): Promise<Answer> {
    const course: Course = { call, signal, beforeSend, onLeft, onHeldBack, work: { refusals: 0 } };
    try {
      return await this.#tools.retries.run(() => this.#try(course), course);
    } catch (thrown) {
      throw course.held ? course.held.error : thrown;
    }
  }

  /** One try, and another one whenever the credentials it was signed with were refused and then renewed. */
  async #try(course: Course): Promise<Answer> {
    const { call, signal, onHeldBack, work } = course;
    const { endpoint: template, requestTimeoutSeconds } = this.#tools.settings();
    const named = call.host === undefined || template.trim() !== "" ? template : call.host;
    const endpoint = endpointOf(call.product, call.region, named);
    const context = { ...call, host: endpoint.host, timeoutMs: requestTimeoutSeconds * 1000 };
    const renew = this.#credentials?.renew;
    try {
      return await withRenewal<Credentials | undefined, Answer>(
        () => this.#credentialsFor(context, signal),
        (credentials) => this.#send(course, { endpoint, context }, credentials),
        renew &&
          ((refusal) => {
            onHeldBack?.(refusal.error);
            return renew({ ...refusal });
          }),
        { signal, work },
      );
    } catch (thrown) {
      // The person has stopped waiting for renewed credentials.
      const error = signal?.aborted && thrown === signal.reason ? cancelled(context, signal) : thrown;
      throw work.mayHaveTakenEffect ? withEffect(toIpamError(error)) : error;
    }
  }

  async #send(course: Course, destination: Destination, credentials: Credentials | undefined): Promise<Answer> {
    const { call, signal } = course;
    const { context } = destination;
    const { account = "unsigned", turn = 0 } = this.#credentials ?? {};
    const passage = {
      host: `${call.product}/${call.region}`,
      account,
      operation: call.action,
      isChange: call.mayChange ?? false,
      turn: turnOf(call, turn),
      signal,
    };
    try {
      return await this.#tools.gate.run(passage, () => this.#transmit(course, destination, credentials));
    } catch (thrown) {
      // It was cancelled while it waited for its turn.
      throw signal?.aborted && thrown === signal.reason ? cancelled(context, signal) : thrown;
    }
  }

  async #transmit(
    course: Course,
    { endpoint, context }: Destination,
    credentials: Credentials | undefined,
  ): Promise<Answer> {
    const { call, signal } = course;
    const { transmit, userAgent, onCall } = this.#tools;
    await this.#askBeforeSending(course);
    if (signal?.aborted) throw cancelled(context, signal);
    const attempt: Try = {
      signal,
      timeoutMs: context.timeoutMs,
      mayChange: call.mayChange,
      isDryRun: call.finalIfAccepted,
      onLeft: () => course.onLeft?.(),
      hide: (text) => hideCredentials(text, credentials),
    };
    const start = performance.now();
    const record = (outcome: string, requestId: string | undefined) =>
      onCall?.({
        action: call.action,
        region: call.region,
        milliseconds: Math.round(performance.now() - start),
        outcome,
        requestId,
      });
    try {
      const body = withRequestId(await transmit({ call, endpoint, credentials, userAgent }, attempt), attempt);
      // Whatever status it comes with, this code says that a dry run has passed.
      if (call.finalIfAccepted && saysDryRunPassed(body)) throw asRefusal(body, attempt);
      record("ok", typeof body["RequestId"] === "string" ? body["RequestId"] : undefined);
      return body;
    } catch (thrown) {
      const error = withoutCredentials(toCallError(thrown, context, attempt), credentials);
      record(error.detail.code ?? error.reason, error.detail.requestId);
      throw error;
    }
  }

  async #askBeforeSending(course: Course): Promise<void> {
    try {
      await course.beforeSend?.();
    } catch (error) {
      course.held = { error };
      // Not the error itself, which the policy of retries or the renewal of credentials might act on.
      throw new Error("The request was held back.");
    }
  }

  /** They may take a person, a program or a request of their own; who waits for them can stop waiting. */
  async #credentialsFor(context: CallContext, signal: AbortSignal | undefined): Promise<Credentials | undefined> {
    if (!this.#credentials) return undefined;
    try {
      return await untilAborted(this.#credentials.load(), signal);
    } catch (thrown) {
      if (signal?.aborted && thrown === signal.reason) throw cancelled(context, signal);
      throw toCallError(thrown, context, { signal, timeoutMs: context.timeoutMs });
    }
  }
}

/** Those with the lowest turn go first. Background requests of the accounts begin with 1. */
function turnOf({ background, isCount }: Call, inBackground: number): number {
  if (background) return inBackground;
  return isCount ? 0.5 : 0;
}

/** The gateway names the request in a header too, which counts where the answer itself has no RequestId to show. */
function withRequestId(body: Answer, { answer }: Try): Answer {
  const { RequestId: own, ...rest } = body;
  const requestId = [own, body["requestId"], answer?.headers["x-acs-request-id"]].find(isShown);
  // One of another kind than text is none, and must not make the whole answer unreadable.
  return requestId === undefined ? rest : { ...rest, RequestId: requestId };
}

function isShown(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}

/** The error of a call that was waiting, so that nothing of this try has left. */
function cancelled(context: CallContext, signal: AbortSignal): IpamError {
  const { host, timeoutMs } = context;
  return toCallError(new TransportFault("cancelled", false, host), context, { signal, timeoutMs });
}

/** A body as the SDK throws that of an answer that is not 2xx. */
function asRefusal(body: Answer, { answer }: Try): { readonly data: Answer } {
  return { data: { ...body, statusCode: answer?.status } };
}
