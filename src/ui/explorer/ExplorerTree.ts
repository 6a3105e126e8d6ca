import * as vscode from "vscode";
import type { ContentsFilter } from "../../ipam/ContentsFilter.ts";
import type { Inventory } from "../../ipam/Inventory.ts";
import type { Region } from "../../ipam/regions.ts";
import { targetKey } from "../../ipam/Target.ts";
import { associationItem } from "./associationItem.ts";
import type { AssociationNode, ExplorerNode, NoticeNode } from "./ExplorerNode.ts";
import { childNodes, type ShownProfile, topNodes } from "./explorerNodes.ts";
import { failureDetailItem, failureItem } from "./failureItem.ts";
import { ipamItem } from "./ipamItem.ts";
import type { TargetStates } from "./TargetStates.ts";
import { targetOf } from "./targetOf.ts";

/** Repaints closer together than this are one: 33 regions answer within a blink. Milliseconds. */
const repaintEveryMs = 80;

/**
 * The tree of IPAMs. It paints the snapshots of the inventory it was given, and nothing else. While VS Code paints rows
 * anew, a menu that is open over one of them has lost it: so no more is painted than has changed.
 */
export class ExplorerTree implements vscode.TreeDataProvider<ExplorerNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<ExplorerNode[] | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #states: TargetStates;
  readonly #subscription: { dispose(): void };
  #shown:
    | { readonly inventory: Inventory; readonly profile: ShownProfile; readonly updates: { dispose(): void } }
    | undefined;
  #filter: ContentsFilter | undefined;
  #repaint: NodeJS.Timeout | undefined;
  /** Rows of associations as VS Code has them, by target. */
  readonly #leaves = new Map<string, Set<AssociationNode>>();
  /** What each region adds beside its rows, as painted last. */
  readonly #traces = new Map<Region, string>();
  #parents = new WeakMap<ExplorerNode, ExplorerNode>();

  constructor(states: TargetStates) {
    this.#states = states;
    this.#subscription = states.onDidChange((target) => {
      const rows = this.#leaves.get(targetKey(target));
      if (rows) this.#changed.fire([...rows]);
    });
  }

  /** Shows an inventory, or nothing. */
  show(shown: { readonly inventory: Inventory; readonly profile: ShownProfile } | undefined): void {
    this.#shown?.updates.dispose();
    this.#traces.clear();
    this.#shown = shown && { ...shown, updates: shown.inventory.onDidChange((region) => this.#onChange(region)) };
    this.#paint();
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
    if (!parent) return this.#shown ? topNodes(this.#shown.inventory, this.#shown.profile, this.#filter) : [];
    const children = childNodes(parent);
    for (const child of children) this.#parents.set(child, parent);
    return children;
  }

  /** The row of an association, or of an IPAM, or of the first association that a discovery has. */
  find({ ipamId, discoveryId }: { readonly ipamId?: string; readonly discoveryId?: string }): ExplorerNode | undefined {
    for (const top of this.#children()) {
      if (top.kind === "ipam" && discoveryId === undefined && top.joined.ipam.ipamId === ipamId) return top;
      for (const node of this.#children(top)) {
        if (node.kind !== "association") continue;
        const { association } = node;
        const isSameIpam = ipamId === undefined || association.ipamId === ipamId;
        if (isSameIpam && (discoveryId === undefined || association.discoveryId === discoveryId)) return node;
      }
    }
    return undefined;
  }

  getParent(node: ExplorerNode): ExplorerNode | undefined {
    return this.#parents.get(node);
  }

  getTreeItem(node: ExplorerNode): vscode.TreeItem {
    switch (node.kind) {
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
    if (node.kind !== "ipam" && node.kind !== "association") return item;
    const { nodeTooltip } = await import("./nodeTooltip.ts");
    return Object.assign(item, { tooltip: nodeTooltip(node) });
  }

  dispose(): void {
    clearTimeout(this.#repaint);
    this.#subscription.dispose();
    this.#shown?.updates.dispose();
    this.#changed.dispose();
  }

  /** Most regions hold nothing, and a refresh of them changes nothing that is seen. */
  #onChange(region: Region): void {
    const { inventory } = this.#shown ?? {};
    if (!inventory) return;
    const { state, contents, readAt } = inventory.region(region);
    const rows = (contents?.ipams.length ?? 0) + (contents?.ownerSide.length ?? 0) + (contents?.gaps.length ?? 0);
    const isFirst = state === "loading" && readAt === undefined;
    const trace = [rows > 0, state === "failed", isFirst, inventory.serviceOpened].join();
    const isSeen = rows > 0 || state === "failed" || this.#traces.get(region) !== trace;
    this.#traces.set(region, trace);
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

/** Why there is nothing to list. */
function noticeItem({ id, notice }: NoticeNode): vscode.TreeItem {
  const { t } = vscode.l10n;
  const [label, description, icon] = {
    empty: [t("No IPAM in any region"), t("all regions answered"), "inbox"] as const,
    serviceNotOpened: [
      t("VPC IPAM is not opened in this account"),
      t("open it once in the IPAM console, then refresh"),
      "circle-outline",
    ] as const,
    noMatch: [t("Nothing matches the filter"), t("clear it to see everything"), "filter"] as const,
  }[notice];
  const item = new vscode.TreeItem(label);
  item.description = description;
  const iconPath = new vscode.ThemeIcon(icon);
  return Object.assign(item, { id, iconPath, contextValue: "notice" });
}
