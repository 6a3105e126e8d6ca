import { randomUUID } from "node:crypto";
import http from "node:http";
import https from "node:https";
import { setTimeout as delay } from "node:timers/promises";
import type { AccessKey } from "./AccessKey.ts";
import { ApiFault } from "./ApiFault.ts";
import { type Assumptions, assumptions } from "./assumptions.ts";
import { type CallLimit, CallLimiter } from "./CallLimiter.ts";
import { demoOrganisation } from "./demoOrganisation.ts";
import type { Fault } from "./Fault.ts";
import { type FaultRule, FaultRules } from "./FaultRules.ts";
import type { Organisation } from "./Organisation.ts";
import { productOf } from "./productOf.ts";
import { type Moment, type OpenRequest, type RecordedRequest, type RequestFilter, RequestLog } from "./RequestLog.ts";
import type { RpcRequest } from "./RpcRequest.ts";
import { readRequest } from "./readRequest.ts";
import { type Outcome, type Reply, replyOf } from "./replyOf.ts";
import { SignatureVerifier } from "./SignatureVerifier.ts";
import { StsService } from "./StsService.ts";
import { type ServiceAnswer, VpcIpamService } from "./VpcIpamService.ts";

/** How a simulator is to behave. */
export interface SimulatorOptions {
  /** The demo organisation unless given. */
  readonly organisation?: Organisation;
  /** Wait before every answer, in milliseconds. */
  readonly latencyMs?: number;
  /** How long lists go on showing what was before a change, in milliseconds. */
  readonly visibilityDelayMs?: number;
  /** What is to differ from the assumptions about the service. */
  readonly assumptions?: Partial<Assumptions>;
  /** Flow control of VPC IPAM; none unless given. */
  readonly limits?: readonly CallLimit[];
  /** A free port unless given. */
  readonly port?: number;
  /** PEM; with it the simulator speaks https. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Waits out latencies; rejects when the simulator closes. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** Names of parameters that other ways of signing put secrets into. */
const secretParameters = new Set(["AccessKeyId", "SecurityToken", "Signature", "BearerToken", "OIDCToken"]);

/**
 * VPC IPAM (2023-02-28) and, of STS (2015-04-01), GetCallerIdentity, AssumeRole and AssumeRoleWithOIDC over real HTTP, in
 * this process, on loopback. One port serves all regions: the RegionId of a request decides.
 */
export class Simulator {
  readonly organisation: Organisation;
  readonly #options: SimulatorOptions;
  readonly #verifier: SignatureVerifier;
  readonly #service: VpcIpamService;
  readonly #sts: StsService;
  readonly #limiter: CallLimiter;
  readonly #server: http.Server;
  readonly #rules = new FaultRules();
  readonly #log = new RequestLog();
  readonly #closing = new AbortController();
  /** The address, as the endpoint setting takes it. */
  endpoint = "";

  /** Starts a simulator on 127.0.0.1. */
  static async start(options: SimulatorOptions = {}): Promise<Simulator> {
    const simulator = new Simulator(options);
    await simulator.#listen();
    return simulator;
  }

  private constructor(options: SimulatorOptions) {
    const { now = Date.now, visibilityDelayMs = 0, limits = [], tls } = options;
    const assumed = { ...assumptions, ...options.assumptions };
    this.organisation = options.organisation ?? demoOrganisation();
    this.#options = options;
    this.#verifier = new SignatureVerifier((id) => this.#key(id), now, assumed);
    this.#service = new VpcIpamService({
      organisation: this.organisation,
      now,
      assumptions: assumed,
      visibilityDelayMs,
    });
    this.#sts = new StsService(this.organisation, now);
    this.#limiter = new CallLimiter(limits, now);
    const serve = (request: http.IncomingMessage, response: http.ServerResponse) => void this.#serve(request, response);
    this.#server = tls ? https.createServer(tls, serve) : http.createServer(serve);
    // A socket that the server lets go just when a client takes it up again would look like a fault.
    this.#server.keepAliveTimeout = 10 * 60_000;
  }

  /** What arrived so far, in order. */
  get requests(): readonly RecordedRequest[] {
    return this.#log.requests;
  }

  /** The most requests that were under way at the same time. */
  get maxConcurrent(): number {
    return this.#log.most();
  }

  /** The most requests that were under way to one region at the same time. */
  maxConcurrentIn(region: string): number {
    return this.#log.most(region);
  }

  /** How many recorded requests match. */
  count(filter: RequestFilter): number {
    return this.#log.count(filter);
  }

  /** Resolves when the next request that matches reaches that moment. */
  next(filter: RequestFilter, moment: Moment = "arrived"): Promise<RecordedRequest> {
    return this.#log.next(filter, moment);
  }

  /** Forgets the requests so far and the most that were under way. */
  forget(): void {
    this.#log.forget();
  }

  /** Lets requests go wrong. The rule that was added last is tried first. */
  inject(rule: FaultRule): { remove(): void } {
    return this.#rules.add(rule);
  }

  /** Stops listening and drops every connection. */
  async close(): Promise<void> {
    this.#closing.abort();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #listen(): Promise<void> {
    const { port = 0, tls } = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", resolve);
    });
    const address = this.#server.address();
    if (typeof address !== "object" || address === null) throw new Error("The simulator has no address.");
    this.endpoint = `${tls ? "https" : "http"}://127.0.0.1:${address.port}`;
  }

  async #serve(incoming: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    try {
      await this.#answer(await readRequest(incoming), response);
    } catch {
      // The client went away, or the simulator closes. A bug of the simulator shows as a broken connection.
      response.destroy();
    }
  }

  async #answer(request: RpcRequest, response: http.ServerResponse): Promise<void> {
    const caller = refusalOr(() => (isAnonymous(request) ? undefined : this.#verifier.verify(request)));
    const entry = recordOf(request, caller instanceof ApiFault ? undefined : caller?.accountId);
    const { fault: met, latencyMs } = this.#rules.take(entry);
    this.#log.arrived(entry);
    const end = once(() => this.#log.ended(entry));
    response.once("close", end);
    await this.#wait((this.#options.latencyMs ?? 0) + latencyMs);
    const outcome = isBeforeEffect(met) ? undefined : this.#act(request, caller, met?.kind === "ignoreDryRun");
    const fault = met?.kind === "ignoreDryRun" ? met.answer : met;
    entry.effect = outcome?.effect ?? false;
    const reply = replyOf(fault, outcome, { requestId: entry.requestId, host: request.headers.host ?? "" });
    entry.status = reply?.status;
    entry.code = reply?.code;
    this.#log.acted(entry);
    // Whoever has the whole answer is through, although the socket tells of it later.
    if (fault?.kind !== "stall") end();
    send(response, fault, reply);
  }

  async #wait(milliseconds: number): Promise<void> {
    if (milliseconds <= 0) return;
    const { signal } = this.#closing;
    const wait = this.#options.wait ?? ((ms) => delay(ms, undefined, { signal }));
    await wait(milliseconds, signal);
    signal.throwIfAborted();
  }

  #act(request: RpcRequest, caller: AccessKey | ApiFault | undefined, ignoreDryRun: boolean): Outcome {
    const answer = refusalOr(() => {
      if (caller instanceof ApiFault) throw caller;
      return this.#dispatch(request, caller, ignoreDryRun);
    });
    if (!(answer instanceof ApiFault)) return { ...answer, status: 200, code: undefined };
    const { status, code, message, extra } = answer;
    return { status, code, fields: { Code: code, Message: message, ...extra }, effect: false };
  }

  #dispatch(request: RpcRequest, key: AccessKey | undefined, ignoreDryRun: boolean): ServiceAnswer {
    const product = productOf(request);
    const parameters = new Map(request.parameters);
    if (ignoreDryRun) parameters.delete("DryRun");
    if (product === "sts") return { fields: this.#sts.answer(request.action, parameters, key), effect: false };
    if (!key) throw new Error("An unsigned request came through to VPC IPAM.");
    if (!this.#limiter.takes(key.accountId, request.action)) {
      throw new ApiFault(400, "Throttling.User", "Request was denied due to user flow control.");
    }
    const account = this.organisation.accounts.find(({ id }) => id === key.accountId);
    if (!account) throw new Error(`The key's account is gone: ${key.accountId}`);
    return this.#service.answer(request.action, parameters, account, key);
  }

  #key(accessKeyId: string): AccessKey | undefined {
    return this.organisation.accounts
      .flatMap(({ accessKeys }) => accessKeys)
      .find((key) => key.accessKeyId === accessKeyId);
  }
}

/** The one action whose caller shows another proof than a signature. */
function isAnonymous({ action, version, headers }: RpcRequest): boolean {
  return action === "AssumeRoleWithOIDC" && version === "2015-04-01" && headers.authorization === undefined;
}

function recordOf({ action, parameters, place }: RpcRequest, accountId: string | undefined): OpenRequest {
  return {
    action,
    region: parameters.get("RegionId") ?? place?.region ?? "",
    accountId,
    parameters: Object.fromEntries([...parameters].filter(([name]) => !secretParameters.has(name))),
    dryRun: parameters.get("DryRun") === "true",
    clientToken: parameters.get("ClientToken"),
    status: undefined,
    code: undefined,
    requestId: randomUUID().toUpperCase(),
    effect: false,
  };
}

function isBeforeEffect(fault: Fault | undefined): boolean {
  switch (fault?.kind) {
    case "error":
    case "html":
    case "empty":
    case "answer":
    case "stall":
      return (fault.when ?? "beforeEffect") === "beforeEffect";
    case "reset":
      return fault.when === "beforeEffect";
    default:
      return false;
  }
}

function send(response: http.ServerResponse, fault: Fault | undefined, reply: Reply | undefined): void {
  if (fault?.kind === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (!reply) return;
  const { status, headers, body } = reply;
  response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
  if (fault?.kind === "stall") response.flushHeaders();
  else if (fault?.kind === "truncate") {
    response.write(body.slice(0, Math.floor(body.length / 2)), () => response.socket?.destroy());
  } else response.end(body);
}

function refusalOr<T>(act: () => T): T | ApiFault {
  try {
    return act();
  } catch (thrown) {
    if (thrown instanceof ApiFault) return thrown;
    throw thrown;
  }
}

function once(act: () => void): () => void {
  let done = false;
  return () => {
    if (!done) act();
    done = true;
  };
}
