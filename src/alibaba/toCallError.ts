import { IpamError, type IpamErrorDetail } from "../ipam/IpamError.ts";
import { assumptions } from "./assumptions.ts";
import type { CatalogueEntry } from "./CatalogueEntry.ts";
import { errorCatalogue } from "./errorCatalogue.ts";
import { ramDenied, serverFault, throttled } from "./gatewayCodes.ts";
import { isSuccess } from "./isSuccess.ts";
import { provesRefusal } from "./provesRefusal.ts";
import { TransportFault } from "./TransportFault.ts";
import type { Try } from "./transport.ts";

/** Which call failed. */
export interface CallContext {
  readonly action: string;
  readonly region: string;
  readonly host: string;
  readonly timeoutMs: number;
  /** Whether the call is over when its answer is 2xx, read or not. */
  readonly finalIfAccepted?: boolean;
}

/** Turns whatever a try threw into an IpamError. Nothing of the request's URL or credentials enters it. */
export function toCallError(thrown: unknown, call: CallContext, attempt: Try): IpamError {
  if (thrown instanceof IpamError) return attempt.answer ? thrown : ofAnotherCall(thrown);
  const context = { action: call.action, region: call.region };
  if (thrown instanceof TransportFault) return new IpamError({ ...context, ...ofTransport(thrown, call, attempt) });
  const answer = apiAnswer(thrown, attempt);
  if (answer) return new IpamError({ ...context, ...ofAnswer(answer, call, attempt) });
  return new IpamError(
    {
      ...context,
      reason: "unexpected",
      what: "The request could not be built or its answer not be read.",
      advice: "Show the log and report it.",
      ...(attempt.answer && { httpStatus: attempt.answer.status }),
      effect: attempt.answer ? "maybe" : "no",
    },
    { cause: thrown },
  );
}

/** What failed before this request could be signed, such as the call for its credentials: this request never left. */
function ofAnotherCall(error: IpamError): IpamError {
  return error.detail.effect === "no" ? error : new IpamError({ ...error.detail, effect: "no" }, { cause: error });
}

/** What the API said, in the shape the SDK throws it. */
interface ApiAnswer {
  /** Empty when there is none. */
  readonly code: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly status: number | undefined;
}

function apiAnswer(thrown: unknown, attempt: Try): ApiAnswer | undefined {
  if (!isRecord(thrown) || !isRecord(thrown["data"])) return undefined;
  const body = thrown["data"];
  const code = text(body["Code"]) ?? text(body["code"]) ?? "";
  const status = typeof body["statusCode"] === "number" ? body["statusCode"] : undefined;
  return { code, body, status: attempt.answer?.status ?? status };
}

function ofAnswer({ code, body, status }: ApiAnswer, call: CallContext, attempt: Try): IpamErrorDetail {
  const entry = entryOf(code, body, status);
  return {
    reason: entry.reason,
    what: entry.what,
    advice: entry.advice,
    code: code || undefined,
    serviceMessage: text(body["Message"]) ?? text(body["message"]),
    requestId: text(body["RequestId"]) ?? text(body["requestId"]) ?? header(attempt, "x-acs-request-id"),
    httpStatus: status,
    ...(entry === ramDenied && { ramAction: deniedAction(body) ?? ramActionOf(call.action) }),
    host: call.host,
    retryAfterMs: retryAfterMs(attempt),
    effect: provesRefusal(code, status) ? "no" : "maybe",
  };
}

function entryOf(code: string, body: Readonly<Record<string, unknown>>, status: number | undefined): CatalogueEntry {
  const entry = errorCatalogue(code) ?? byStatus(code, status);
  // The answer itself says that it is about a permission, whichever code it has for that.
  return entry.reason === "forbidden" && deniedAction(body) !== undefined ? ramDenied : entry;
}

function byStatus(code: string, status: number | undefined): CatalogueEntry {
  if (status === tooManyRequests) return throttled;
  if (status !== undefined && status >= 500) return serverFault;
  if (code === "") {
    return {
      reason: "undocumented",
      what: "Alibaba Cloud answered {action} with an error that has no code (HTTP {httpStatus}).",
      advice: undocumentedAdvice,
    };
  }
  return {
    reason: "undocumented",
    what: "Alibaba Cloud answered {action} with a code that is not documented ({code}).",
    advice: undocumentedAdvice,
  };
}

/** The HTTP status of a throttled request, whatever code the gateway or a proxy gives it. */
const tooManyRequests = 429;

const undocumentedAdvice = "The log has Alibaba Cloud's own words. Alibaba Cloud support can look up the RequestId.";

function ofTransport(fault: TransportFault, call: CallContext, attempt: Try): IpamErrorDetail {
  const requestId = header(attempt, "x-acs-request-id");
  const httpStatus = attempt.answer?.status;
  const known = {
    host: fault.host,
    effect: fault.left ? ("maybe" as const) : ("no" as const),
    ...(requestId && { requestId }),
    ...(httpStatus && { httpStatus }),
    ...(call.finalIfAccepted && isSuccess(httpStatus) && { final: true }),
  };
  switch (fault.kind) {
    case "cancelled":
      return { reason: "cancelled", what: "The request was cancelled.", advice: "", ...known };
    case "timeout":
      return {
        reason: "timeout",
        what: "{host} did not answer within {seconds} seconds.",
        advice: "Check the network and the proxy, or raise ipamExplorer.requestTimeoutSeconds.",
        seconds: call.timeoutMs / 1000,
        ...known,
      };
    case "redirect":
      return {
        reason: "wrongTarget",
        what: "{host} answered with a redirect, which is not followed because it would carry credentials elsewhere.",
        advice: "Check the proxy and ipamExplorer.endpoint.",
        ...known,
      };
    case "tooLarge":
      return {
        reason: "badAnswer",
        what: "{host} sent an answer too large to be one of VPC IPAM.",
        advice: notOurs,
        ...known,
      };
    case "notJson":
      return httpStatus !== undefined && (httpStatus >= 500 || httpStatus === tooManyRequests)
        ? {
            reason: httpStatus === tooManyRequests ? "throttled" : "serverFault",
            what: "{host} answered with HTTP {httpStatus} and no answer of VPC IPAM.",
            advice: "A proxy or gateway on the way may be failing. Wait a little and try again.",
            retryAfterMs: retryAfterMs(attempt),
            ...known,
          }
        : {
            reason: "badAnswer",
            what: "{host} did not send an answer of VPC IPAM (HTTP {httpStatus}).",
            advice: notOurs,
            ...known,
          };
    case "proxy": {
      const proxy = fault.proxy ?? "?";
      const code = fault.systemCode ?? (httpStatus === undefined ? undefined : `HTTP ${httpStatus}`);
      return { ...proxyFault(fault.systemCode, httpStatus), code, ...known, proxy };
    }
    case "connection":
      return { ...connectionFault(fault.systemCode, fault.left), code: fault.systemCode, ...known };
  }
}

const notOurs = "Something between here and the service, such as a proxy or a sign-in page, may have answered instead.";

const trustAdvice =
  "Where a proxy inspects traffic, or the endpoint is a private one, add its certificate authority to the system's certificates or to NODE_EXTRA_CA_CERTS, then restart VS Code.";

function connectionFault(code: string | undefined, left: boolean): CatalogueEntry {
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return {
      reason: "unreachable",
      what: "The name {host} could not be resolved.",
      advice: "Check the network, the VPN and the DNS of this machine.",
    };
  }
  // The other side says so, in TLS 1.3 perhaps after the request has left: it is not about the other side's certificate.
  if (isAlert(code)) {
    return {
      reason: "unreachable",
      what: "{host} did not accept this connection ({code}).",
      advice:
        "It may ask for a client certificate, or for another version of TLS. Ask whoever runs the proxy or the endpoint.",
    };
  }
  if (isAboutTrust(code) && !left) {
    return {
      reason: "untrusted",
      what: "The certificate of {host} is not trusted here ({code}), so nothing was sent.",
      advice: trustAdvice,
    };
  }
  if (isAboutValidity(code) && !left) {
    return {
      reason: "untrusted",
      what: "The certificate of {host} is not valid ({code}), so nothing was sent.",
      advice: "Check this machine's clock and ipamExplorer.endpoint, and ask whoever runs the proxy or the endpoint.",
    };
  }
  if (code !== undefined && /SSL|TLS|EPROTO/.test(code)) {
    return {
      reason: "unreachable",
      what: "{host} did not answer as an https server does ({code}).",
      advice: "Check the proxy and the port in ipamExplorer.endpoint.",
    };
  }
  if (code === "ECONNREFUSED") {
    return {
      reason: "unreachable",
      what: "{host} refused the connection.",
      advice: "Check the proxy and ipamExplorer.endpoint.",
    };
  }
  return {
    reason: "unreachable",
    what: "The connection to {host} broke.",
    advice: "Check the network and the proxy, then try again.",
  };
}

/** Nothing has left for the service: the proxy gave no tunnel to it. */
function proxyFault(code: string | undefined, status: number | undefined): CatalogueEntry {
  if (status === 407) {
    return {
      reason: "proxy",
      what: "The proxy {proxy} asks for proxy authentication (HTTP 407).",
      advice:
        "Answer VS Code when it asks for the proxy's user name and password. Where it does not ask, whoever runs the proxy can say how to sign in to it.",
    };
  }
  // The way beyond the proxy may mend itself.
  if (status !== undefined && status >= 500) {
    return {
      reason: "unreachable",
      what: "The proxy {proxy} could not reach {host} (HTTP {httpStatus}).",
      advice: "Wait a little and try again. If it stays, ask whoever runs the proxy.",
    };
  }
  if (status !== undefined) {
    return {
      reason: "proxy",
      what: "The proxy {proxy} refused to connect to {host} (HTTP {httpStatus}).",
      advice:
        "Ask whoever runs the proxy to allow the hosts of Alibaba Cloud, or name them in http.noProxy or NO_PROXY where they can be reached directly.",
    };
  }
  if ((isAboutTrust(code) || isAboutValidity(code)) && !isAlert(code)) {
    return {
      reason: "untrusted",
      what: "The certificate of the proxy {proxy} is not trusted here ({code}), so nothing was sent.",
      advice: trustAdvice,
    };
  }
  return {
    reason: "proxy",
    what: "The proxy {proxy} cannot be reached ({code}).",
    advice: "Check http.proxy in the settings, HTTPS_PROXY in the environment, and whether the proxy is running.",
  };
}

/** OpenSSL's names for an alert of TLS: the other side gives the connection up. */
function isAlert(code: string | undefined): boolean {
  return code !== undefined && /ALERT/.test(code);
}

/** OpenSSL's names for a certificate whose authority is unknown. */
function isAboutTrust(code: string | undefined): boolean {
  return code !== undefined && /UNABLE_TO|SELF_SIGNED|UNTRUSTED|INVALID_CA/.test(code);
}

/** OpenSSL's and Node's names for a certificate that is out of date, revoked, or for another name. */
function isAboutValidity(code: string | undefined): boolean {
  return code !== undefined && /CERT|HOSTNAME/.test(code);
}

/** The action an access-denied answer names. The casing of the inner keys is not documented. */
function deniedAction(body: Readonly<Record<string, unknown>>): string | undefined {
  const detail = body["AccessDeniedDetail"] ?? body["accessDeniedDetail"];
  if (!isRecord(detail)) return undefined;
  const key = Object.keys(detail).find((name) => name.toLowerCase() === "authaction");
  return key === undefined ? undefined : text(detail[key]);
}

/** RAM knows VPC IPAM under the service code vpc. */
function ramActionOf(action: string): string {
  const service = action === "GetCallerIdentity" || action.startsWith("AssumeRole") ? "sts" : "vpc";
  return `${service}:${action}`;
}

function retryAfterMs(attempt: Try): number | undefined {
  const value = Number(header(attempt, "x-acs-retry-after"));
  return Number.isFinite(value) && value > 0 ? value * assumptions.retryAfterUnitMs : undefined;
}

function header(attempt: Try, name: string): string | undefined {
  const value = attempt.answer?.headers[name];
  return text(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text with something in it. */
function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}
