import path from "node:path";
import { Cloud } from "../../src/alibaba/Cloud.ts";
import type { Credentials } from "../../src/alibaba/Credentials.ts";
import type { CallRecord } from "../../src/alibaba/OpenApiCaller.ts";
import type { IpamApi } from "../../src/ipam/IpamApi.ts";
import type { Journal } from "../../src/ipam/Journal.ts";
import { JournalFile } from "../../src/ipam/JournalFile.ts";
import type { AccessKey } from "../../src/simulator/AccessKey.ts";
import type { Fault } from "../../src/simulator/Fault.ts";
import type { FaultRule } from "../../src/simulator/FaultRules.ts";
import type { Account } from "../../src/simulator/Organisation.ts";
import { Simulator, type SimulatorOptions } from "../../src/simulator/Simulator.ts";
import { memoryJournal } from "../support/memoryJournal.ts";
import { type SharedPair, sharedPair } from "../support/sharedPair.ts";
import { TestClock } from "../support/TestClock.ts";
import { canary } from "./canary.ts";
import { type Operation, requestOf } from "./operations.ts";

/** One simulated cloud for one fault and one operation, reached by the real adapter over real sockets. */
export class Stage {
  readonly operation: Operation;
  readonly pair: SharedPair;
  readonly clock = new TestClock();
  /** Where requests go; a fault may point it elsewhere. */
  endpoint: string;
  credentials: Credentials;
  requestTimeoutSeconds = 10;
  /** How many of the requests that an injected fault is aimed at come through first. */
  spared = 0;
  readonly simulator: Simulator;
  /** For the journal. */
  readonly folder: string;
  /** What the log would be told of the wire. */
  readonly calls: CallRecord[] = [];

  /** @param folder for what is written */
  static async open(operation: Operation, folder: string, options: SimulatorOptions = {}): Promise<Stage> {
    const pair = sharedPair();
    const { organisation, ipam, discovery } = pair;
    // To be associated, the two must not be so yet.
    if (operation === "associate") organisation.setAssociated(ipam.id, discovery.id, false, 0);
    return new Stage(operation, folder, pair, await Simulator.start({ organisation, ...options }));
  }

  private constructor(operation: Operation, folder: string, pair: SharedPair, simulator: Simulator) {
    this.folder = folder;
    this.operation = operation;
    this.pair = pair;
    this.simulator = simulator;
    this.endpoint = simulator.endpoint;
    this.credentials = canaryOf(pair);
  }

  /** Lets the request of the operation go wrong, every time unless told how often. */
  inject(fault: Fault, rule: Omit<FaultRule, "fault"> = {}): void {
    let left = this.spared;
    const where: FaultRule["where"] = (request) => {
      if (rule.where && !rule.where(request)) return false;
      left -= 1;
      return left < 0;
    };
    this.simulator.inject({ ...requestOf[this.operation], ...rule, where, fault });
  }

  /** What nobody may be shown. */
  get secrets(): readonly string[] {
    const { accessKeySecret, securityToken = accessKeySecret } = this.credentials;
    return [canary.secret, canary.token, accessKeySecret, securityToken];
  }

  get journal(): Journal {
    return memoryJournal({ lines: new JournalFile(path.join(this.folder, "journal.jsonl")) });
  }

  get isAssociated(): boolean {
    return this.pair.organisation.isAssociated(this.pair.ipam.id, this.pair.discovery.id);
  }

  /** How many changes the simulator has carried out. */
  get effects(): number {
    return this.simulator.count({ effect: true });
  }

  get cloud(): Cloud {
    const { endpoint, requestTimeoutSeconds } = this;
    return new Cloud({
      settings: () => ({ endpoint, requestTimeoutSeconds }),
      clock: this.clock,
      random: () => 0.5,
      userAgent: "ipam-explorer/test",
      onCall: (record) => this.calls.push(record),
    });
  }

  get api(): IpamApi {
    return this.cloud.ipamApi(async () => this.credentials);
  }

  async close(): Promise<void> {
    await this.simulator.close();
  }
}

/** A temporary key of the account, with the canary for its secrets. */
function canaryOf({
  organisation,
  consumer,
}: {
  readonly organisation: SharedPair["organisation"];
  readonly consumer: Account;
}): AccessKey {
  const { secret: accessKeySecret, token: securityToken } = canary;
  const session = organisation.addRoleSession(consumer, "network-operator", Date.now() + 24 * 3_600_000);
  const key = { ...session, accessKeySecret, securityToken };
  consumer.accessKeys.splice(consumer.accessKeys.indexOf(session), 1, key);
  return key;
}
