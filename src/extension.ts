import * as vscode from "vscode";
import { systemClock } from "./ipam/systemClock.ts";
import { watchJournal } from "./ipam/watchJournal.ts";
import { commandId } from "./ui/common/commandId.ts";
import { journalSize } from "./ui/common/journalFile.ts";
import { once } from "./ui/common/once.ts";
import { toolName } from "./ui/common/toolName.ts";
import type { Explorer } from "./ui/Explorer.ts";
import { MentionWatch } from "./ui/editor/MentionWatch.ts";
import type { ExplorerNode } from "./ui/explorer/ExplorerNode.ts";
import { LateTree } from "./ui/explorer/LateTree.ts";

/**
 * Registers, and returns: the parts are built once someone looks at the view, runs a command, or looks at a document that
 * mentions an IPAM or a resource share.
 */
export function activate(context: vscode.ExtensionContext): void {
  const tree = new LateTree<ExplorerNode>();
  const view = vscode.window.createTreeView("ipamExplorer.ipams", {
    treeDataProvider: tree,
    canSelectMany: true,
    showCollapseAll: true,
  });
  const explorer = once(async () => {
    const { Explorer } = await import("./ui/Explorer.ts");
    const built = new Explorer(context, view);
    context.subscriptions.push(built);
    tree.become(built.tree);
    return built;
  });
  const look = async () => {
    if (view.visible) await (await explorer()).looked();
  };
  const mentions = new MentionWatch(async (document) => (await explorer()).follow(document));
  context.subscriptions.push(
    tree,
    view,
    mentions,
    view.onDidChangeVisibility(look),
    ...Object.values(commandId).map((id) =>
      vscode.commands.registerCommand(id, async (...args) => (await explorer()).run(id, args)),
    ),
    ...registerTools(explorer),
    vscode.window.registerUriHandler({ handleUri: async (uri) => (await explorer()).followLink(uri) }),
  );
  // After activation has returned, so that the window does not wait for it.
  setImmediate(async () => {
    mentions.look();
    await look();
    // What a crash interrupted is found out at the next start, and in windows that are open: whoever looks at the view or not.
    context.subscriptions.push(
      watchJournal(
        () => journalSize(context),
        async () => (await explorer()).settleOrphans(),
        systemClock,
      ),
    );
  });
}

/** Tools for language models, where this VS Code, or what was made of it, has them. */
function registerTools(explorer: () => Promise<Explorer>): readonly vscode.Disposable[] {
  if (!("lm" in vscode) || !("registerTool" in vscode.lm)) return [];
  return Object.values(toolName).map((name) =>
    vscode.lm.registerTool<object>(name, {
      invoke: async (options, token) => (await explorer()).invokeTool(name, options, token),
      prepareInvocation: async ({ input }) => (await explorer()).prepareTool(name, input),
    }),
  );
}
