import type * as vscode from "vscode";
import type { ChangeRunner } from "../../ipam/ChangeRunner.ts";
import type { Journal } from "../../ipam/Journal.ts";
import type { Target } from "../../ipam/Target.ts";
import { AssociateCommands } from "./AssociateCommands.ts";
import { ChangeDesk, type ChangeDeskTools } from "./ChangeDesk.ts";
import { DissociateCommands } from "./DissociateCommands.ts";
import { HistoryCommands } from "./HistoryCommands.ts";
import { LossReport } from "./LossReport.ts";

/** What the parts that change associations share. */
export interface ChangeParts extends ChangeDeskTools {
  readonly extensionUri: vscode.Uri;
}

/** All that changes associations, and what was changed from this machine. */
export class ChangeCommands implements vscode.Disposable {
  readonly dissociate: DissociateCommands;
  readonly associate: AssociateCommands;
  readonly history: HistoryCommands;
  readonly losses: LossReport;
  readonly #desk: ChangeDesk;

  constructor({ extensionUri, ...tools }: ChangeParts) {
    this.#desk = new ChangeDesk(tools);
    this.associate = new AssociateCommands(this.#desk);
    const again = (targets: readonly Target[]) => this.associate.again(targets);
    this.dissociate = new DissociateCommands(this.#desk, again, extensionUri);
    this.losses = new LossReport(this.#desk, again);
    this.history = new HistoryCommands(this.#desk, (target) => this.associate.again([target]));
  }

  dispose(): void {
    this.dissociate.dispose();
    this.#desk.dispose();
  }

  /** The one way to dry-run or change associations in this window. */
  get runner(): ChangeRunner {
    return this.#desk.runner;
  }

  /** Where the changes of a profile are written down. */
  journalOf(profileId: string): Journal {
    return this.#desk.journals.of(profileId);
  }

  /** Finds out how changes came out that another start of VS Code had sent and did not see the end of. */
  settleOrphans(): Promise<void> {
    return this.#desk.settleOrphans();
  }
}
