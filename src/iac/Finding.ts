import type { Region } from "../ipam/regions.ts";
import type { NamedThing } from "./Reference.ts";
import type { TextRange } from "./TextRange.ts";

/**
 * What applying the module as it stands now would do. Ending a share, or what it shares or whom it shares with, ends the
 * associations of its discoveries without a word (guide on multi-account IPAM).
 */
export type FindingKind =
  | "shareRemoved"
  | "sharedResourceRemoved"
  | "sharedResourceRetargeted"
  | "sharedTargetRemoved"
  | "sharedTargetRetargeted"
  | "discoveryRemoved"
  | "ipamRemoved"
  | "operatingRegionsRemoved"
  | "discoveryBecomesDefault"
  | "preventDestroyRemoved";

export interface Finding {
  readonly kind: FindingKind;
  /** Where it is shown: a file of the module as it is now, unless none is left. */
  readonly path: string;
  /** What was changed; for what is gone, the empty range where it stood, as near as its neighbours tell. */
  readonly range: TextRange;
  /** What is removed or changed. */
  readonly subject: NamedThing;
  readonly region?: Region;
  /** The discoveries whose associations end, or whose reach shrinks. */
  readonly discoveries: readonly NamedThing[];
  /** The IPAM that is removed or shrinks, or that makes a discovery its default one. */
  readonly ipams: readonly NamedThing[];
  /** The accounts that lose sight of the discoveries, where they can be told; none told means all that have it. */
  readonly targets: readonly string[];
  /** The operating regions that are removed. */
  readonly operatingRegions: readonly string[];
  /** A run decides whether what stands there now is something else than before. */
  readonly certain: boolean;
  /** The declaration as it stood, when all of it is gone. */
  readonly base?: { readonly path: string; readonly range: TextRange; readonly text: string };
}
