/** How a request failed below the API. */
export type TransportFaultKind = "connection" | "proxy" | "timeout" | "cancelled" | "redirect" | "notJson" | "tooLarge";

/** A request that got no answer the API could have given. Its text names no URL: those hold ids and tokens. */
export class TransportFault extends Error {
  readonly kind: TransportFaultKind;
  /** Whether the request may have reached the service. */
  readonly left: boolean;
  readonly host: string;
  /** Host and port of the proxy on the way, where one is known. */
  readonly proxy: string | undefined;

  constructor(kind: TransportFaultKind, left: boolean, host: string, cause?: unknown, proxy?: string) {
    super(kind, { cause });
    this.name = "TransportFault";
    this.kind = kind;
    this.left = left;
    this.host = host;
    this.proxy = proxy;
  }

  /** The operating system's or TLS's own code, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  get systemCode(): string | undefined {
    const { cause } = this;
    if (cause instanceof AggregateError) return codeOf(cause.errors[0]) ?? codeOf(cause);
    return codeOf(cause);
  }
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
