import type { sourceSentences } from "./sourceSentences.ts";

/** Why a source gives no credentials. */
export type SourceFaultReason = keyof typeof sourceSentences;

/** What is known of it beyond its reason. */
export interface SourceFaultDetail {
  readonly reason: SourceFaultReason;
  /** What it is about: a profile, a file, a program. Text from outside, and never a secret. */
  readonly subject?: string | undefined;
  /** Part of the subject, such as a field of a profile. */
  readonly part?: string | undefined;
}

const brand = Symbol.for("alicloud-ipam-explorer.SourceFault");

/** A source that gives no credentials. The UI shows the sentences of its reason; the text is for the log. */
export class SourceFault extends Error {
  /** The bundles of the extension each carry a copy of this class; all of them make SourceFaults. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === "object" && value !== null && brand in value;
  }

  readonly [brand] = true;
  readonly detail: SourceFaultDetail;

  constructor(detail: SourceFaultDetail) {
    super(`Credential source: ${detail.reason}`);
    this.name = "SourceFault";
    this.detail = detail;
  }

  get reason(): SourceFaultReason {
    return this.detail.reason;
  }
}
