import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import type { Target } from "../../ipam/Target.ts";
import { rowsOf } from "./knowledgeText.ts";
import type { Subject } from "./Subject.ts";

/** An association that could be taken apart: its row, and the target of the actions on it. */
export interface Pair {
  readonly row: JoinedAssociation;
  readonly target: Target;
}

/** The associations of subjects that can be dissociated at all. */
export function pairsOf(subjects: readonly Subject[], profile: string): readonly Pair[] {
  return rowsOf(subjects)
    .filter(({ removability }) => removability === "removable")
    .map((row) => ({
      row,
      target: { profile, region: row.region, ipamId: row.ipamId, discoveryId: row.discoveryId },
    }));
}
