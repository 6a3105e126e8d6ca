import type { IpamError } from "./IpamError.ts";

/** What a dry run says that neither passed nor was answered like the change. */
export type FailedDryRun =
  | { readonly verdict: "refused"; readonly why: "service"; readonly error: IpamError; readonly requestId?: string }
  | { readonly verdict: "cannotTell"; readonly error: IpamError };

/** Only an answer about the two ends says what the change would do; anything else says nothing of it. */
export function failedDryRun(error: IpamError): FailedDryRun {
  const { requestId } = error.detail;
  const request = requestId ? { requestId } : {};
  if (error.reason === "refused" || error.reason === "notFound" || error.reason === "invalidParameter") {
    return { verdict: "refused", why: "service", error, ...request };
  }
  return { verdict: "cannotTell", error };
}
