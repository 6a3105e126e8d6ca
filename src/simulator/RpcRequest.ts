import type { IncomingHttpHeaders } from "node:http";

/** A request of the RPC style, read but not yet believed. */
export interface RpcRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly body: Buffer;
  readonly action: string;
  readonly version: string;
  /** From the query (the SDK's way) and a form in the body (Terraform's provider's way). */
  readonly parameters: ReadonlyMap<string, string>;
  /** A parameter that was given twice. */
  readonly repeated: string | undefined;
  /** What the Host header names, where it names one of Alibaba Cloud's hosts. */
  readonly place: { readonly product: string; readonly region: string | undefined } | undefined;
}
