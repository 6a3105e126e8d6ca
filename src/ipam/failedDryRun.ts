import type { IpamError, IpamErrorReason } from "./IpamError.ts";

/** What a dry run says that neither passed nor was answered like the change. */
export type FailedDryRun =
  | {
      readonly verdict: "refused";
      readonly why: "service";
      readonly error: IpamError;
      readonly requestId?: string;
      readonly unproven: IpamError | undefined;
    }
  | { readonly verdict: "cannotTell"; readonly error: IpamError; readonly unproven: IpamError | undefined };

/**
 * Reasons that are about the two ends, so that the change would meet them as well. Of the others, a permission, a key, the
 * clock and the activation are about the caller, a wrong parameter or ClientToken about this one request, and throttling
 * and an operation that is running about this moment.
 */
const aboutTheEnds: ReadonlySet<IpamErrorReason> = new Set([
  "notFound",
  "conflict",
  "dependency",
  "quota",
  "unsupported",
  "refused",
]);

/**
 * Only an answer about the two ends that proves a refusal says what the change would do; anything else says nothing of it.
 * @param unproven the failure of a try that does not prove that nothing changed
 */
export function failedDryRun(error: IpamError, unproven?: IpamError): FailedDryRun {
  const { requestId, effect } = error.detail;
  if (effect !== "no" || !aboutTheEnds.has(error.reason)) return { verdict: "cannotTell", error, unproven };
  return { verdict: "refused", why: "service", error, ...(requestId && { requestId }), unproven };
}
