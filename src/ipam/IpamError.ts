/**
 * Why a call did not do what was asked. What the program decides by; the text is for people. A reason says nothing about
 * whether the request was carried out: only `effect` does.
 */
export type IpamErrorReason =
  /** The account may not do it; `ramAction` is there when a RAM permission is missing. */
  | "forbidden"
  | "credentialsUnavailable"
  | "invalidCredentials"
  | "expiredCredentials"
  | "clockSkew"
  | "throttled"
  | "serverFault"
  | "busy"
  | "timeout"
  | "unreachable"
  | "proxy"
  | "untrusted"
  | "badAnswer"
  | "notFound"
  /** What was asked for exists already, or collides with what exists. */
  | "conflict"
  /** Something else still depends on the resource. */
  | "dependency"
  | "quota"
  /** Not possible with this resource, in this region or for this account, however often it is tried. */
  | "unsupported"
  /** Not allowed, for a reason that no other word here names. */
  | "refused"
  | "invalidParameter"
  /** A dry run that passed, which the service tells as an error. */
  | "dryRun"
  | "wrongTarget"
  /** The account has not activated VPC IPAM. */
  | "serviceNotOpened"
  | "clientToken"
  | "journal"
  | "cancelled"
  /** An error of the service with a code that no page names, or with none. */
  | "undocumented"
  /** A fault of the program itself. */
  | "unexpected";

/** What is known of a failure beyond its reason. Never holds a secret. */
export interface IpamErrorDetail {
  readonly reason: IpamErrorReason;
  /** What happened, one English sentence. A word in braces stands for that field of the detail. */
  readonly what: string;
  /** What a person can do about it, in English, with the same placeholders. */
  readonly advice: string;
  /** The service's code, such as `Forbidden.RAM`. */
  readonly code?: string | undefined;
  /** The service's own words. Text from outside: escape it before it is rendered. */
  readonly serviceMessage?: string | undefined;
  readonly requestId?: string | undefined;
  readonly httpStatus?: number | undefined;
  /** API action, such as `ListIpams`. */
  readonly action?: string | undefined;
  readonly region?: string | undefined;
  /** Host and port the request went to, where the network failed. */
  readonly host?: string | undefined;
  /** Host and port of the proxy that gave no way to the host. */
  readonly proxy?: string | undefined;
  /** Deadline that passed, in seconds. */
  readonly seconds?: number | undefined;
  /** RAM action the service named as missing, or else the one the call needs. */
  readonly ramAction?: string | undefined;
  /** What the sentences are about where no other field names it: a role, a profile, a file. */
  readonly subject?: string | undefined;
  /** Part of the subject, such as a field of a profile. */
  readonly part?: string | undefined;
  /** Whether trying again right away makes no sense, because that was done already. */
  readonly final?: boolean | undefined;
  /** Wait in milliseconds that the service asked for before the next try. */
  readonly retryAfterMs?: number | undefined;
  /**
   * Whether the request may have been carried out: `no` only after an answer with a documented code that proves it was not,
   * or when the request never left; `maybe` after everything else.
   */
  readonly effect: "no" | "maybe";
}

const brand = Symbol.for("alicloud-ipam-explorer.IpamError");

/** Every failure of a call, mapped to a reason a program can decide by and advice a person can follow. */
export class IpamError extends Error {
  /** The bundles of the extension each carry a copy of this class; all of them make IpamErrors. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && brand in value;
  }

  readonly [brand] = true;
  readonly detail: IpamErrorDetail;

  constructor(detail: IpamErrorDetail, options?: { cause?: unknown }) {
    super(text(detail), options);
    this.name = "IpamError";
    this.detail = detail;
  }

  get reason(): IpamErrorReason {
    return this.detail.reason;
  }
}

function text(detail: IpamErrorDetail): string {
  const { code, requestId } = detail;
  const origin = [code && `code ${code}`, requestId && `RequestId ${requestId}`].filter(Boolean).join(", ");
  const words: Readonly<Record<string, unknown>> = { ...detail };
  const sentence = `${detail.what} ${detail.advice}`.replace(/\{(\w+)\}/g, (_, name: string) =>
    String(words[name] ?? "?"),
  );
  return origin ? `${sentence} (${origin})` : sentence;
}
