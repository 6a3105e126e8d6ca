import type { ResourceCounts } from "../../ipam/ResourceCounts.ts";
import type { Sessions } from "../accounts/Sessions.ts";
import type { Log } from "../common/Log.ts";
import type { TargetStates } from "../explorer/TargetStates.ts";
import { AssociateCommands } from "./AssociateCommands.ts";
import { ChangeDesk } from "./ChangeDesk.ts";
import { DissociateCommands } from "./DissociateCommands.ts";
import { HistoryCommands } from "./HistoryCommands.ts";
import { LossReport } from "./LossReport.ts";

/** All that changes associations, and what was changed from this machine. */
export class ChangeCommands {
  readonly dissociate: DissociateCommands;
  readonly associate: AssociateCommands;
  readonly history: HistoryCommands;
  readonly losses: LossReport;
  readonly #desk: ChangeDesk;

  /** @param journalFile where changes are written down before they leave */
  constructor(sessions: Sessions, states: TargetStates, counts: ResourceCounts, log: Log, journalFile: string) {
    this.#desk = new ChangeDesk(sessions, states, log, journalFile);
    this.associate = new AssociateCommands(this.#desk);
    this.dissociate = new DissociateCommands(this.#desk, states, counts, (targets) => this.associate.again(targets));
    this.losses = new LossReport(this.#desk, (targets) => this.associate.again(targets));
    this.history = new HistoryCommands(this.#desk, (target) => this.associate.again([target]));
  }

  /** Finds out how changes came out that another start of VS Code had sent and did not see the end of. */
  settleOrphans(): Promise<void> {
    return this.#desk.settleOrphans();
  }
}
