import path from "node:path";
import * as vscode from "vscode";
import type { Cloud } from "../alibaba/Cloud.ts";
import { ProfileIndex } from "../credentials/ProfileIndex.ts";
import type { IacReader } from "../iac/IacReader.ts";
import type { ChangeRunner } from "../ipam/ChangeRunner.ts";
import { thisMachine } from "../ipam/machine.ts";
import { ResourceCounts } from "../ipam/ResourceCounts.ts";
import { systemClock } from "../ipam/systemClock.ts";
import { DemoAccount } from "./accounts/DemoAccount.ts";
import { Sessions } from "./accounts/Sessions.ts";
import { StatusBarEntry } from "./accounts/StatusBarEntry.ts";
import { type CommandId, commandId } from "./common/commandId.ts";
import { journalFile } from "./common/journalFile.ts";
import { Log } from "./common/Log.ts";
import { once } from "./common/once.ts";
import { regionWarning } from "./common/regionWarning.ts";
import { settings, settingsSection } from "./common/settings.ts";
import type { ToolName } from "./common/toolName.ts";
import type { Editor } from "./editor/Editor.ts";
import type { Reveal } from "./editor/LensCommands.ts";
import { Arrangement } from "./explorer/Arrangement.ts";
import { AssociationWatch } from "./explorer/AssociationWatch.ts";
import { AutoRefresh } from "./explorer/AutoRefresh.ts";
import type { DeepLinks } from "./explorer/DeepLinks.ts";
import { ExplorerCommands } from "./explorer/ExplorerCommands.ts";
import type { ExplorerNode } from "./explorer/ExplorerNode.ts";
import { ExplorerTree } from "./explorer/ExplorerTree.ts";
import { ExplorerView } from "./explorer/ExplorerView.ts";
import { FilterCommands } from "./explorer/FilterCommands.ts";
import { TargetStates } from "./explorer/TargetStates.ts";
import type { IpamTools } from "./tools/IpamTools.ts";

type Command = (...args: readonly unknown[]) => unknown;

/**
 * The parts of the extension, handed to each other. Built when the view is first looked at or a command is run; the
 * SDK, keytar, the simulator and the larger commands are loaded later still, by the part that needs them.
 */
export class Explorer implements vscode.Disposable {
  readonly tree: ExplorerTree;
  readonly #commands: Readonly<Record<CommandId, Command>>;
  readonly #sessions: Sessions;
  readonly #log: Log;
  readonly #warnOfRegions: () => void;
  readonly #settleOrphans: () => Promise<void>;
  readonly #links: () => Promise<DeepLinks>;
  readonly #editor: () => Promise<Editor>;
  readonly #tools: () => Promise<IpamTools>;
  readonly #disposables: readonly vscode.Disposable[];

  constructor(context: vscode.ExtensionContext, view: vscode.TreeView<ExplorerNode>) {
    const log = new Log();
    const cloud = once(async (): Promise<Cloud> => {
      const { Cloud } = await import("../alibaba/Cloud.ts");
      return new Cloud({
        settings: () => ({ endpoint: settings.endpoint(), requestTimeoutSeconds: settings.requestTimeoutSeconds() }),
        clock: systemClock,
        random: Math.random,
        userAgent: `ipam-explorer/${context.extension.packageJSON.version}`,
        onCall: ({ action, region, outcome, milliseconds, requestId }) =>
          log.debug(
            `${action} ${region}: ${outcome}, ${milliseconds} ms${requestId ? `, RequestId ${requestId}` : ""}`,
          ),
      });
    });
    const demo = new DemoAccount(async () => (await import("../simulator/Simulator.ts")).Simulator.start({}));
    const index = new ProfileIndex(context.globalState, (problem) => log.info(`Profile index: ${problem}`));
    const showProfiles = () =>
      vscode.commands.executeCommand("setContext", "ipamExplorer.hasProfile", index.list().length > 0);
    context.subscriptions.push(
      index.onDidChange(() => {
        void showProfiles();
        watch.forgetOthers(index.list());
        void sessions.followProfiles();
      }),
    );
    void showProfiles();
    const credentials = once(async () => {
      const { ProfileCredentials } = await import("./accounts/ProfileCredentials.ts");
      const built = new ProfileCredentials({
        context,
        index,
        cloud,
        log,
        askToRenew: async (profile, error) => (await accounts()).askToRenew(profile, error),
      });
      context.subscriptions.push(built);
      return built;
    });

    const arrangement = new Arrangement(context.globalState);
    const sessions = new Sessions({ cloud, demo, index, credentials }, arrangement.all);
    const states = new TargetStates();
    const counts = new ResourceCounts(Date.now);
    const tree = new ExplorerTree(states);
    const accounts = once(async () => {
      const { AccountCommands } = await import("./accounts/AccountCommands.ts");
      return new AccountCommands({ sessions, index, credentials: await credentials(), cloud, log });
    });
    const machine = thisMachine(systemClock);
    let runner: ChangeRunner | undefined;
    const changes = once(async () => {
      const { ChangeCommands } = await import("./dissociate/ChangeCommands.ts");
      const { extensionUri } = context;
      const built = new ChangeCommands({
        ...{ sessions, states, counts, log, machine, extensionUri },
        journalFile: journalFile(context),
      });
      runner = built.runner;
      // A loss that waited for the end of a change is looked at once there is one.
      const steps = runner.onStep(({ step }) => {
        if (step.phase === "idle") watch.lookAgain();
      });
      context.subscriptions.push(built, steps);
      return built;
    });
    const impact = once(async () => {
      const { ImpactCommand } = await import("./dissociate/ImpactCommand.ts");
      const built = new ImpactCommand(sessions, log);
      context.subscriptions.push(built);
      return built;
    });
    const copy = once(async () => {
      const { CopyCommands } = await import("./explorer/CopyCommands.ts");
      return new CopyCommands(sessions);
    });
    const reveal: Reveal = async (ends) => {
      const node = tree.find(ends);
      if (node) await view.reveal(node, { focus: true, expand: true });
    };
    const plan = once(async () => {
      const { PlanCommands } = await import("./plan/PlanCommands.ts");
      const { extensionUri } = context;
      const built = new PlanCommands({ sessions, counts, changes, log, extensionUri, reveal }, planReader);
      context.subscriptions.push(built);
      return built;
    });
    const details = once(async () => {
      const { DetailCommand } = await import("./details/DetailCommand.ts");
      const built = new DetailCommand({ sessions, log, extensionUri: context.extensionUri });
      context.subscriptions.push(built);
      return built;
    });
    this.#tools = once(async () => {
      const { IpamTools } = await import("./tools/IpamTools.ts");
      return new IpamTools(sessions, changes, log);
    });
    const explorer = new ExplorerCommands(sessions, log);
    const shown = new ExplorerView(view, tree, sessions);
    const filter = new FilterCommands(context.globalState, (wanted) => shown.filter(wanted));
    const arrange = once(async () => {
      const { ArrangementCommands } = await import("./explorer/ArrangementCommands.ts");
      return new ArrangementCommands(arrangement, sessions, tree);
    });
    tree.group(arrangement.grouping);

    this.tree = tree;
    this.#links = once(async () => {
      const { DeepLinks } = await import("./explorer/DeepLinks.ts");
      return new DeepLinks(sessions, tree, view);
    });
    this.#editor = once(async () => {
      const { Editor } = await import("./editor/Editor.ts");
      const built = new Editor({
        sessions,
        counts,
        log,
        extensionUri: context.extensionUri,
        check: async (targets, title) => (await changes()).dissociate.check(targets, title),
        reveal,
      });
      context.subscriptions.push(built);
      return built;
    });
    this.#settleOrphans = async () => (await changes()).settleOrphans();
    this.#sessions = sessions;
    this.#log = log;
    this.#warnOfRegions = regionWarning(log);
    this.#commands = {
      [commandId.addProfile]: async () => (await accounts()).addProfile(),
      [commandId.switchProfile]: async (row) => (await accounts()).switchProfile(row),
      [commandId.renewProfile]: async (row) => (await accounts()).renewProfile(row),
      [commandId.importCliProfile]: async () => (await accounts()).importCliProfile(),
      [commandId.removeProfile]: async (row) => (await accounts()).removeProfile(row),
      [commandId.openExample]: async () => (await import("./explorer/openExample.ts")).openExample(),
      [commandId.openDemo]: async () => (await accounts()).openDemo(),
      [commandId.refresh]: (node) => explorer.refresh(node),
      [commandId.filter]: () => filter.filter(),
      [commandId.clearFilter]: () => filter.clearFilter(),
      [commandId.groupBy]: async () => (await arrange()).groupBy(),
      [commandId.showAllProfiles]: async () => (await arrange()).showAll(true),
      [commandId.showOneProfile]: async () => (await arrange()).showAll(false),
      [commandId.chooseRegions]: async () => (await arrange()).chooseRegions(),
      [commandId.showImpact]: async (clicked, selected) => (await impact()).run(clicked, selected),
      [commandId.showDetails]: async (clicked) => (await details()).run(clicked),
      [commandId.copyId]: async (node) => (await copy()).copyId(node),
      [commandId.copyLink]: async (node) => (await this.#links()).copy(node),
      [commandId.copyArn]: async (node) => (await copy()).copyArn(node),
      [commandId.copyImportBlocks]: async (clicked, selected) => (await copy()).copyImportBlocks(clicked, selected),
      [commandId.openInConsole]: async (node) => (await copy()).openInConsole(node),
      [commandId.copyRamPolicy]: async (clicked, selected) => (await copy()).copyRamPolicy(clicked, selected),
      [commandId.copyCliCommand]: async (clicked, selected) => (await copy()).copyCliCommand(clicked, selected),
      [commandId.checkPlan]: async (file) => (await plan()).checkPlan(file),
      [commandId.showLog]: () => log.show(),
      [commandId.dryRunDissociate]: async (clicked, selected) => (await changes()).dissociate.dryRun(clicked, selected),
      [commandId.associate]: async (clicked) => (await changes()).associate.associate(clicked),
      [commandId.undo]: async () => (await changes()).history.undo(),
      [commandId.showHistory]: async () => (await changes()).history.showHistory(),
      [commandId.dissociate]: async (clicked, selected) => (await changes()).dissociate.dissociate(clicked, selected),
    };
    const watch = new AssociationWatch(path.join(context.globalStorageUri.fsPath, "seen"), sessions, {
      machine,
      journalOf: async (profile) => (await changes()).journalOf(profile),
      isUnderWay: (ends) => runner?.isUnderWay(ends) ?? false,
      onOpen: () => void this.settleOrphans(),
      report: async (loss) => {
        try {
          await (await changes()).losses.report(loss);
        } catch (error) {
          log.error("Reporting what is gone", error);
        }
      },
    });
    this.#disposables = [
      watch,
      new AutoRefresh({
        clock: systemClock,
        isWanted: () => view.visible && vscode.window.state.focused && settings.autoRefresh(),
        inventories: () => sessions.shown.map(({ inventory }) => inventory),
      }),
      log,
      tree,
      shown,
      new StatusBarEntry(sessions),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration(`${settingsSection}.regions`)) return;
        this.#warnOfRegions();
        sessions.chooseRegions();
      }),
      sessions,
      { dispose: () => void demo.dispose() },
    ];
  }

  run(command: CommandId, args: readonly unknown[]): unknown {
    return this.#commands[command](...args);
  }

  async prepareTool(name: ToolName, input: unknown): Promise<vscode.PreparedToolInvocation> {
    return (await this.#tools()).prepare(name, input);
  }

  async invokeTool(...call: Parameters<IpamTools["invoke"]>): Promise<vscode.LanguageModelToolResult> {
    return (await this.#tools()).invoke(...call);
  }

  /** Someone followed a link to an IPAM or an association: it is revealed, and nothing is done with it. */
  async followLink(uri: vscode.Uri): Promise<void> {
    await (await this.#links()).open(uri);
  }

  /** Someone looks at the view: opens the profile last used. */
  async looked(): Promise<void> {
    this.#warnOfRegions();
    try {
      await this.#sessions.ensure();
    } catch (error) {
      this.#log.error("Opening the last profile", error);
    }
  }

  /**
   * There is a journal: finds out how changes came out that another start had sent and did not see the end of. Opens an
   * account and sends requests only when there is such a change.
   */
  async settleOrphans(): Promise<void> {
    try {
      await this.#settleOrphans();
    } catch (error) {
      this.#log.error("Settling the changes that were interrupted", error);
    }
  }

  /** A document that mentions an IPAM or a share is looked at: reads it with its module, and asks the cloud nothing. */
  async follow(document: vscode.TextDocument): Promise<void> {
    try {
      await (await this.#editor()).follow(document);
      await vscode.commands.executeCommand("setContext", "ipamExplorer.fileChecked", true);
    } catch (error) {
      this.#log.error("Following a document", error);
    }
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

/** A reader of plans, which are JSON: it has no use for the parser of Terraform. */
async function planReader(): Promise<IacReader> {
  const { IacReader } = await import("../iac/IacReader.ts");
  return new IacReader({
    hclModules: () => Promise.reject(new Error("A plan is not HCL.")),
    now: () => performance.now(),
    pause: () => new Promise<void>((resolve) => setImmediate(resolve)),
  });
}
