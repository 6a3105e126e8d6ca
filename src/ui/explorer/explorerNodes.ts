import type { ContentsFilter } from "../../ipam/ContentsFilter.ts";
import { type AccountRows, accountRows } from "./AccountRows.ts";
import { associationNode } from "./associationNode.ts";
import { discoveryNodes } from "./discoveryNodes.ts";
import type {
  AccountNode,
  ExplorerNode,
  FailureDetailNode,
  FailureNode,
  IpamNode,
  OwnerSideNode,
  RegionNode,
} from "./ExplorerNode.ts";
import { failureNodes, groupFailures } from "./failureNodes.ts";
import type { Grouping } from "./Grouping.ts";
import type { ShownAccount } from "./ShownAccount.ts";

/** With more accounts than these, their rows are closed until someone opens them. */
const mostOpenAccounts = 5;

/** With more IPAMs than these, they are closed: VS Code asks for the rows below each one that is open. */
const mostOpenIpams = 200;

/**
 * The top rows for what accounts hold: groups or IPAMs, then what is missing and why. A filter hides no failure: what could
 * not be read might match.
 */
export function topNodes(
  accounts: readonly ShownAccount[],
  grouping: Grouping,
  filter: ContentsFilter | undefined,
): readonly ExplorerNode[] {
  const several = accounts.length > 1;
  const all = accounts.map((account) => accountRows(account, filter, several && grouping !== "account"));
  if (grouping !== "account") return groupRows(all, grouping);
  const nodes = all.map((rows) => accountNode(rows, accounts.length <= mostOpenAccounts));
  const shown = nodes.filter(({ children }) => !filter || children.some((child) => !isNotice(child)));
  return shown.length > 0 || nodes.length === 0 ? shown : noticeNodes(all);
}

/** The rows below a row. */
export function childNodes(node: ExplorerNode): readonly ExplorerNode[] {
  switch (node.kind) {
    case "ipam":
      return [
        ...node.joined.associations.map((association) => associationNode(association, node.profile, node.id)),
        ...groupFailures(
          node.gaps.map((error) => ({ region: node.joined.ipam.region, error })),
          { parentId: node.id, extent: "list", profile: node.profile, account: undefined },
        ),
      ];
    case "account":
    case "ownerSide":
      return node.children;
    case "region":
      return node.children();
    case "discovery":
      return node.watchers.map(({ profile, association }) => associationNode(association, profile, node.id, true));
    case "failure":
      return failureDetails(node);
    default:
      return [];
  }
}

function accountNode(rows: AccountRows, isOpen: boolean): AccountNode {
  const { profile, snapshots } = rows;
  const children = groupRows([rows], "ipam");
  const ipams = snapshots.flatMap(({ contents }) => contents?.ipams ?? []);
  const isIncomplete = snapshots.some(({ state, contents }) => state === "failed" || (contents?.gaps.length ?? 0) > 0);
  return {
    kind: "account",
    id: `account/${profile.id}`,
    profile,
    state: children.some(({ kind }) => kind === "loading") ? "reading" : isIncomplete ? "incomplete" : "read",
    ipams: ipams.length,
    associations: ipams.reduce((sum, { associations }) => sum + associations.length, 0),
    isOpen,
    children,
  };
}

/** The rows of accounts without a row for each account, then what is missing of them. */
function groupRows(accounts: readonly AccountRows[], grouping: Exclude<Grouping, "account">): readonly ExplorerNode[] {
  const nodes: ExplorerNode[] = [...groups(accounts, grouping), ...accounts.flatMap(failureNodes)];
  const unread = accounts.map(({ snapshots }) =>
    snapshots.filter(({ state, readAt }) => state === "loading" && readAt === undefined).map(({ region }) => region),
  );
  const regions = unread.flat();
  if (regions.length === 0) return nodes.length > 0 ? nodes : noticeNodes(accounts);
  const of = accounts.reduce((sum, { snapshots }) => sum + snapshots.length, 0);
  return [...nodes, { kind: "loading", id: `${idOf(accounts)}/loading`, regions, of }];
}

function groups(accounts: readonly AccountRows[], grouping: Exclude<Grouping, "account">): readonly ExplorerNode[] {
  switch (grouping) {
    case "ipam":
      return [...ipamNodes(accounts), ...ownerSideNodes(accounts)];
    case "region":
      return regionNodes(accounts);
    case "discovery":
      return discoveryNodes(accounts);
  }
}

/** Why there is nothing to list. */
function noticeNodes(accounts: readonly AccountRows[]): readonly ExplorerNode[] {
  const isEmpty = accounts.every(({ all }) =>
    all.every(({ contents }) => !contents || contents.ipams.length + contents.ownerSide.length === 0),
  );
  const isOpened = accounts.some(({ serviceOpened }) => serviceOpened !== false);
  const notice = !isEmpty ? "noMatch" : isOpened ? "empty" : "serviceNotOpened";
  return [{ kind: "notice", id: `${idOf(accounts)}/notice`, notice }];
}

function isNotice({ kind }: ExplorerNode): boolean {
  return kind === "notice";
}

function idOf([first, second]: readonly AccountRows[]): string {
  return first && !second ? first.profile.id : "all";
}

function ipamNodes(accounts: readonly AccountRows[]): readonly IpamNode[] {
  const isOpen = countIpams(accounts) <= mostOpenIpams;
  return accounts.flatMap(({ profile, snapshots, label }) =>
    snapshots.flatMap((snapshot) =>
      (snapshot.contents?.ipams ?? []).map((joined) => ({
        kind: "ipam" as const,
        id: `${profile.id}/${snapshot.region}/${joined.ipam.ipamId}`,
        profile: profile.id,
        account: label,
        joined,
        gaps: snapshot.contents?.gaps ?? [],
        refreshing: snapshot.state === "loading",
        readAt: snapshot.readAt,
        isOpen,
      })),
    ),
  );
}

function countIpams(accounts: readonly AccountRows[]): number {
  let count = 0;
  for (const { snapshots } of accounts) for (const { contents } of snapshots) count += contents?.ipams.length ?? 0;
  return count;
}

/** Side by side with the account of its IPAM, an association has a row there. */
function ownerSideNodes(accounts: readonly AccountRows[], parentId = idOf(accounts)): readonly OwnerSideNode[] {
  const shown = new Set(
    accounts.length > 1
      ? accounts.flatMap(({ all }) =>
          all.flatMap(({ contents }) => contents?.ipams.map(({ ipam }) => ipam.ipamId) ?? []),
        )
      : [],
  );
  const id = `${parentId}/ownerSide`;
  const children = accounts.flatMap(({ profile, snapshots }) =>
    snapshots
      .flatMap(({ contents }) => contents?.ownerSide ?? [])
      .filter(({ ipamId }) => !shown.has(ipamId))
      .map((association) => associationNode(association, profile.id, `${id}/${profile.id}`)),
  );
  return children.length > 0 ? [{ kind: "ownerSide", id, children }] : [];
}

/** The regions that hold something, in the order of the list. */
function regionNodes(accounts: readonly AccountRows[]): readonly RegionNode[] {
  const isOpen = countIpams(accounts) <= mostOpenIpams;
  const regions = [...new Set(accounts.flatMap(({ snapshots }) => snapshots.map(({ region }) => region)))];
  return regions.flatMap((region) => {
    const there = accounts.map((rows) => ({
      ...rows,
      snapshots: rows.snapshots.filter((snapshot) => snapshot.region === region),
    }));
    const id = `region/${region}`;
    const count = countIpams(there);
    const isEmpty = count === 0 && ownerSideNodes(there, id).length === 0;
    const rows = { of: "ipams", count } as const;
    const children = () => [...ipamNodes(there), ...ownerSideNodes(there, id)];
    return isEmpty ? [] : [{ kind: "region", id, region, rows, isOpen, children }];
  });
}

function failureDetails(parent: FailureNode): readonly FailureDetailNode[] {
  const { reason, detail } = parent.error;
  const signIn = ["credentialsUnavailable", "invalidCredentials", "expiredCredentials"].includes(reason);
  // What can be done stands before the regions, which may be many; a secret that is missing concerns none of them.
  const details: FailureDetailNode["detail"][] = [
    { what: "cause" },
    { what: "advice" },
    // No policy helps against a refusal that is none of RAM's.
    ...(detail.ramAction !== undefined ? [{ what: "copyRamPolicy" } as const] : []),
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
