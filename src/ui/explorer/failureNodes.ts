import type { IpamError } from "../../ipam/IpamError.ts";
import type { Region } from "../../ipam/regions.ts";
import type { AccountRows } from "./AccountRows.ts";
import type { FailureNode } from "./ExplorerNode.ts";

/** What could not be read of an account. */
export function failureNodes({ profile, snapshots, label }: AccountRows): readonly FailureNode[] {
  const failed = snapshots.flatMap(({ region, ...snapshot }) =>
    snapshot.state === "failed" ? [{ region, error: snapshot.error }] : [],
  );
  // A list that failed stands below the IPAMs it leaves incomplete; without an IPAM it has no other place than the top.
  const homeless = snapshots.flatMap(({ region, contents }) =>
    contents && contents.ipams.length === 0 ? contents.gaps.map((error) => ({ region, error })) : [],
  );
  const place = { parentId: profile.id, profile: profile.id, account: label };
  return [
    ...groupFailures(failed, { ...place, extent: "region" }),
    ...groupFailures(homeless, { ...place, extent: "list" }),
  ];
}

/** One node for each cause: a missing permission in 33 regions is one thing to mend, not 33. */
export function groupFailures(
  failures: readonly { readonly region: Region; readonly error: IpamError }[],
  { parentId, ...common }: Pick<FailureNode, "extent" | "profile" | "account"> & { readonly parentId: string },
): readonly FailureNode[] {
  const groups = new Map<string, [IpamError, { region: Region; error: IpamError }[]]>();
  for (const failure of failures) {
    const { reason, code, ramAction, shown, action } = failure.error.detail;
    // How many rows a list lacks is true of that list alone.
    const list = shown === undefined ? [] : [failure.region, action];
    const cause = [reason, code, ramAction, ...list].filter(Boolean).join(":");
    const group = groups.get(cause);
    if (group) group[1].push(failure);
    else groups.set(cause, [failure.error, [failure]]);
  }
  return [...groups].map(([cause, [error, members]]) => ({
    ...common,
    kind: "failure",
    id: `${parentId}/failure/${common.extent}/${cause}`,
    error,
    failures: members,
  }));
}
