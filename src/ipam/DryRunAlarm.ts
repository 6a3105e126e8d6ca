import type { IpamError } from "./IpamError.ts";

/** A dry run that was answered 2xx, as only the change itself should be. */
export interface DryRunAlarm {
  readonly verdict: "alarm";
  /** What a reading at once afterwards showed. */
  readonly observed: "associated" | "gone" | "unknown";
  /** What was wrong with the answer, where it may not have been the service's. */
  readonly unreadable?: IpamError | undefined;
  readonly requestId: string | undefined;
}
