import type { Answer, Call } from "../../src/alibaba/OpenApiCaller.ts";
import type { Transmit } from "../../src/alibaba/Transmit.ts";
import { TransportFault, type TransportFaultKind } from "../../src/alibaba/TransportFault.ts";
import type { ChangeAction } from "../../src/ipam/Change.ts";
import type { Answered } from "./claims.ts";
import type { ChangeSent, Oracle, Witness } from "./invariants.ts";
import type { NetworkFault, Plan, RequestKind } from "./Plan.ts";
import type { VirtualCloud } from "./VirtualCloud.ts";
import type { Timeline } from "./VirtualTime.ts";

/** What comes back: an answer of an HTTP status, or how there is none. */
type Reply =
  | { readonly status: number; readonly body: Answer; readonly headers?: Readonly<Record<string, string>> }
  | { readonly fault: TransportFaultKind; readonly left: boolean; readonly status?: number };

/** How long a broken connection takes to be noticed. Milliseconds. */
const breakMs = 30;

/** What the network needs from the world. */
export interface NetworkTools {
  readonly plan: Plan;
  readonly timeline: Timeline;
  readonly cloud: VirtualCloud;
  readonly oracle: Oracle;
  readonly random: (below: number) => number;
  /** False once every fault is over. */
  readonly hasFaults: () => boolean;
}

/** The way from windows to the service, and back. */
export class VirtualNetwork {
  readonly #tools: NetworkTools;

  constructor(tools: NetworkTools) {
    this.#tools = tools;
  }

  /**
   * The sending of one window.
   * @param window its number in the plan
   */
  transmitOf(witness: Witness, window: number): Transmit {
    const { plan, timeline, cloud, oracle, random } = this.#tools;
    const { process } = witness;
    const counts = new Map<RequestKind, number>();
    return ({ call, endpoint, credentials }, attempt) =>
      new Promise((resolve, reject) => {
        if (attempt.signal?.aborted) {
          reject(new TransportFault("cancelled", false, endpoint.host));
          return;
        }
        const change = changeOf(call);
        const kind = kindOf(call);
        const nth = counts.get(kind) ?? 0;
        counts.set(kind, nth + 1);
        const planned = plan.faults.find((one) => one.window === window && one.request === kind && one.nth === nth);
        const fault = this.#tools.hasFaults() ? planned?.fault : undefined;
        const sentAt = timeline.now;
        oracle.say(
          witness.name,
          () => `sends ${requestText(call)}${fault ? `, which meets ${JSON.stringify(fault)}` : ""}`,
        );
        if (change) oracle.tries(witness, change);
        let isOver = false;
        let left = false;
        const end = (how: () => void) => {
          if (isOver) return;
          isOver = true;
          attempt.signal?.removeEventListener("abort", abort);
          how();
        };
        const abort = () => {
          if (left && attempt.mayChange) return;
          end(() => reject(new TransportFault("cancelled", left, endpoint.host)));
        };
        attempt.signal?.addEventListener("abort", abort, { once: true });
        process.after(attempt.timeoutMs, () =>
          end(() => {
            oracle.say(witness.name, () => `waits no longer for ${requestText(call)}`);
            reject(new TransportFault("timeout", left, endpoint.host));
          }),
        );
        const answer = (reply: Reply) =>
          end(() => {
            oracle.say(witness.name, () => `gets ${replyText(reply)} for ${requestText(call)}`);
            if (reply.status !== undefined) oracle.answers(witness, answeredBy(reply), change?.token);
            if (change?.dryRun && hasPassed(reply)) oracle.passesDryRun(change.token);
            if (change?.dryRun && isAccepted(reply)) oracle.acceptsDryRun(change.token, change.ends);
            if (reply.status !== undefined) {
              attempt.answer = { status: reply.status, headers: "headers" in reply ? (reply.headers ?? {}) : {} };
            }
            if ("fault" in reply) {
              reject(new TransportFault(reply.fault, reply.left, endpoint.host));
              return;
            }
            if (call.action === "ListIpamResourceDiscoveryAssociations" && reply.status === 200) {
              cloud.readsOf(call, reply.body).forEach(([ends, isAssociated]) => {
                oracle.reads(witness, ends, sentAt, isAssociated);
              });
            }
            if (reply.status < 300) resolve(reply.body);
            else reject({ data: { ...reply.body, statusCode: reply.status } });
          });
        const carryOut = (ignoreDryRun = false): Reply => {
          const reply = cloud.answer(call, credentials, ignoreDryRun);
          if (change && reply.effect) {
            const { ends, action, token, dryRun } = change;
            oracle.turns(ends, action === "associate", dryRun ? "dryRun" : "change", token);
            oracle.takesEffect(token, ends);
          }
          return reply;
        };
        const way = 1 + random(plan.latencyMs);
        const back = 1 + random(plan.latencyMs);
        if (fault?.kind === "refusedConnection") {
          process.in(way, () => answer({ fault: "connection", left: false }));
          return;
        }
        // Most requests find a connection that stands.
        process.in(random(8) === 0 ? random(plan.latencyMs) : 0, () => {
          if (isOver) return;
          left = true;
          if (change) oracle.departs(witness, change);
          attempt.onLeft?.();
          const arriveIn = (milliseconds: number, arrive: () => void) => timeline.in(milliseconds, arrive);
          const answerIn = (milliseconds: number, reply: Reply) => process.in(milliseconds, () => answer(reply));
          const outcome = (what: { readonly after: boolean }, reply: Reply) =>
            arriveIn(way, () => {
              if (what.after) carryOut();
              answerIn(back, reply);
            });
          switch (fault?.kind) {
            case undefined:
              arriveIn(way, () => answerIn(back, withAnyStatus(carryOut(), random)));
              return;
            case "slow":
              arriveIn(way + random(fault.ms + 1), () => answerIn(back + random(fault.ms + 1), carryOut()));
              return;
            case "reset":
              outcome(fault, { fault: "connection", left: true });
              return;
            case "stall":
              arriveIn(way, () => void (fault.after && carryOut()));
              return;
            case "notJson":
              outcome(fault, { fault: "notJson", left: true, status: random(2) === 0 ? 200 : 502 });
              return;
            case "redirect":
              outcome(fault, { fault: "redirect", left: true, status: 302 });
              return;
            case "late":
              answerIn(breakMs, { fault: "connection", left: true });
              arriveIn(way + fault.ms, () => void carryOut());
              return;
            case "throttled": {
              const { retryAfterMs } = fault;
              const headers = retryAfterMs === undefined ? {} : { "x-acs-retry-after": String(retryAfterMs) };
              const body = { Code: "Throttling.User", Message: "Request was denied.", RequestId: cloud.newRequestId() };
              arriveIn(way, () => answerIn(back, { status: [400, 429, 503][random(3)] ?? 400, body, headers }));
              return;
            }
            case "code":
              outcome(fault, {
                status: fault.status,
                body: { ...(fault.code && { Code: fault.code }), RequestId: cloud.newRequestId() },
              });
              return;
            case "badShape":
            case "wrongTotal":
              arriveIn(way, () => answerIn(back, distorted(fault.kind, carryOut())));
              return;
            case "ignoreDryRun":
              arriveIn(way, () => {
                const reply = carryOut(true);
                answerIn(back, afterIgnoredDryRun(fault, reply, cloud.newRequestId()));
              });
          }
        });
      });
  }
}

function kindOf({ action, parameters }: Call): RequestKind {
  switch (action) {
    case "DissociateIpamResourceDiscovery":
    case "AssociateIpamResourceDiscovery":
      return parameters["DryRun"] === true ? "dryRun" : "change";
    case "ListIpamResourceDiscoveryAssociations":
      return "associations";
    case "ListIpamDiscoveredResource":
      return "count";
    default:
      return "list";
  }
}

function changeOf({ action, parameters, region }: Call): ChangeSent | undefined {
  const changes: Readonly<Record<string, ChangeAction>> = {
    DissociateIpamResourceDiscovery: "dissociate",
    AssociateIpamResourceDiscovery: "associate",
  };
  const change = changes[action];
  if (!change) return undefined;
  const { IpamId, IpamResourceDiscoveryId, ClientToken, DryRun } = parameters;
  const ends = { region, ipamId: String(IpamId), discoveryId: String(IpamResourceDiscoveryId) };
  return { action: change, ends, token: String(ClientToken), dryRun: DryRun === true };
}

function answeredBy(reply: Reply): Answered {
  const { status = 0 } = reply;
  if ("fault" in reply) return { status, code: "", requestId: "" };
  const requestId = String(reply.body["RequestId"] ?? reply.headers?.["x-acs-request-id"] ?? "");
  return { status, code: String(reply.body["Code"] ?? ""), requestId };
}

/** Whether an answer says that a dry run has passed, whatever its status. */
function hasPassed(reply: Reply): boolean {
  return "body" in reply && reply.body["Code"] === "DryRunOperation";
}

/** Which status a dry run that passed comes with is not documented. */
function withAnyStatus(reply: Reply, random: (below: number) => number): Reply {
  if (!hasPassed(reply) || "fault" in reply || random(6) > 0) return reply;
  return { ...reply, status: [403, 409, 500, 503][random(4)] ?? reply.status };
}

/** Whether an answer says that the request was carried out. */
function isAccepted(reply: Reply): boolean {
  return reply.status !== undefined && reply.status >= 200 && reply.status < 300;
}

function distorted(kind: "badShape" | "wrongTotal", reply: Reply): Reply {
  if ("fault" in reply || reply.status !== 200) return reply;
  const body: Record<string, unknown> = { ...reply.body };
  if (kind === "wrongTotal") return { ...reply, body: { ...body, TotalCount: 7 } };
  for (const [name, value] of Object.entries(body)) if (Array.isArray(value)) body[name] = { rows: value };
  return { ...reply, body };
}

function afterIgnoredDryRun(
  { answer }: Extract<NetworkFault, { kind: "ignoreDryRun" }>,
  reply: Reply,
  requestId: string,
): Reply {
  if ("fault" in reply || reply.status !== 200) return reply;
  switch (answer) {
    case "ok":
      return reply;
    case "reset":
      return { fault: "connection", left: true };
    case "notJson":
      return { fault: "notJson", left: true, status: 200 };
    case "empty":
      return { status: 200, body: {} };
    case "serverFault":
      return { status: 500, body: { Code: "InternalError", RequestId: requestId } };
  }
}

function requestText({ action, parameters }: Call): string {
  const { IpamResourceDiscoveryId, DryRun, ClientToken } = parameters;
  return [action, IpamResourceDiscoveryId, DryRun && "as a dry run", ClientToken].filter(Boolean).join(" ");
}

function replyText(reply: Reply): string {
  return "fault" in reply ? reply.fault : `${reply.status} ${reply.body["Code"] ?? ""}`.trim();
}
