import * as vscode from "vscode";
import type { JoinedAssociation } from "../../ipam/RegionInventory.ts";
import type { Target } from "../../ipam/Target.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { arn } from "../common/arn.ts";
import { consoleUrl } from "../common/consoleUrl.ts";
import { knownRegion } from "../common/knownRegion.ts";
import { oneLine } from "../common/oneLine.ts";
import { ramPolicy } from "../common/ramPolicy.ts";
import { settings } from "../common/settings.ts";
import { targetsFromArguments } from "../dissociate/targetsFromArguments.ts";
import { cliCommand } from "./cliCommand.ts";
import type { ExplorerNode } from "./ExplorerNode.ts";
import { importBlocks } from "./importBlocks.ts";

/** The commands that put something into the clipboard. */
export class CopyCommands {
  readonly #sessions: Sessions;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  /** Command `ipamExplorer.copyId`: the id of an IPAM or of a discovery. */
  async copyId(node: unknown): Promise<void> {
    const id = isNode(node) ? idOf(node) : undefined;
    // A line end in it would run what stands before it, where it is pasted into a terminal.
    if (id !== undefined) await vscode.env.clipboard.writeText(oneLine(id, 200));
  }

  /** Command `ipamExplorer.copyArn`: the ARN of an IPAM or of a discovery. */
  async copyArn(node: unknown): Promise<void> {
    const found = isNode(node) ? arnOf(node) : undefined;
    if (found !== undefined) await vscode.env.clipboard.writeText(oneLine(found, 300));
  }

  /** Command `ipamExplorer.openInConsole`: the page of the console that lists it. */
  async openInConsole(node: unknown): Promise<void> {
    const place = isNode(node) ? consolePlace(node) : undefined;
    const region = knownRegion(place?.region);
    if (!place || !region) return;
    await vscode.env.openExternal(vscode.Uri.parse(consoleUrl(region, place.page, settings.console()), true));
  }

  /** Command `ipamExplorer.copyImportBlocks`: Terraform import blocks for the ends of associations. */
  async copyImportBlocks(clicked?: unknown, selected?: unknown): Promise<void> {
    const associations = associationsOf(clicked, selected);
    if (associations.length === 0) return;
    await vscode.env.clipboard.writeText(importBlocks(associations));
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Copied Terraform import blocks. The association itself is no resource of the provider."),
    );
  }

  /** Command `ipamExplorer.copyRamPolicy`: the RAM policy that the extension needs, or that an association needs. */
  async copyRamPolicy(clicked?: unknown, selected?: unknown): Promise<void> {
    const associations = associationsOf(clicked, selected);
    if (associations.length > 0) {
      const resources = associations.flatMap(endArns).map((text) => oneLine(text, 300));
      await vscode.env.clipboard.writeText(ramPolicy([...new Set(resources)]));
      void vscode.window.showInformationMessage(
        vscode.l10n.t("Copied the RAM policy. It allows changes of what is selected, and of nothing else."),
      );
      return;
    }
    await vscode.env.clipboard.writeText(ramPolicy());
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Copied the RAM policy. Leave out its second statement for someone who only looks."),
    );
  }

  /** Command `ipamExplorer.copyCliCommand`: one line for each association, which dry-runs its dissociation. */
  async copyCliCommand(clicked?: unknown, selected?: unknown): Promise<void> {
    const targets = this.#targets(clicked, selected);
    if (targets.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t("This command needs an association to work on."));
      return;
    }
    const shell = process.platform === "win32" ? "powershell" : "posix";
    await vscode.env.clipboard.writeText(targets.map((target) => cliCommand(target, shell)).join("\n"));
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Copied the aliyun command. It is a dry run: as it stands, it changes nothing."),
    );
  }

  #targets(clicked: unknown, selected: unknown): readonly Target[] {
    try {
      return targetsFromArguments(clicked, selected, this.#sessions.active?.profile.id ?? "") ?? [];
    } catch {
      // A keybinding or a task called it with something that is no target.
      return [];
    }
  }
}

function idOf(node: ExplorerNode): string | undefined {
  if (node.kind === "ipam") return node.joined.ipam.ipamId;
  if (node.kind === "discovery") return node.discoveryId;
  return node.kind === "association" ? node.association.discoveryId : undefined;
}

function arnOf(node: ExplorerNode): string | undefined {
  if (node.kind === "ipam") {
    const { region, ownerId, ipamId } = node.joined.ipam;
    return arn("ipam", region, ownerId, ipamId);
  }
  if (node.kind === "discovery") return arn("ipamresourcediscovery", node.region, node.ownerId, node.discoveryId);
  return node.kind === "association" ? endArns(node.association)[1] : undefined;
}

/** Of the IPAM, then of the discovery. */
function endArns({ region, ipamId, ipam, discoveryId, discoveryOwnerId }: JoinedAssociation): readonly string[] {
  return [
    arn("ipam", region, ipam?.ownerId ?? "", ipamId),
    arn("ipamresourcediscovery", region, discoveryOwnerId, discoveryId),
  ];
}

function consolePlace(node: ExplorerNode) {
  if (node.kind === "ipam") return { region: node.joined.ipam.region, page: "ipam" } as const;
  if (node.kind === "discovery") return { region: node.region, page: "resource" } as const;
  return node.kind === "association" ? ({ region: node.association.region, page: "resource" } as const) : undefined;
}

/** The selected ones where the clicked row is among them. */
function associationsOf(clicked: unknown, selected: unknown): readonly JoinedAssociation[] {
  const nodes: readonly unknown[] = Array.isArray(selected) && selected.includes(clicked) ? selected : [clicked];
  return nodes.flatMap((node) => (isNode(node) && node.kind === "association" ? [node.association] : []));
}

function isNode(value: unknown): value is ExplorerNode {
  return typeof value === "object" && value !== null && "kind" in value;
}
