import type { Association } from "./Association.ts";
import type { IpamApi } from "./IpamApi.ts";
import type { Target } from "./Target.ts";

/** Reads the one association of a target, or undefined when the two are not associated. */
export async function readAssociation(
  api: IpamApi,
  target: Target,
  signal?: AbortSignal,
): Promise<Association | undefined> {
  const { ipamId, discoveryId } = target;
  const rows = await api.listAssociations(target.region, { ipamId, discoveryId }, { signal });
  return rows.find((row) => row.ipamId === ipamId && row.discoveryId === discoveryId && row.status !== "Deleted");
}
