import * as vscode from "vscode";
import { loadInTurn } from "../../ipam/loadInTurn.ts";
import type { Region } from "../../ipam/regions.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import { knownRegion } from "../common/knownRegion.ts";
import type { Log } from "../common/Log.ts";
import type { ExplorerNode } from "./ExplorerNode.ts";

/** The commands of the tree that change nothing in the cloud. */
export class ExplorerCommands {
  readonly #sessions: Sessions;
  readonly #log: Log;

  constructor(sessions: Sessions, log: Log) {
    this.#sessions = sessions;
    this.#log = log;
  }

  /** Reads again what a row stands for, or everything that is shown. */
  async refresh(node: unknown): Promise<void> {
    await this.#sessions.ensure();
    const { profile, regions: named } = isNode(node) ? extentOf(node) : {};
    const regions = named?.flatMap((region) => knownRegion(region) ?? []);
    const sessions = this.#sessions.shown.filter((session) => profile === undefined || session.profile.id === profile);
    this.#log.info(`Refresh: ${regions?.join(", ") ?? "all regions"}`);
    const location = { viewId: "ipamExplorer.ipams" };
    await vscode.window.withProgress({ location }, async () => {
      const inventories = sessions.map(({ inventory }) => inventory);
      await (regions ? Promise.all(inventories.map((inventory) => inventory.load(regions))) : loadInTurn(inventories));
    });
  }
}

/** What a row stands for: of all accounts, and all regions, unless it says which. */
function extentOf(node: ExplorerNode): { readonly profile?: string; readonly regions?: readonly Region[] } {
  switch (node.kind) {
    case "account":
      return { profile: node.profile.id };
    case "ipam":
      return { profile: node.profile, regions: [node.joined.ipam.region] };
    case "association":
      return { profile: node.profile, regions: [node.association.region] };
    case "failure":
      return { profile: node.profile, regions: node.failures.map(({ region }) => region) };
    case "region":
    case "discovery":
      return { regions: [node.region] };
    default:
      return {};
  }
}

function isNode(value: unknown): value is ExplorerNode {
  return typeof value === "object" && value !== null && "kind" in value;
}
