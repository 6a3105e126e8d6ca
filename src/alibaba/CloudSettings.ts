/** What the person's machine decides about requests. Read anew for every request. */
export interface CloudSettings {
  /** Template of the endpoint, with `{product}` and `{region}`; empty for the public endpoints. */
  readonly endpoint: string;
  /** Deadline of one try, from the start of the request to the last byte of the answer. */
  readonly requestTimeoutSeconds: number;
}
