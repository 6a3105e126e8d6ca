import type { IpamErrorReason } from "../../src/ipam/IpamError.ts";
import type { Fault } from "../../src/simulator/Fault.ts";
import type { SimulatorOptions } from "../../src/simulator/Simulator.ts";
import { CertificateAuthority } from "../support/CertificateAuthority.ts";
import { type Operation, operations, requestOf } from "./operations.ts";
import type { Stage } from "./Stage.ts";

/** What must be told: that it succeeded, or why not, with a word of the cause in it. */
export type Expectation =
  | "succeeds"
  | { readonly said?: string; readonly reason: IpamErrorReason; readonly says: RegExp; readonly requestId?: RequestIds }
  | { readonly said: string; readonly requestId?: RequestIds };

/** Which RequestId is told: this one, or `undefined` for none. */
interface RequestIds {
  readonly is: string | undefined;
}

/** A fault, how it is made, and what has to be told when it meets an operation. */
export interface FaultRow {
  readonly name: string;
  readonly operations?: readonly Operation[];
  /** @param folder for files of this fault alone */
  readonly simulator?: (folder: string) => SimulatorOptions;
  readonly make: (stage: Stage) => void;
  readonly expected: Expectation;
  /** Where an operation differs, as one whose effect is found out by reading. */
  readonly except?: Partial<Record<Operation, Expectation>>;
}

const changes = ["dissociate", "associate"] as const;
/** A failure that leaves open what happened; a change is then found out by reading. */
const readAgain = { dissociate: { said: "still associated" }, associate: { said: "not associated" } } as const;
/** A dry run that was answered 2xx in whatever way; the association is read again at once, and is as it was. */
function alarm(says: RegExp): { readonly "dry run": Expectation } {
  return { "dry run": { said: "alarm: associated", reason: "badAnswer", says } };
}
const foundDone = { dissociate: "succeeds", associate: "succeeds" } as const;

function refusal(status: number, code: string, reason: IpamErrorReason, says: RegExp): Omit<FaultRow, "name"> {
  return { make: (stage) => stage.inject({ kind: "error", status, code }), expected: { reason, says } };
}

const badKey = { reason: "invalidCredentials" } as const;

/** An error that proves nothing about the change it answers. */
interface Unproven {
  readonly status: number;
  /** Undefined for an answer without any code. */
  readonly code: string | undefined;
  readonly reason: IpamErrorReason;
}

const unproven: readonly Unproven[] = [
  { status: 400, code: "OperationTimeout", reason: "serverFault" },
  { status: 409, code: "Operation.Processing", reason: "busy" },
  { status: 500, code: "OperationFailed.Timeout", reason: "serverFault" },
  { status: 400, code: "IncorrectStatus.IpamResourceDiscovery", reason: "busy" },
  { status: 400, code: "OperationConflict", reason: "busy" },
  { status: 400, code: "IdempotenceProcessing", reason: "busy" },
  { status: 400, code: "IdempotentParameterMismatch", reason: "clientToken" },
  { status: 400, code: "OperationDenied.SomethingNew", reason: "refused" },
  { status: 400, code: "ResourceNotFound.SomethingNew", reason: "notFound" },
  { status: 400, code: "SomethingNew", reason: "undocumented" },
  { status: 400, code: undefined, reason: "undocumented" },
  { status: 503, code: "ResourceNotFound.ResourceDiscoveryAssociation", reason: "notFound" },
  { status: 500, code: "OperationDenied.ResourceDiscoveryAlreadyAssociated", reason: "conflict" },
];

/** Whatever the answer seems to say, only a reading tells how the change came out. */
function unprovenRows({ status, code, reason }: Unproven): readonly FaultRow[] {
  const name = `HTTP ${status} ${code ?? "without a code"}`;
  const fields = { RequestId: "R", Message: "The request failed.", ...(code && { Code: code }) };
  const inject = (when: "beforeEffect" | "afterEffect") => (stage: Stage) =>
    stage.inject({ kind: "answer", status, fields, when });
  const notDone = { reason, says: /./, requestId: { is: "R" } };
  return [
    { name: `${name}, after the effect`, operations: changes, make: inject("afterEffect"), expected: "succeeds" },
    {
      name: `${name}, without effect`,
      operations: ["dry run", ...changes],
      make: inject("beforeEffect"),
      expected: { said: `cannot tell: ${reason}`, reason, says: /./ },
      except: {
        dissociate: { ...notDone, ...readAgain.dissociate },
        associate: { ...notDone, ...readAgain.associate },
      },
    },
  ];
}

const headerId = "REQUEST-ID-OF-THE-HEADER";
const idHeader = "x-acs-request-id";

/** Where an answer has its RequestId, and which one is told. */
const requestIds = [
  { where: "no RequestId", fields: {}, headers: { [idHeader]: undefined }, is: undefined },
  { where: "an empty RequestId", fields: { RequestId: "" }, headers: { [idHeader]: "" }, is: undefined },
  { where: "a RequestId in the header only", fields: {}, headers: { [idHeader]: headerId }, is: headerId },
  { where: "an empty one in the body", fields: { RequestId: "" }, headers: { [idHeader]: headerId }, is: headerId },
  { where: "another one in the header", fields: { RequestId: "R" }, headers: { [idHeader]: headerId }, is: "R" },
] as const;

const requestIdRows: readonly FaultRow[] = requestIds.flatMap(({ where, fields, headers, is }): FaultRow[] => [
  {
    name: `success with ${where}`,
    operations: changes,
    make: (stage) => stage.inject({ kind: "answer", fields, headers, when: "afterEffect" }),
    expected: "succeeds",
  },
  {
    name: `refusal with ${where}`,
    operations: ["list", "dry run", ...changes],
    make: (stage) =>
      stage.inject({ kind: "answer", status: 400, fields: { Code: "ResourceNotFound.Ipam", ...fields }, headers }),
    expected: { reason: "notFound", says: /IPAM does not exist/, requestId: { is } },
  },
  {
    name: `failure with ${where}`,
    operations: changes,
    make: (stage) => stage.inject({ kind: "answer", status: 500, fields, headers }),
    expected: { reason: "serverFault", says: /internal error/, requestId: { is } },
  },
]);

export const faultTable: readonly FaultRow[] = [
  { name: "no fault", make: () => {}, expected: "succeeds" },
  { name: "latency", make: (stage) => stage.inject({ kind: "latency", ms: 30 }), expected: "succeeds" },
  {
    name: "stall before headers",
    make: (stage) => {
      stage.requestTimeoutSeconds = 0.4;
      stage.inject({ kind: "stall" });
    },
    expected: { reason: "timeout", says: /did not answer within 0.4 seconds/ },
    except: readAgain,
  },
  {
    name: "stall after headers, effect taken",
    make: (stage) => {
      stage.requestTimeoutSeconds = 0.4;
      stage.inject({ kind: "stall", when: "afterHeaders" });
    },
    expected: { reason: "timeout", says: /did not answer within 0.4 seconds/ },
    except: foundDone,
  },
  {
    name: "reset before the effect, once",
    make: (stage) => stage.inject({ kind: "reset", when: "beforeEffect" }, { times: 1 }),
    expected: "succeeds",
  },
  {
    name: "reset before the effect",
    make: (stage) => stage.inject({ kind: "reset", when: "beforeEffect" }),
    expected: { reason: "unreachable", says: /connection to .* broke/i },
    except: readAgain,
  },
  {
    name: "reset after the effect, once",
    make: (stage) => stage.inject({ kind: "reset", when: "afterEffect" }, { times: 1 }),
    expected: "succeeds",
  },
  {
    name: "reset after the effect",
    make: (stage) => stage.inject({ kind: "reset", when: "afterEffect" }),
    expected: { reason: "unreachable", says: /connection to .* broke/i },
    except: foundDone,
  },
  {
    name: "truncated body, once",
    make: (stage) => stage.inject({ kind: "truncate" }, { times: 1 }),
    expected: "succeeds",
  },
  {
    name: "truncated body",
    make: (stage) => stage.inject({ kind: "truncate" }),
    expected: { reason: "unreachable", says: /connection to .* broke/i },
    except: foundDone,
  },
  {
    name: "HTML 502, once",
    make: (stage) => stage.inject({ kind: "html", status: 502 }, { times: 1 }),
    expected: "succeeds",
  },
  {
    name: "HTML 502",
    make: (stage) => stage.inject({ kind: "html", status: 502 }),
    expected: { reason: "serverFault", says: /HTTP 502/ },
    except: readAgain,
  },
  {
    name: "HTML 502 after the effect",
    operations: changes,
    make: (stage) => stage.inject({ kind: "html", status: 502, when: "afterEffect" }),
    expected: "succeeds",
  },
  {
    name: "HTML 200, a sign-in page",
    make: (stage) => stage.inject({ kind: "html", status: 200 }),
    expected: { reason: "badAnswer", says: /did not send an answer of VPC IPAM/ },
    except: { ...readAgain, ...alarm(/did not send an answer of VPC IPAM/) },
  },
  {
    name: "empty 200",
    make: (stage) => stage.inject({ kind: "empty" }),
    expected: { reason: "badAnswer", says: /did not send an answer of VPC IPAM/ },
    except: { ...readAgain, ...alarm(/did not send an answer of VPC IPAM/) },
  },
  {
    name: "empty 200 after the effect",
    operations: changes,
    make: (stage) => stage.inject({ kind: "empty", when: "afterEffect" }),
    expected: "succeeds",
  },
  {
    name: "a list in place of an object",
    make: (stage) => stage.inject({ kind: "answer", fields: [] }),
    expected: { reason: "badAnswer", says: /did not send an answer of VPC IPAM/ },
    except: { ...readAgain, ...alarm(/did not send an answer of VPC IPAM/) },
  },
  {
    name: "wrong JSON types",
    make: (stage) =>
      stage.inject({ kind: "answer", fields: { RequestId: {}, Ipams: 7, AccountId: [], NextToken: {} } }),
    expected: { reason: "badAnswer", says: /documented shape/ },
    // The answer to a change holds nothing but a RequestId, which its header has too.
    except: { ...readAgain, "dry run": { said: "alarm: associated" } },
  },
  {
    name: "wrong JSON types in a row",
    operations: ["list"],
    make: (stage) => stage.inject({ kind: "change", change: (fields) => ({ ...fields, Ipams: [{ IpamId: true }] }) }),
    expected: { reason: "badAnswer", says: /documented shape/ },
  },
  {
    name: "unknown fields",
    make: (stage) =>
      stage.inject({ kind: "change", change: (fields) => ({ ...fields, New: { Deep: [1] }, Zone: "z" }) }),
    expected: "succeeds",
  },
  {
    name: "dry run answered like the change, and done",
    operations: ["dry run", "dissociate"],
    make: ({ simulator }) => simulator.inject({ ...requestOf["dry run"], fault: { kind: "ignoreDryRun" } }),
    expected: { said: "alarm: gone" },
  },
  {
    name: "dry run answered with an empty 200, and done",
    operations: ["dry run", "dissociate"],
    make: (stage) => ignoreDryRun(stage, { kind: "empty" }),
    expected: { said: "alarm: gone", reason: "badAnswer", says: /did not send an answer of VPC IPAM/ },
  },
  {
    name: "dry run answered with a page, and done",
    operations: ["dry run", "dissociate"],
    make: (stage) => ignoreDryRun(stage, { kind: "html", status: 200 }),
    expected: { said: "alarm: gone", reason: "badAnswer", says: /did not send an answer of VPC IPAM/ },
  },
  {
    name: "dry run answered like the change by half, and done",
    operations: ["dry run", "dissociate"],
    make: (stage) => ignoreDryRun(stage, { kind: "truncate" }),
    expected: { said: "alarm: gone", reason: "unreachable", says: /connection to .* broke/i },
  },
  {
    name: "dry run answered like the change up to its headers, and done",
    operations: ["dry run", "dissociate"],
    make: (stage) => {
      stage.requestTimeoutSeconds = 0.4;
      ignoreDryRun(stage, { kind: "stall", when: "afterHeaders" });
    },
    expected: { said: "alarm: gone", reason: "timeout", says: /did not answer within 0.4 seconds/ },
  },
  {
    name: "dry run answered like the change, not done",
    operations: ["dry run", "dissociate"],
    make: ({ simulator }) =>
      simulator.inject({ ...requestOf["dry run"], fault: { kind: "answer", fields: { RequestId: "R" } } }),
    expected: { said: "alarm: associated" },
  },
  {
    name: "a page twice",
    operations: ["list"],
    make: (stage) => {
      const { Ipams, ...counts } = firstPage(stage);
      stage.inject(
        { kind: "answer", fields: { ...counts, Ipams, NextToken: "" } },
        { where: ({ parameters }) => parameters["NextToken"] === "again" },
      );
      stage.inject(
        { kind: "change", change: (fields) => ({ ...fields, NextToken: "again" }) },
        { where: ({ parameters }) => parameters["NextToken"] === undefined },
      );
    },
    expected: "succeeds",
  },
  {
    name: "NextToken in a circle",
    operations: ["list"],
    make: (stage) => stage.inject({ kind: "answer", fields: { ...firstPage(stage), NextToken: "again" } }),
    expected: { reason: "badAnswer", says: /do not come to an end/ },
  },
  {
    name: "rows that end while pages are read",
    operations: ["list"],
    make: ({ simulator, pair }) => {
      for (let index = 0; index < 150; index += 1) pair.organisation.addIpam(pair.consumer, "cn-hangzhou", {});
      const [, early] = pair.organisation.ipams;
      void simulator.next({ action: "ListIpams" }, "ended").then(() => early && pair.organisation.remove(early));
    },
    expected: "succeeds",
  },
  {
    name: "throttled twice",
    make: (stage) => stage.inject({ kind: "error", status: 400, code: "Throttling.User" }, { times: 2 }),
    expected: "succeeds",
  },
  {
    name: "throttled with x-acs-retry-after",
    make: (stage) => {
      const headers = { "x-acs-retry-after": "3000" };
      stage.inject({ kind: "error", status: 429, code: "Throttling", headers }, { times: 2 });
    },
    expected: "succeeds",
  },
  { name: "throttled for good", ...refusal(429, "Throttling.Api", "throttled", /limiting the number of requests/) },
  {
    name: "500, once",
    make: (stage) => stage.inject({ kind: "error", status: 500, code: "InternalError" }, { times: 1 }),
    expected: "succeeds",
  },
  { name: "500", ...refusal(500, "InternalError", "serverFault", /internal error/), except: readAgain },
  {
    name: "503",
    ...refusal(503, "ServiceUnavailable", "serverFault", /internal error/),
    except: readAgain,
  },
  {
    name: "500 after the effect",
    operations: changes,
    make: (stage) => stage.inject({ kind: "error", status: 500, code: "InternalError", when: "afterEffect" }),
    expected: "succeeds",
  },
  {
    name: "an AccessKey that is unknown",
    make: (stage) => {
      stage.credentials = { ...stage.credentials, accessKeyId: "LTAI5tNobodysKey00000001" };
    },
    expected: { ...badKey, says: /does not know this AccessKey/ },
  },
  {
    name: "a wrong secret",
    make: (stage) => {
      stage.credentials = { ...stage.credentials, accessKeySecret: "nobodysSecretOfThirtyCharacte1" };
    },
    expected: { ...badKey, says: /secret does not match/ },
  },
  {
    name: "an AccessKey that is disabled",
    make: ({ pair }) => {
      for (const key of pair.consumer.accessKeys) key.inactive = true;
    },
    expected: { ...badKey, says: /is disabled/ },
  },
  {
    name: "temporary credentials that have ended",
    make: (stage) => {
      const { organisation, consumer } = stage.pair;
      stage.credentials = organisation.addRoleSession(consumer, "network-admin", Date.now() - 60_000);
    },
    expected: { reason: "expiredCredentials", says: /have expired/ },
  },
  {
    name: "a clock that is 20 minutes off",
    simulator: () => ({ now: () => Date.now() + 20 * 60_000 }),
    make: () => {},
    expected: { reason: "clockSkew", says: /clock is more than 15 minutes off/ },
  },
  ...["ListIpams", "DissociateIpamResourceDiscovery", "AssociateIpamResourceDiscovery"].map(
    (action): FaultRow => ({
      name: `no permission for ${action}`,
      operations: operations.filter((operation) => requestOf[operation].action === action),
      make: ({ pair }) => void pair.consumer.denied.add(`vpc:${action}`),
      expected: { reason: "forbidden", says: new RegExp(`lacks the RAM permission vpc:${action}`) },
    }),
  ),
  {
    name: "no permission for ListIpamResourceDiscoveryAssociations",
    operations: ["list", "dry run", "dissociate"],
    make: ({ pair }) => void pair.consumer.denied.add("vpc:ListIpamResourceDiscoveryAssociations"),
    expected: { reason: "forbidden", says: /vpc:ListIpamResourceDiscoveryAssociations/ },
  },
  {
    name: "no permission for ListIpamResourceDiscoveries",
    operations: ["list"],
    make: ({ pair }) => void pair.consumer.denied.add("vpc:ListIpamResourceDiscoveries"),
    expected: { reason: "forbidden", says: /vpc:ListIpamResourceDiscoveries/ },
  },
  {
    name: "permission lost between dry run and change",
    ...refusal(403, "Forbidden.RAM", "forbidden", /lacks the RAM permission/),
    operations: changes,
  },
  {
    name: "a refusal that quotes the secrets of the request",
    make: (stage) => {
      const quoted = stage.secrets.join(" ");
      const headers = { "x-acs-request-id": quoted };
      stage.inject({ kind: "error", status: 403, code: "Forbidden.RAM", message: `Got ${quoted}`, headers });
    },
    expected: { reason: "forbidden", says: /lacks the RAM permission/ },
  },
  {
    name: "a code that quotes the secrets of the request",
    make: (stage) => stage.inject({ kind: "error", status: 500, code: `Unknown.${stage.secrets.join(".")}` }),
    expected: { reason: "serverFault", says: /internal error/ },
    except: readAgain,
  },
  {
    name: "an answer that quotes the secrets of the request",
    operations: changes,
    make: (stage) =>
      stage.inject({ kind: "answer", fields: { RequestId: stage.secrets.join(" ") }, when: "afterEffect" }),
    expected: "succeeds",
  },
  {
    name: "a dry run answered like the change, which quotes the secrets of the request",
    operations: ["dry run"],
    make: (stage) => stage.inject({ kind: "answer", fields: { RequestId: stage.secrets.join(" ") } }),
    expected: { said: "alarm: associated" },
  },
  {
    name: "service not activated",
    operations: ["list"],
    simulator: () => ({ assumptions: { unopenedServiceListsEmpty: false } }),
    make: ({ pair }) => {
      pair.consumer.opened = false;
    },
    expected: { reason: "serviceNotOpened", says: /not activated in this account/ },
  },
  {
    name: "service not activated, with a code that no page names",
    operations: ["list"],
    simulator: () => ({
      assumptions: { unopenedServiceListsEmpty: false, serviceNotOpenedCode: "OperationDenied.ServiceNotOpened" },
    }),
    make: ({ pair }) => {
      pair.consumer.opened = false;
    },
    expected: { reason: "serviceNotOpened", says: /not activated in this account/ },
  },
  {
    name: "refused by the service",
    ...refusal(
      400,
      "OperationDenied.DissociateSelfSystemIpamResourceDiscovery",
      "unsupported",
      /cannot be dissociated/,
    ),
    operations: ["dry run", ...changes],
    except: Object.fromEntries(
      (["dry run", ...changes] as const).map((operation) => [
        operation,
        { said: "refused: unsupported", reason: "unsupported", says: /cannot be dissociated/ },
      ]),
    ),
  },
  {
    name: "a discovery that is being changed, for two tries",
    operations: ["dry run", ...changes],
    make: (stage) =>
      stage.inject({ kind: "error", status: 400, code: "IncorrectStatus.IpamResourceDiscovery" }, { times: 2 }),
    expected: "succeeds",
  },
  ...unproven.flatMap(unprovenRows),
  ...requestIdRows,
  {
    name: "refused connection",
    make: (stage) => {
      stage.endpoint = "http://127.0.0.1:1";
    },
    expected: { reason: "unreachable", says: /refused the connection/ },
  },
  {
    name: "refused connection, IPv6 only",
    make: (stage) => {
      stage.endpoint = "http://[::1]:1";
    },
    expected: { reason: "unreachable", says: /refused the connection|broke/ },
  },
  {
    name: "a certificate that nobody signed here",
    simulator: (folder) => ({ tls: new CertificateAuthority(folder).issue(["127.0.0.1"]) }),
    make: () => {},
    expected: { reason: "untrusted", says: /certificate/ },
  },
  {
    name: "plain http behind https",
    make: (stage) => {
      stage.endpoint = stage.endpoint.replace("http:", "https:");
    },
    expected: { reason: "unreachable", says: /./ },
  },
  {
    name: "a redirect",
    make: (stage) => stage.inject({ kind: "html", status: 302 }),
    expected: { reason: "wrongTarget", says: /redirect/ },
    except: readAgain,
  },
  {
    name: "nothing can be read after the change",
    operations: changes,
    make: ({ simulator, operation }) => {
      void simulator.next(requestOf[operation], "acted").then(() => {
        const action = "ListIpamResourceDiscoveryAssociations";
        simulator.inject({ action, fault: { kind: "error", status: 500, code: "InternalError" } });
      });
    },
    expected: { said: "not known" },
  },
];

/** Lets the dry run be carried out as the change, and its answer go wrong. */
function ignoreDryRun({ simulator }: Stage, answer: Fault): void {
  simulator.inject({ ...requestOf["dry run"], fault: { kind: "ignoreDryRun", answer } });
}

/** What the service would answer for the first page of the account's IPAMs. */
function firstPage({ pair }: Stage): Record<string, unknown> {
  const { ipam } = pair;
  const row = { IpamId: ipam.id, IpamName: ipam.name, IpamStatus: "Created", RegionId: ipam.region };
  return { Ipams: [{ ...row, DefaultResourceDiscoveryId: ipam.defaultDiscovery }], TotalCount: 1, Count: 1 };
}
