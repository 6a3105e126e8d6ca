import type { IpamErrorReason } from "../ipam/IpamError.ts";

/** What happened and what to do, in English. Words in braces are fields of the error's detail. */
export interface Sentences {
  readonly what: string;
  readonly advice: string;
}

/** What a code of the service means here. */
export interface CatalogueEntry extends Sentences {
  readonly reason: IpamErrorReason;
}

export const waitAndRetry = "Wait a little and try again.";
export const waitThenReport =
  "Wait a little and try again. If the problem persists, send the RequestId to Alibaba Cloud support.";
export const seeWhatIsLeft = "Refresh to see what is left.";
export const seeLog = "The log has Alibaba Cloud's own words.";
