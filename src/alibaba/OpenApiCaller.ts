import OpenApi from "@alicloud/openapi-client";
import TeaUtil from "@alicloud/tea-util";
import type { SendingOptions } from "../ipam/IpamApi.ts";
import type { IpamError } from "../ipam/IpamError.ts";
import type { Region } from "../ipam/regions.ts";
import { untilAborted } from "../ipam/untilAborted.ts";
import { type RenewCredentials, withRenewal } from "../ipam/withRenewal.ts";
import type { CloudSettings } from "./CloudSettings.ts";
import type { Credentials } from "./Credentials.ts";
import { endpointOf, type Product } from "./endpointOf.ts";
import { hideCredentials } from "./hideCredentials.ts";
import type { RequestGate } from "./RequestGate.ts";
import type { RetryPolicy } from "./RetryPolicy.ts";
import { TransportFault } from "./TransportFault.ts";
import { type CallContext, toCallError } from "./toCallError.ts";
import { sendThrough, type Try } from "./transport.ts";
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
  /** Whether a 2xx answer that cannot be read is told at once and not asked for again, as that to a dry run has to be. */
  readonly finalIfAccepted?: boolean;
  /** Whether it may change something. */
  readonly mayChange?: boolean;
  /** Whether it lets those go first that are not in the background. */
  readonly background?: boolean | undefined;
}

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
  readonly userAgent: string;
  readonly onCall?: (record: CallRecord) => void;
}

/** What signs the calls of one account. */
export interface CredentialSource {
  /** Asked before every try, so that rotated credentials are used at once. */
  readonly load: () => Promise<Credentials>;
  /** Asked when the service refused them; without it, such a call fails. */
  readonly renew?: RenewCredentials<Credentials> | undefined;
  /** When its calls in the background have their turn: those of the source with the lowest number first. From 1. */
  readonly turn?: number;
}

/** The JSON object an answer consists of. */
export type Answer = Readonly<Record<string, unknown>>;

/**
 * Signs and sends RPC calls with the SDK (ACS3-HMAC-SHA256, POST, parameters in the query) and adds what the SDK lacks:
 * deadlines, retries, limits, cancellation, and typed errors.
 */
export class OpenApiCaller {
  readonly #tools: CallerTools;
  readonly #credentials: CredentialSource | undefined;

  /** @param credentials undefined for calls that are not signed */
  constructor(tools: CallerTools, credentials: CredentialSource | undefined) {
    this.#tools = tools;
    this.#credentials = credentials;
  }

  /** @throws IpamError */
  call(call: Call, { signal }: Omit<SendingOptions, "background"> = {}): Promise<Answer> {
    const { gate, retries } = this.#tools;
    return retries.run(() => this.#try(call, gate, signal), signal);
  }

  /** One try, and another one whenever the credentials it was signed with were refused and then renewed. */
  async #try(call: Call, gate: RequestGate, signal: AbortSignal | undefined): Promise<Answer> {
    const { endpoint: template, requestTimeoutSeconds } = this.#tools.settings();
    const named = call.host === undefined || template.trim() !== "" ? template : call.host;
    const endpoint = endpointOf(call.product, call.region, named);
    const timeoutMs = requestTimeoutSeconds * 1000;
    const context = { ...call, host: endpoint.host, timeoutMs };
    const renew = this.#credentials?.renew;
    try {
      return await withRenewal<Credentials | undefined, Answer>(
        () => this.#credentialsFor(context, signal),
        (credentials) => this.#send(call, endpoint, timeoutMs, credentials, gate, signal),
        renew && (async ({ refused, ...refusal }) => refused !== undefined && renew({ refused, ...refusal })),
        signal,
      );
    } catch (thrown) {
      // The person has stopped waiting for renewed credentials.
      throw signal?.aborted && thrown === signal.reason ? cancelled(context, signal) : thrown;
    }
  }

  async #send(
    call: Call,
    endpoint: ReturnType<typeof endpointOf>,
    timeoutMs: number,
    credentials: Credentials | undefined,
    gate: RequestGate,
    signal: AbortSignal | undefined,
  ): Promise<Answer> {
    const passage = {
      host: `${call.product}/${call.region}`,
      turn: call.background ? (this.#credentials?.turn ?? 0) : 0,
      signal,
    };
    const attempt: Try = { signal, timeoutMs };
    attempt.hide = (text) => hideCredentials(text, credentials);
    const start = performance.now();
    const record = (outcome: string, requestId: string | undefined) =>
      this.#tools.onCall?.({
        action: call.action,
        region: call.region,
        milliseconds: Math.round(performance.now() - start),
        outcome,
        requestId,
      });
    try {
      const answer = await gate
        .run(passage, () =>
          sendThrough(attempt, () =>
            newClient(endpoint, call.region, credentials, this.#tools.userAgent).callApi(
              parametersOf(call, credentials !== undefined),
              requestOf(call),
              new TeaUtil.RuntimeOptions({}),
            ),
          ),
        )
        .catch((thrown: unknown) => {
          throw signal?.aborted && !(thrown instanceof Error && thrown.name !== "AbortError")
            ? new TransportFault("cancelled", false, endpoint.host)
            : thrown;
        });
      const body = withRequestId(answer["body"] ?? {}, attempt);
      record("ok", typeof body["RequestId"] === "string" ? body["RequestId"] : undefined);
      return body;
    } catch (thrown) {
      const known = toCallError(thrown, { ...call, host: endpoint.host, timeoutMs }, attempt);
      const error = withoutCredentials(known, credentials);
      record(error.detail.code ?? error.reason, error.detail.requestId);
      throw error;
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

/** The gateway names the request in a header too, which counts where the answer itself has no RequestId or an empty one. */
function withRequestId(body: Answer, { answer }: Try): Answer {
  const requestId = answer?.headers["x-acs-request-id"];
  return (body["RequestId"] ?? "") === "" && requestId ? { ...body, RequestId: requestId } : body;
}

/** The error of a call that was waiting for credentials, so that nothing of this try has left. */
function cancelled(context: CallContext, signal: AbortSignal): IpamError {
  const { host, timeoutMs } = context;
  return toCallError(new TransportFault("cancelled", false, host), context, { signal, timeoutMs });
}

function newClient(
  { protocol, host }: ReturnType<typeof endpointOf>,
  regionId: string,
  credentials: Credentials | undefined,
  userAgent: string,
): InstanceType<typeof OpenApi.default> {
  const config = new OpenApi.Config({ endpoint: host, protocol: protocol.toUpperCase(), regionId, userAgent });
  const client = new OpenApi.default(config);
  if (!credentials) return client;
  const { accessKeyId, accessKeySecret, securityToken } = credentials;
  const type = securityToken ? "sts" : "access_key";
  // Given to the configuration, the SDK would wrap the key in a provider object of its own.
  const getCredential = async () => ({ type, accessKeyId, accessKeySecret, securityToken: securityToken ?? "" });
  Object.assign(client, { _credential: { getCredential } });
  return client;
}

function parametersOf({ action, version }: Call, signed: boolean): InstanceType<typeof OpenApi.Params> {
  return new OpenApi.Params({
    action,
    version,
    protocol: "HTTPS",
    pathname: "/",
    method: "POST",
    authType: signed ? "AK" : "Anonymous",
    style: "RPC",
    reqBodyType: "formData",
    bodyType: "json",
  });
}

/** Booleans travel as the words true and false; what is undefined must not travel as an empty value. */
function requestOf({ parameters, form }: Call): InstanceType<typeof OpenApi.OpenApiRequest> {
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) query[name] = String(value);
  return new OpenApi.OpenApiRequest({ query, ...(form && { body: form }) });
}
