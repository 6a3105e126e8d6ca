import * as vscode from "vscode";
import type { ContentsFilter } from "../../ipam/ContentsFilter.ts";
import type { Region } from "../../ipam/regions.ts";
import { targetKey } from "../../ipam/Target.ts";
import { associationItem } from "./associationItem.ts";
import type { AssociationNode, ExplorerNode, NoticeNode } from "./ExplorerNode.ts";
import { childNodes, topNodes } from "./explorerNodes.ts";
import { failureDetailItem, failureItem } from "./failureItem.ts";
import type { Grouping } from "./Grouping.ts";
import { accountItem, discoveryItem, regionItem } from "./groupItems.ts";
import { ipamItem } from "./ipamItem.ts";
import type { ShownAccount } from "./ShownAccount.ts";
import type { TargetStates } from "./TargetStates.ts";
import { targetOf } from "./targetOf.ts";

/** Repaints closer together than this are one: 33 regions answer within a blink. Milliseconds. */
const repaintEveryMs = 80;

/**
 * The tree of IPAMs. It paints the snapshots of the inventories it was given, and nothing else. While VS Code paints rows
 * anew, a menu that is open over one of them has lost it: so no more is painted than has changed.
 */
export class ExplorerTree implements vscode.TreeDataProvider<ExplorerNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ExplorerNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #states: TargetStates;
  readonly #subscription: { dispose(): void };
  #accounts: readonly ShownAccount[] = [];
  #updates: readonly { dispose(): void }[] = [];
  #grouping: Grouping | undefined;
  #filter: ContentsFilter | undefined;
  #repaint: NodeJS.Timeout | undefined;
  /** Rows of associations as VS Code has them, by target. */
  readonly #leaves = new Map<string, Set<AssociationNode>>();
  /** What each region of each profile adds beside its rows, as painted last. */
  readonly #traces = new Map<string, string>();
  #parents = new WeakMap<ExplorerNode, ExplorerNode>();

  constructor(states: TargetStates) {
    this.#states = states;
    this.#subscription = states.onDidChange((target) => {
      const rows = this.#leaves.get(targetKey(target));
      if (rows) this.#changed.fire([...rows]);
    });
  }

  /** Shows accounts side by side, or one, or nothing. */
  show(accounts: readonly ShownAccount[]): void {
    for (const updates of this.#updates) updates.dispose();
    this.#traces.clear();
    this.#accounts = accounts;
    this.#updates = accounts.map((account) =>
      account.inventory.onDidChange((region) => this.#onChange(account, region)),
    );
    this.#paint();
  }

  /** @param grouping undefined for what suits the number of accounts */
  group(grouping: Grouping | undefined): void {
    this.#grouping = grouping;
    this.#paint();
  }

  /** What the rows are grouped by. */
  get grouping(): Grouping {
    return this.#grouping ?? (this.#accounts.length > 1 ? "account" : "ipam");
  }

  /** Leaves in sight what matches, or everything. */
  filter(filter: ContentsFilter | undefined): void {
    this.#filter = filter?.isOn ? filter : undefined;
    this.#paint();
  }

  getChildren(parent?: ExplorerNode): ExplorerNode[] {
    const children = this.#children(parent);
    for (const child of children) {
      if (child.kind !== "association") continue;
      const key = targetKey(targetOf(child));
      this.#leaves.set(key, (this.#leaves.get(key) ?? new Set()).add(child));
    }
    return [...children];
  }

  #children(parent?: ExplorerNode): readonly ExplorerNode[] {
    if (!parent) return this.#accounts.length > 0 ? topNodes(this.#accounts, this.grouping, this.#filter) : [];
    const children = childNodes(parent);
    for (const child of children) this.#parents.set(child, parent);
    return children;
  }

  /** The row of an association, or of an IPAM, or of the first association that a discovery has. */
  find(wanted: WantedRow): ExplorerNode | undefined {
    return this.#findBelow(undefined, wanted) ?? this.#findBelow(undefined, { ...wanted, isAnyOfIpam: true });
  }

  #findBelow(parent: ExplorerNode | undefined, wanted: WantedRow): ExplorerNode | undefined {
    for (const node of this.#children(parent)) {
      if (isWanted(node, wanted)) return node;
      const below = node.kind === "failure" ? undefined : this.#findBelow(node, wanted);
      if (below) return below;
    }
    return undefined;
  }

  getParent(node: ExplorerNode): ExplorerNode | undefined {
    return this.#parents.get(node);
  }

  getTreeItem(node: ExplorerNode): vscode.TreeItem {
    switch (node.kind) {
      case "account":
        return accountItem(node);
      case "region":
        return regionItem(node);
      case "discovery":
        return discoveryItem(node);
      case "ipam":
        return ipamItem(node);
      case "association":
        return associationItem(node, this.#states.get(targetOf(node)));
      case "failure":
        return failureItem(node);
      case "failureDetail":
        return failureDetailItem(node);
      case "ownerSide": {
        const label = vscode.l10n.t("Seen only from the discovery owner's side");
        const item = new vscode.TreeItem(label, vscode.TreeItemCollapsibleState.Expanded);
        item.description = String(node.children.length);
        item.tooltip = vscode.l10n.t(
          "Discoveries of this account that IPAMs of other accounts watch through. Those IPAMs are not in this account's lists.",
        );
        return Object.assign(item, {
          id: node.id,
          iconPath: new vscode.ThemeIcon("arrow-swap"),
          contextValue: "ownerSide",
          // Otherwise the tooltip would be said in its place.
          accessibilityInformation: { label: [label, item.description, item.tooltip].join(", ") },
        });
      }
      case "loading": {
        const item = new vscode.TreeItem(vscode.l10n.t("Reading regions…"));
        item.description = vscode.l10n.t("{0} of {1} still to answer", node.regions.length, node.of);
        item.tooltip = node.regions.join(", ");
        return Object.assign(item, {
          id: node.id,
          iconPath: new vscode.ThemeIcon("loading~spin"),
          contextValue: "loading",
          accessibilityInformation: { label: [item.label, item.description].join(", ") },
        });
      }
      case "notice":
        return noticeItem(node);
    }
  }

  async resolveTreeItem(item: vscode.TreeItem, node: ExplorerNode): Promise<vscode.TreeItem> {
    if (node.kind !== "ipam" && node.kind !== "association" && node.kind !== "discovery") return item;
    const { nodeTooltip } = await import("./nodeTooltip.ts");
    return Object.assign(item, { tooltip: nodeTooltip(node) });
  }

  dispose(): void {
    clearTimeout(this.#repaint);
    this.#subscription.dispose();
    for (const updates of this.#updates) updates.dispose();
    this.#changed.dispose();
  }

  /** Most regions hold nothing, and a refresh of them changes nothing that is seen. */
  #onChange({ inventory, profile }: ShownAccount, region: Region): void {
    const { state, contents, readAt } = inventory.region(region);
    const rows = (contents?.ipams.length ?? 0) + (contents?.ownerSide.length ?? 0) + (contents?.gaps.length ?? 0);
    const isFirst = state === "loading" && readAt === undefined;
    const key = `${profile.id}/${region}`;
    const trace = [rows > 0, state === "failed", isFirst, inventory.serviceOpened].join();
    const isSeen = rows > 0 || state === "failed" || this.#traces.get(key) !== trace;
    this.#traces.set(key, trace);
    if (!isSeen) return;
    this.#repaint ??= setTimeout(() => this.#paint(), repaintEveryMs);
  }

  #paint(): void {
    clearTimeout(this.#repaint);
    this.#repaint = undefined;
    this.#leaves.clear();
    this.#changed.fire(undefined);
  }
}

/** A row that is looked for, by what is known of it. */
interface WantedRow {
  readonly profile?: string;
  readonly ipamId?: string;
  readonly discoveryId?: string;
  /** For an IPAM that has no row of its own, any of its associations will do. */
  readonly isAnyOfIpam?: boolean;
}

function isWanted(node: ExplorerNode, { profile, ipamId, discoveryId, isAnyOfIpam = false }: WantedRow): boolean {
  if (node.kind !== "ipam" && node.kind !== "association") return false;
  if (profile !== undefined && node.profile !== profile) return false;
  if (node.kind === "ipam") return discoveryId === undefined && node.joined.ipam.ipamId === ipamId;
  if (discoveryId === undefined && !isAnyOfIpam) return false;
  const { association } = node;
  const isSameIpam = ipamId === undefined || association.ipamId === ipamId;
  return isSameIpam && (discoveryId === undefined || association.discoveryId === discoveryId);
}

/** Why there is nothing to list. */
function noticeItem({ id, notice }: NoticeNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const [label, description, icon] = {
    empty: [t("No IPAM in any region"), t("all regions answered"), "inbox"] as const,
    serviceNotOpened: [
      t("VPC IPAM is not activated in this account"),
      t("activate it in the IPAM console, then refresh"),
      "circle-outline",
    ] as const,
    noMatch: [t("Nothing matches the filter"), t("clear it to see everything"), "filter"] as const,
  }[notice];
  const item = new vscode.TreeItem(label);
  item.description = description;
  const iconPath = new vscode.ThemeIcon(icon);
  return Object.assign(item, { id, iconPath, contextValue: "notice" });
}
