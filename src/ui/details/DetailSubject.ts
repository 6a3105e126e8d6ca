import type { Inventory } from "../../ipam/Inventory.ts";
import type { JoinedAssociation, JoinedIpam } from "../../ipam/RegionInventory.ts";
import type { Region } from "../../ipam/regions.ts";

/** What a detail view is about: an association, or a whole IPAM where no discovery is named. */
export interface DetailSubject {
  readonly profile: string;
  readonly region: Region;
  readonly ipamId: string;
  readonly discoveryId: string | undefined;
}

/** What an inventory knows of a subject. */
export type KnownSubject =
  | { readonly kind: "ipam"; readonly joined: JoinedIpam | undefined }
  | { readonly kind: "association"; readonly association: JoinedAssociation | undefined };

export function knownSubject(
  inventory: Inventory | undefined,
  { region, ipamId, discoveryId }: Pick<DetailSubject, "region" | "ipamId" | "discoveryId">,
): KnownSubject {
  const { ipams = [], ownerSide = [] } = inventory?.region(region).contents ?? {};
  if (discoveryId === undefined) return { kind: "ipam", joined: ipams.find(({ ipam }) => ipam.ipamId === ipamId) };
  const rows = [...ipams.flatMap(({ associations }) => associations), ...ownerSide];
  const association = rows.find((row) => row.ipamId === ipamId && row.discoveryId === discoveryId);
  return { kind: "association", association };
}
