import type { Fault } from "./Fault.ts";
import type { ServiceAnswer } from "./VpcIpamService.ts";

/** What the service makes of a request. */
export interface Outcome extends ServiceAnswer {
  readonly status: number;
  readonly code: string | undefined;
}

/** What goes over the wire. */
export interface Reply {
  readonly status: number;
  readonly code: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The request as an answer names it. */
interface Asked {
  readonly requestId: string;
  readonly host: string;
}

/** The answer to a request, or undefined where the connection breaks or hangs before there is one. */
export function replyOf(fault: Fault | undefined, outcome: Outcome | undefined, asked: Asked): Reply | undefined {
  switch (fault?.kind) {
    case "reset":
      return undefined;
    case "stall":
      return fault.when === "afterHeaders" && outcome ? ofOutcome(outcome, asked) : undefined;
    case "html": {
      const body = `<html><head><title>${fault.status}</title></head><body><h1>${fault.status}</h1></body></html>`;
      return { status: fault.status, code: undefined, headers: { "content-type": "text/html" }, body };
    }
    case "empty":
      return { status: 200, code: undefined, headers: jsonHeaders(asked), body: "" };
    case "answer":
      return json(fault.status ?? 200, undefined, fault.fields, asked, fault.headers);
    case "error": {
      const { status, code, message = "The request failed.", headers } = fault;
      return json(status, code, errorFields({ Code: code, Message: message }, asked), asked, headers);
    }
    case "change":
      return outcome && json(outcome.status, outcome.code, fault.change(fieldsOf(outcome, asked)), asked);
    default:
      return outcome && ofOutcome(outcome, asked);
  }
}

function ofOutcome(outcome: Outcome, asked: Asked): Reply {
  return json(outcome.status, outcome.code, fieldsOf(outcome, asked), asked);
}

function fieldsOf({ code, fields }: Outcome, asked: Asked): Record<string, unknown> {
  return code === undefined ? { RequestId: asked.requestId, ...fields } : errorFields(fields, asked);
}

function errorFields(fields: ServiceAnswer["fields"], { requestId, host }: Asked): Record<string, unknown> {
  const query = new URLSearchParams({ q: String(fields["Code"]), product: "VpcIpam", requestId });
  const help = `https://api.alibabacloud.com/troubleshoot?${query}`;
  return { RequestId: requestId, HostId: host, ...fields, Recommend: help };
}

function json(
  status: number,
  code: string | undefined,
  fields: unknown,
  asked: Asked,
  headers: Readonly<Record<string, string | undefined>> = {},
): Reply {
  const sent = Object.entries({ ...jsonHeaders(asked), ...headers }).filter(isGiven);
  return { status, code, headers: Object.fromEntries(sent), body: JSON.stringify(fields) ?? "" };
}

function isGiven(header: [string, string | undefined]): header is [string, string] {
  return header[1] !== undefined;
}

function jsonHeaders({ requestId }: Asked): Readonly<Record<string, string>> {
  return { "content-type": "application/json;charset=utf-8", "x-acs-request-id": requestId };
}
