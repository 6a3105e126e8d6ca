import * as vscode from "vscode";
import type { Region } from "../../ipam/regions.ts";
import type { Sessions } from "../accounts/Sessions.ts";
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

  /** Reads again what a row stands for, or everything. */
  async refresh(node: unknown): Promise<void> {
    const session = await this.#sessions.ensure();
    if (!session) return;
    const regions = isNode(node) ? regionsOf(node) : undefined;
    this.#log.info(`Refresh: ${regions?.join(", ") ?? "all regions"}`);
    const location = { viewId: "ipamExplorer.ipams" };
    await vscode.window.withProgress({ location }, () => session.inventory.load(regions));
  }
}

function regionsOf(node: ExplorerNode): readonly Region[] | undefined {
  switch (node.kind) {
    case "ipam":
      return [node.joined.ipam.region];
    case "association":
      return [node.association.region];
    case "failure":
      return node.failures.map(({ region }) => region);
    default:
      return undefined;
  }
}

function isNode(value: unknown): value is ExplorerNode {
  return typeof value === "object" && value !== null && "kind" in value;
}
