/** Whether the request is carried out before it goes wrong. */
type When = "beforeEffect" | "afterEffect";

/** What goes wrong with a request. Without `when`, it goes wrong before anything was done. */
export type Fault =
  /** The answer takes this much longer. Another fault can come on top. */
  | { readonly kind: "latency"; readonly ms: number }
  /** An error of the API or its gateway. */
  | {
      readonly kind: "error";
      readonly status: number;
      readonly code: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly when?: When;
    }
  /** A proxy's page in place of an answer. */
  | { readonly kind: "html"; readonly status: number; readonly when?: When }
  /** HTTP 200 without a body. */
  | { readonly kind: "empty"; readonly when?: When }
  /** This answer, whatever was asked. A header that is undefined is left out. */
  | {
      readonly kind: "answer";
      readonly fields: unknown;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string | undefined>>;
      readonly when?: When;
    }
  /** The connection is reset. */
  | { readonly kind: "reset"; readonly when: When }
  /** No answer until the client gives up; `afterHeaders` sends its head, when all has been done, and never its body. */
  | { readonly kind: "stall"; readonly when?: When | "afterHeaders" }
  /** The request is carried out, and the connection ends in the middle of the answer. */
  | { readonly kind: "truncate" }
  /** The answer is another one. */
  | { readonly kind: "change"; readonly change: (fields: Record<string, unknown>) => unknown }
  /** A dry run is carried out as if it were the change; what goes wrong with the answer can come on top. */
  | { readonly kind: "ignoreDryRun"; readonly answer?: Fault };
