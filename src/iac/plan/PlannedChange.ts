import type { Finding, FindingKind } from "../Finding.ts";

/** What applying a plan would do to associations: of a change of one resource. */
export interface PlannedChange
  extends Pick<Finding, "subject" | "region" | "discoveries" | "ipams" | "targets" | "operatingRegions"> {
  readonly kind: Extract<
    FindingKind,
    | "shareRemoved"
    | "sharedResourceRemoved"
    | "sharedTargetRemoved"
    | "discoveryRemoved"
    | "ipamRemoved"
    | "operatingRegionsRemoved"
  >;
  /** The plan makes another in its place: what was shared ends all the same. */
  readonly replaced: boolean;
}
