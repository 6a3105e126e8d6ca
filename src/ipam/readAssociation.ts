import type { Association } from "./Association.ts";
import type { IpamApi } from "./IpamApi.ts";
import type { IpamError } from "./IpamError.ts";
import type { Target } from "./Target.ts";

/**
 * Reads the one association of a target, or undefined when the two are not associated. What is absent from a list that
 * shows less than it counts may be there all the same. Where a list shows other rows each time it is read, the last
 * reading decides, because an earlier one may show an association that has ended since.
 * @throws IpamError
 */
export async function readAssociation(
  api: IpamApi,
  target: Target,
  signal?: AbortSignal,
): Promise<Association | undefined> {
  const { ipamId, discoveryId } = target;
  let gap: IpamError | undefined;
  const onGap = (error: IpamError) => {
    gap = error;
  };
  const rows = await api.listAssociations(target.region, { ipamId, discoveryId }, { signal, onGap });
  const own = rows.find((row) => row.ipamId === ipamId && row.discoveryId === discoveryId && row.status !== "Deleted");
  if (!own && gap) throw gap;
  return own;
}
