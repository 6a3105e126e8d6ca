/** An answer that refuses: the API's code with the HTTP status it comes with. */
export class ApiFault extends Error {
  readonly status: number;
  readonly code: string;
  /** Fields beside Code and Message, such as AccessDeniedDetail. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(status: number, code: string, message: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.extra = extra;
  }
}
