import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setImmediate, setTimeout } from "node:timers/promises";
import { Cloud } from "../../src/alibaba/Cloud.ts";
import { sdkTransmit } from "../../src/alibaba/sdkTransmit.ts";
import type { Transmit } from "../../src/alibaba/Transmit.ts";
import { TransportFault } from "../../src/alibaba/TransportFault.ts";
import type { ChangeAction } from "../../src/ipam/Change.ts";
import { type ChangeReport, ChangeRunner } from "../../src/ipam/ChangeRunner.ts";
import type { ChangePhase, ChangeStep } from "../../src/ipam/ChangeStep.ts";
import type { JournalledChange } from "../../src/ipam/Journal.ts";
import { JournalFile } from "../../src/ipam/JournalFile.ts";
import type { JournalLines } from "../../src/ipam/JournalLines.ts";
import { parseJsonObject } from "../../src/ipam/parseJsonObject.ts";
import type { Target } from "../../src/ipam/Target.ts";
import { untilAborted } from "../../src/ipam/untilAborted.ts";
import type { FaultRule } from "../../src/simulator/FaultRules.ts";
import type { SimulatorOptions } from "../../src/simulator/Simulator.ts";
import { memoryJournal } from "../support/memoryJournal.ts";
import { TestClock } from "../support/TestClock.ts";
import { Cancellation, type CancelMoment, checkMoments } from "./Cancellation.ts";
import type { FaultRow } from "./faultTable.ts";
import { liesOfCancelled } from "./liesOfCancelled.ts";
import { requestOf } from "./operations.ts";
import { Stage } from "./Stage.ts";

/** What a fault can be aimed at: the dry run of a dissociation, or a change itself. */
export type CancelledOperation = "dry run" | ChangeAction;

/** All that was told of a change while a fault met it and the person cancelled. */
export interface CancelledChange {
  readonly action: ChangeAction;
  readonly report: ChangeReport<ChangeAction>;
  readonly steps: readonly { readonly step: ChangeStep; readonly isAfterReport: boolean }[];
  /** Whether the run came to the moment of cancelling. */
  readonly cancelled: boolean;
  /** Every try of the change and its dry run that was handed to the network, in order. */
  readonly departures: readonly Departure[];
  /** What stands in the journal at the end. */
  readonly journal: readonly JournalledChange[];
  /** Whether something was still under way after all that was to come. */
  readonly isUnderWay: boolean;
  /** How many holds were renewed in the hours after the end. */
  readonly renewals: number;
}

/** A try that was handed to the network. */
export interface Departure {
  readonly dryRun: boolean;
  readonly when: "beforeCancel" | "afterCancel";
  /** Whether an answer, or a failure of the network, was waited for after the cancel and before the report. */
  waitedFor: boolean;
}

/** How a run with a cancel came out. */
export interface CancelResult extends Pick<CancelledChange, "cancelled"> {
  /** In a word or two. */
  readonly said: string;
  /** What is wrong with what was told and done. */
  readonly lies: readonly string[];
}

/** Of a request whose answer stands still until the report is there. Any other wait is shorter. */
const heldMs = 24 * 3_600_000;

/** How long a hold of the journal stands, and longer. */
const afterwardsMs = 2 * 3_600_000;

/**
 * Runs one change under one fault, cancels it at one moment, waits for all that follows, and judges what was told. Where the
 * person cancels after the confirmation, a fault of the change begins with it, so that the check does not meet it.
 *
 * What is under way at the moment of the cancel comes to no end until the report is there: a report that waited for it
 * would never come.
 * @param disturb makes the fault another one than that of the table
 */
export async function cancelDuring(
  row: FaultRow,
  operation: CancelledOperation,
  moment: CancelMoment,
  disturb?: { readonly before: (stage: Stage) => void; readonly after: (stage: Stage) => void },
): Promise<CancelResult> {
  const folder = mkdtempSync(path.join(tmpdir(), "ipam-cancel-"));
  const cancellation = new Cancellation(moment);
  const stage = await Stage.open(operation, folder, {
    ...simulatorOf(row),
    // Every rule of latency adds to it; only those of this file come to so much.
    wait: (milliseconds, signal) =>
      milliseconds >= heldMs ? cancellation.holdAt(moment) : setTimeout(milliseconds, undefined, { signal }),
  });
  try {
    const run = new CancelledRun(stage, cancellation, moment, () => {
      disturb?.before(stage);
      row.make(stage);
      disturb?.after(stage);
    });
    const change = await run.run();
    return { said: saidBy(change), cancelled: change.cancelled, lies: liesOfCancelled(change, stage) };
  } finally {
    cancellation.release();
    await stage.close();
    rmSync(folder, { recursive: true });
  }
}

const simulators = new Map<FaultRow, SimulatorOptions>();

/** Making a certificate takes longer than a run. */
function simulatorOf(row: FaultRow): SimulatorOptions {
  const known = simulators.get(row);
  if (known || !row.simulator) return known ?? {};
  const folder = mkdtempSync(path.join(tmpdir(), "ipam-simulator-"));
  try {
    const made = row.simulator(folder);
    simulators.set(row, made);
    return made;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** One run, with the places in it where the person may cancel. */
class CancelledRun {
  readonly #stage: Stage;
  readonly #cancellation: Cancellation;
  readonly #moment: CancelMoment;
  readonly #makeFault: () => void;
  readonly #action: ChangeAction;
  readonly #target: Target;
  readonly #clock: TestClock;
  readonly #runner: ChangeRunner;
  readonly #steps: { readonly step: ChangeStep; readonly isAfterReport: boolean }[] = [];
  readonly #departures: Departure[] = [];
  #phase: ChangePhase = "idle";
  #isReported = false;
  #renewals = 0;

  constructor(stage: Stage, cancellation: Cancellation, moment: CancelMoment, makeFault: () => void) {
    const { ipam, discovery } = stage.pair;
    this.#stage = stage;
    this.#cancellation = cancellation;
    this.#moment = moment;
    this.#makeFault = makeFault;
    this.#action = stage.operation === "associate" ? "associate" : "dissociate";
    this.#target = { profile: "p", region: ipam.region, ipamId: ipam.id, discoveryId: discovery.id };
    this.#clock = new WatchedClock((signal) => this.#beforeWait(signal));
    this.#runner = this.#makeRunner();
  }

  async run(): Promise<CancelledChange> {
    const { signal } = this.#cancellation;
    if (!this.#meetsChange) this.#makeFault();
    this.#holdRequests();
    const report = await this.#runner.change(this.#action, [this.#target], {
      signal,
      confirm: async () => {
        this.#cancellation.reached("while the person is asked");
        if (this.#meetsChange) this.#makeFault();
        return "change";
      },
    });
    this.#isReported = true;
    const cancelled = signal.aborted;
    this.#cancellation.release();
    await this.#untilIdle();
    this.#renewals = 0;
    await this.#clock.wait(afterwardsMs);
    await eventLoopTurns();
    return {
      ...{ action: this.#action, report, steps: this.#steps, cancelled, departures: this.#departures },
      journal: await this.#stage.journal.history(),
      isUnderWay: this.#runner.isUnderWay(this.#target),
      renewals: this.#renewals,
    };
  }

  #makeRunner(): ChangeRunner {
    const stage = this.#stage;
    const cloud = new Cloud({
      // Faults may change both meanwhile.
      settings: () => ({ endpoint: stage.endpoint, requestTimeoutSeconds: stage.requestTimeoutSeconds }),
      clock: this.#clock,
      random: () => 0.5,
      userAgent: "ipam-explorer/test",
      onCall: (record) => stage.calls.push(record),
      transmit: (transmission, attempt) => this.#transmit(transmission, attempt),
    });
    const api = cloud.ipamApi(
      async () => {
        await this.#beforeCredentials();
        return stage.credentials;
      },
      {
        renew: async () => {
          await this.#cancellation.holdAt(
            this.#hasLeft
              ? "while refused credentials of the change are renewed"
              : "while refused credentials are renewed",
          );
          return false;
        },
      },
    );
    const journal = memoryJournal({ lines: this.#lines(), clock: this.#clock });
    const runner = new ChangeRunner({
      clock: this.#clock,
      newClientToken: randomUUID,
      isSeen: () => true,
      isKnownOwnDefault: () => false,
      operatingRegionsOf: () => ["cn-hangzhou"],
      namesOf: () => ({}),
      actorFor: async () => ({ accountId: stage.pair.consumer.id, api, journal, endpoint: "" }),
    });
    runner.onStep(({ step }) => this.#onStep(step));
    return runner;
  }

  #onStep(step: ChangeStep): void {
    this.#steps.push({ step, isAfterReport: this.#isReported });
    this.#phase = step.phase;
    if (step.phase === "sent") this.#cancellation.reached("when the change leaves");
    if (step.phase === "verifying") {
      this.#hold("while the outcome is read", { action: "ListIpamResourceDiscoveryAssociations" });
    }
  }

  #holdRequests(): void {
    const dryRun = { ...requestOf[this.#action], dryRun: true };
    this.#hold("while the dry run is under way", dryRun);
    this.#hold("while the impact is counted", { action: "ListIpamDiscoveredResource" });
    this.#hold("while the change is under way", requestOf[this.#action]);
    this.#hold("while the second try is under way", requestOf[this.#action], 2);
  }

  /** Cancels when a request arrives, and lets nothing become of it until the report is there. */
  #hold(moment: CancelMoment, rule: Omit<FaultRule, "fault" | "where">, number = 1): void {
    if (moment !== this.#moment) return;
    let arrived = 0;
    const where = () => {
      arrived += 1;
      return arrived === number;
    };
    this.#stage.simulator.inject({ ...rule, where, fault: { kind: "latency", ms: heldMs } });
  }

  async #beforeCredentials(): Promise<void> {
    if (this.#phase === "checking") await this.#cancellation.holdAt("while credentials of the check are loaded");
    if (this.#phase === "sent") {
      await this.#cancellation.holdAt("while credentials are loaded after an unproven try");
    }
    if (this.#phase !== "sending") return;
    await this.#cancellation.holdAt(
      this.#hasLeft ? "while credentials are loaded after a refusal" : "while credentials of the change are loaded",
    );
  }

  /** A retry waits with the person's signal, and a look at the outcome with none; the gate has a signal of its own. */
  async #beforeWait(signal: AbortSignal | undefined): Promise<void> {
    if (this.#isReported) return;
    if (this.#phase === "checking") await this.#cancellation.holdAt("while a try of the check waits for the next one");
    if (!this.#hasLeft) return;
    if (this.#phase === "sending") await this.#cancellation.holdAt("while a refused try waits for the next one");
    if (this.#phase === "sent" && signal) {
      await this.#cancellation.holdAt("while an unproven try waits for the next one");
    }
    if (this.#phase === "verifying" && !signal) await this.#cancellation.holdAt("between two looks at the outcome");
  }

  /** Whether the fault is one of the change, and is not to end its check. */
  get #meetsChange(): boolean {
    return this.#stage.operation !== "dry run" && !isOfCheck(this.#moment);
  }

  /** Whether a try of the change itself has left. */
  get #hasLeft(): boolean {
    return this.#departures.some(({ dryRun }) => !dryRun);
  }

  async #transmit(...[transmission, attempt]: Parameters<Transmit>): ReturnType<Transmit> {
    const { call } = transmission;
    if (!call.mayChange) return sdkTransmit(transmission, attempt);
    const departure: Departure = {
      dryRun: call.parameters["DryRun"] === true,
      when: this.#cancellation.signal.aborted ? "afterCancel" : "beforeCancel",
      waitedFor: false,
    };
    this.#departures.push(departure);
    const ended = (thrown?: unknown) => {
      // What had not left yet, the cancel breaks off.
      const isBrokenOff = thrown instanceof TransportFault && thrown.kind === "cancelled";
      departure.waitedFor = this.#cancellation.signal.aborted && !this.#isReported && !isBrokenOff;
    };
    try {
      const answer = await sdkTransmit(transmission, attempt);
      ended();
      return answer;
    } catch (thrown) {
      ended(thrown);
      throw thrown;
    }
  }

  #lines(): JournalLines {
    const file = new JournalFile(path.join(this.#stage.folder, "journal.jsonl"));
    return {
      append: async (line) => {
        const entry = parseJsonObject(line);
        const isChange = entry?.["kind"] === "intent" && entry["origin"] === undefined;
        if (entry?.["kind"] === "renewal") this.#renewals += 1;
        if (isChange) this.#cancellation.reached("before the line in the journal is written");
        if (entry?.["kind"] === "outcome" && this.#hasLeft) this.#cancellation.reached("while the outcome is written");
        await file.append(line);
        if (isChange) this.#cancellation.reached("after the line in the journal is written");
      },
      read: async () => {
        if (this.#phase === "sending") {
          this.#cancellation.reached("while the journal is read before the change leaves");
        }
        return file.read();
      },
    };
  }

  /** Resolves when nothing is under way any more, and what came of it has been told. */
  async #untilIdle(): Promise<void> {
    if (this.#runner.isUnderWay(this.#target)) {
      await new Promise<void>((resolve) => {
        const listening = this.#runner.onStep(() => {
          if (this.#runner.isUnderWay(this.#target)) return;
          listening.dispose();
          resolve();
        });
      });
    }
    await eventLoopTurns();
  }
}

function isOfCheck(moment: CancelMoment): boolean {
  return checkMoments.some((one) => one === moment);
}

/** Waits like the test clock, once those who watch let it. */
class WatchedClock extends TestClock {
  readonly #before: (signal: AbortSignal | undefined) => Promise<void>;

  constructor(before: (signal: AbortSignal | undefined) => Promise<void>) {
    super();
    this.#before = before;
  }

  override async wait(milliseconds: number, signal?: AbortSignal): Promise<void> {
    await untilAborted(this.#before(signal), signal);
    await super.wait(milliseconds, signal);
  }
}

/** Whatever would follow by itself has followed. */
async function eventLoopTurns(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
}

function saidBy({ report }: CancelledChange): string {
  switch (report.ended) {
    case "checked":
      return report.notChecked.length > 0 ? "not checked" : `checked: ${report.checks[0]?.verdict}`;
    case "settled": {
      const [end] = report.ends;
      if (!end) return "not tried";
      if ("settlement" in end) return end.settlement.outcome;
      return "notSent" in end ? "not sent" : "leftWaiting" in end ? "left waiting" : "earlier";
    }
    default:
      return report.ended;
  }
}
