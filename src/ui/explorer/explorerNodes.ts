import type { ContentsFilter } from "../../ipam/ContentsFilter.ts";
import type { Inventory } from "../../ipam/Inventory.ts";
import type { IpamError } from "../../ipam/IpamError.ts";
import type { RegionInventory } from "../../ipam/RegionInventory.ts";
import type { Region } from "../../ipam/regions.ts";
import type {
  AssociationNode,
  ExplorerNode,
  FailureDetailNode,
  FailureNode,
  IpamNode,
  OwnerSideNode,
} from "./ExplorerNode.ts";

/** The account whose inventory is shown; part of every node's id. */
export interface ShownProfile {
  readonly id: string;
  readonly accountId: string;
}

/**
 * The top rows for the snapshots of an inventory: IPAMs, the owner-side group, then what is missing and why. A filter
 * hides no failure: what could not be read might match.
 */
export function topNodes(
  inventory: Inventory,
  profile: ShownProfile,
  filter: ContentsFilter | undefined,
): readonly ExplorerNode[] {
  const all = inventory.snapshots();
  const snapshots = filter ? all.map((snapshot) => filtered(snapshot, filter)) : all;
  const ipams = snapshots.flatMap((snapshot) => ipamNodes(snapshot, profile));
  const ownerSide = ownerSideNode(snapshots, profile);
  const failures = failureNodes(snapshots, profile);
  const loading = snapshots.filter(({ state, readAt }) => state === "loading" && readAt === undefined);
  const nodes: ExplorerNode[] = [...ipams, ...ownerSide, ...failures];
  if (loading.length > 0) {
    const regions = loading.map(({ region }) => region);
    nodes.push({ kind: "loading", id: `${profile.accountId}/loading`, regions, of: snapshots.length });
  } else if (nodes.length === 0) {
    const isEmpty = all.every(({ contents }) => !contents || contents.ipams.length + contents.ownerSide.length === 0);
    const notice = !isEmpty ? "noMatch" : inventory.serviceOpened === false ? "serviceNotOpened" : "empty";
    nodes.push({ kind: "notice", id: `${profile.accountId}/notice`, notice });
  }
  return nodes;
}

function filtered(snapshot: RegionInventory, filter: ContentsFilter): RegionInventory {
  return snapshot.contents ? { ...snapshot, contents: filter.apply(snapshot.contents) } : snapshot;
}

/** The rows below a row. */
export function childNodes(node: ExplorerNode): readonly ExplorerNode[] {
  switch (node.kind) {
    case "ipam":
      return [
        ...node.joined.associations.map((association) => associationNode(association, node.profile, node.id)),
        ...groupFailures(
          node.gaps.map((error) => ({ region: node.joined.ipam.region, error })),
          node.id,
          "list",
        ),
      ];
    case "ownerSide":
      return node.children;
    case "failure":
      return failureDetails(node);
    default:
      return [];
  }
}

function ipamNodes(snapshot: RegionInventory, profile: ShownProfile): readonly IpamNode[] {
  return (snapshot.contents?.ipams ?? []).map((joined) => ({
    kind: "ipam",
    id: `${profile.accountId}/${snapshot.region}/${joined.ipam.ipamId}`,
    profile: profile.id,
    joined,
    gaps: snapshot.contents?.gaps ?? [],
    refreshing: snapshot.state === "loading",
    readAt: snapshot.readAt,
  }));
}

function associationNode(
  association: AssociationNode["association"],
  profile: string,
  parentId: string,
): AssociationNode {
  // An owner-side row has no IPAM row above it, so its own id names both ends.
  const id = `${parentId}/${association.region}/${association.ipamId}/${association.discoveryId}`;
  return { kind: "association", id, profile, association };
}

function ownerSideNode(snapshots: readonly RegionInventory[], profile: ShownProfile): readonly OwnerSideNode[] {
  const id = `${profile.accountId}/ownerSide`;
  const children = snapshots
    .flatMap(({ contents }) => contents?.ownerSide ?? [])
    .map((association) => associationNode(association, profile.id, id));
  return children.length > 0 ? [{ kind: "ownerSide", id, children }] : [];
}

function failureNodes(snapshots: readonly RegionInventory[], profile: ShownProfile): readonly FailureNode[] {
  const failed = snapshots.flatMap(({ region, ...snapshot }) =>
    snapshot.state === "failed" ? [{ region, error: snapshot.error }] : [],
  );
  // A list that failed stands below the IPAMs it leaves incomplete; without an IPAM it has no other place than the top.
  const homeless = snapshots.flatMap(({ region, contents }) =>
    contents && contents.ipams.length === 0 ? contents.gaps.map((error) => ({ region, error })) : [],
  );
  return [...groupFailures(failed, profile.accountId, "region"), ...groupFailures(homeless, profile.accountId, "list")];
}

/** One node for each cause: a missing permission in 33 regions is one thing to mend, not 33. */
function groupFailures(
  failures: readonly { readonly region: Region; readonly error: IpamError }[],
  parentId: string,
  extent: FailureNode["extent"],
): readonly FailureNode[] {
  const groups = new Map<string, [IpamError, { region: Region; error: IpamError }[]]>();
  for (const failure of failures) {
    const { reason, code, ramAction } = failure.error.detail;
    const cause = [reason, code, ramAction].filter(Boolean).join(":");
    const group = groups.get(cause);
    if (group) group[1].push(failure);
    else groups.set(cause, [failure.error, [failure]]);
  }
  return [...groups].map(([cause, [error, members]]) => ({
    kind: "failure",
    id: `${parentId}/failure/${extent}/${cause}`,
    error,
    failures: members,
    extent,
  }));
}

function failureDetails(parent: FailureNode): readonly FailureDetailNode[] {
  const { reason } = parent.error;
  const signIn = ["credentialsUnavailable", "invalidCredentials", "expiredCredentials"].includes(reason);
  // What can be done stands before the regions, which may be many; a secret that is missing concerns none of them.
  const details: FailureDetailNode["detail"][] = [
    { what: "cause" },
    { what: "advice" },
    ...(reason === "forbidden" ? [{ what: "copyRamPolicy" } as const] : []),
    ...(signIn ? [{ what: "signIn" } as const] : []),
    { what: "retry" },
    { what: "showLog" },
    ...(reason === "credentialsUnavailable"
      ? []
      : parent.failures.map(({ region, error }) => ({ what: "region", region, error }) as const)),
  ];
  return details.map((detail) => {
    const id = `${parent.id}/${detail.what}${detail.what === "region" ? `/${detail.region}` : ""}`;
    return { kind: "failureDetail", id, parent, detail };
  });
}
