import type { SeenStore } from "../../src/ipam/LossWatch.ts";
import { randomOf } from "../support/mutate.ts";
import { Oracle, type Violation } from "./invariants.ts";
import { Person } from "./Person.ts";
import type { Happening, Plan, PlannedEvent } from "./Plan.ts";
import { VirtualCloud } from "./VirtualCloud.ts";
import { VirtualDisk } from "./VirtualDisk.ts";
import { VirtualNetwork } from "./VirtualNetwork.ts";
import { Timeline, VirtualMachine } from "./VirtualTime.ts";
import { VirtualWindow } from "./VirtualWindow.ts";

/** How long all that was begun may take once every fault is over: more than a hold, and more than a person's patience. */
const mostQuietMs = 45 * 60_000;
/** How long a last look may take. */
const lastLookMs = 20 * 60_000;

/** How often it is looked whether everything is over. */
const lookMs = 10_000;

/** One history: accounts, machines, windows and a person, from a plan, on one timeline. */
export class World {
  readonly #plan: Plan;
  readonly #timeline = new Timeline();
  readonly #oracle: Oracle;
  readonly #random: (below: number) => number;
  readonly #cloud: VirtualCloud;
  readonly #disk: VirtualDisk;
  readonly #network: VirtualNetwork;
  readonly #machines: readonly VirtualMachine[];
  /** What the windows of each machine keep. */
  readonly #stores: readonly Map<string, unknown>[];
  readonly #person: Person;
  /** By number in the plan, the one that is open. */
  readonly #windows = new Map<number, VirtualWindow>();
  #opened = 0;
  #hasFaults = true;
  #isOver = false;

  constructor(plan: Plan, { record }: { readonly record: boolean }) {
    this.#plan = plan;
    this.#random = randomOf(plan.seed);
    const timeline = this.#timeline;
    this.#cloud = new VirtualCloud(plan, timeline, this.#random);
    this.#oracle = new Oracle({
      timeline,
      isAssociated: (key) => this.#cloud.isAssociated(key.split("/").at(-1) ?? ""),
      lagMs: plan.lagMs,
      clocksTell: doClocksTell(plan),
      record,
    });
    this.#machines = ["one", "two"].map((host) => new VirtualMachine(host, timeline, plan));
    this.#stores = this.#machines.map(() => new Map());
    this.#disk = new VirtualDisk(timeline, this.#random, (line) => this.#oracle.writes(line));
    this.#network = new VirtualNetwork({
      plan,
      timeline,
      cloud: this.#cloud,
      oracle: this.#oracle,
      random: this.#random,
      hasFaults: () => this.#hasFaults,
    });
    this.#person = new Person(this.#cloud, this.#oracle, (what) => timeline.in(0, () => this.#happens(what)));
    for (const event of plan.events) timeline.at(event.at, () => this.#happens(event));
    timeline.at((plan.events.at(-1)?.at ?? 0) + 1_000, () => this.#calmsDown());
  }

  get violation(): Violation | undefined {
    return this.#oracle.violation;
  }

  /** One line for each thing that happened. */
  get history(): readonly string[] {
    return this.#oracle.lines;
  }

  /** Lets the next thing happen; what follows from it at once follows in microtasks. False when nothing is left. */
  step(): boolean {
    if (this.#isOver || this.violation || this.#timeline.next === undefined) return false;
    this.#timeline.step();
    return true;
  }

  #happens(event: PlannedEvent | Happening): void {
    const machine = "machine" in event ? this.#machines[event.machine] : undefined;
    const window = "window" in event ? this.#windows.get(event.window) : undefined;
    this.#oracle.say("plan", () => JSON.stringify(event));
    switch (event.kind) {
      case "open":
        if (!window?.process.isAlive) this.#open(event.window);
        return;
      case "close":
        window?.dispose();
        window?.process.in(this.#random(200), () => window.process.end());
        return;
      case "crash":
        window?.process.end();
        return;
      case "refresh":
        if (window) window.process.in(0, () => window.refresh());
        return;
      case "switchProfile":
        if (window) window.process.in(0, () => window.switchTo(String(event.profile)));
        return;
      case "deed":
        if (window) window.process.in(0, () => this.#person.does(window, event.deed));
        return;
      case "setClock":
        machine?.setClock(event.byMs);
        return;
      case "sleep":
        machine?.sleep(event.ms);
        return;
      case "restart":
        machine?.restart();
        return;
      case "disk":
        this.#disk.trouble = event.trouble;
        this.#timeline.in(event.ms, () => {
          this.#disk.trouble = undefined;
        });
        return;
      case "rotateKey":
        this.#cloud.rotateKey(event.account);
        return;
      case "deny": {
        const denied = this.#cloud.accounts[event.account]?.denied;
        denied?.add(`vpc:${event.action}`);
        this.#timeline.in(event.ms, () => denied?.delete(`vpc:${event.action}`));
        return;
      }
      case "elsewhere":
        this.#actsElsewhere(event);
    }
  }

  #actsElsewhere({ what, association }: Extract<Happening, { kind: "elsewhere" }>): void {
    const { organisation, ipam, accounts, discoveries } = this.#cloud;
    const [owner] = accounts;
    const ends = this.#cloud.endsOf(association);
    const discovery = discoveries.find(({ id }) => id === ends.discoveryId);
    if (!owner || !discovery) return;
    const isAssociated = organisation.isAssociated(ipam.id, ends.discoveryId);
    if (what === "associate") {
      if (isAssociated) return;
      if (discovery.owner !== owner.id) organisation.share(discovery, owner);
      organisation.setAssociated(ipam.id, ends.discoveryId, true, this.#timeline.now);
      this.#oracle.turns(ends, true, "elsewhere");
      return;
    }
    if (what === "unshare" && discovery.owner !== owner.id) organisation.unshare(discovery, owner, this.#timeline.now);
    else organisation.setAssociated(ipam.id, ends.discoveryId, false, this.#timeline.now);
    if (isAssociated) this.#oracle.turns(ends, false, "elsewhere");
  }

  #open(number: number, planned = this.#plan.windows[number]): VirtualWindow {
    const machine = this.#machines[planned?.machine ?? 0];
    if (!planned || !machine) throw new Error("The plan has no such window.");
    this.#opened += 1;
    // Numbers of processes that ended are in use again now and then.
    const pid = this.#random(4) === 0 ? 100 + this.#random(3) : 1_000 + this.#opened;
    const process = machine.start(machine.isRunning(pid) ? 1_000 + this.#opened : pid);
    const window = new VirtualWindow(`w${this.#opened}@${machine.host}`, planned.profiles, {
      plan: this.#plan,
      cloud: this.#cloud,
      disk: this.#disk,
      oracle: this.#oracle,
      process,
      random: this.#random,
      store: this.#storeOf(planned.machine),
      transmitOf: (witness) => this.#network.transmitOf(witness, number),
    });
    this.#windows.set(number, window);
    window.process.in(0, () => window.open());
    return window;
  }

  /** What a window keeps reaches the others of its machine at once. */
  #storeOf(machine: number): SeenStore {
    const kept = this.#stores[machine] ?? new Map<string, unknown>();
    return { get: (key) => kept.get(key), set: (key, value) => void kept.set(key, value) };
  }

  /** All faults are over. What was begun comes to its end; then each machine looks once more. */
  #calmsDown(): void {
    this.#hasFaults = false;
    this.#oracle.say("plan", () => "every fault is over");
    let until = this.#timeline.now + mostQuietMs;
    const look = () => {
      const busy = [...this.#windows.values()].filter((one) => one.process.isAlive && !this.#isQuiet(one));
      const isAsleep = this.#machines.some(({ wakesAt }) => wakesAt > this.#timeline.now);
      if (isAsleep) until = this.#timeline.now + mostQuietMs;
      if (busy.length === 0 && !isAsleep) this.#looksOnce();
      else if (this.#timeline.now > until) {
        this.#oracle.object(
          "everything ends",
          busy.map((one) => `${this.#oracle.unfinished(one)}, ${one.process.waits} waits`).join("; "),
        );
      } else this.#timeline.in(lookMs, look);
    };
    this.#timeline.in(lookMs, look);
  }

  /** Whether a window has ended all it began, and holds on to nothing. */
  #isQuiet(window: VirtualWindow): boolean {
    const isFree = this.#cloud.discoveries.every((_, index) => !window.runner.isUnderWay(this.#cloud.endsOf(index)));
    return isFree && window.process.waits === 0 && this.#oracle.isQuiet(window);
  }

  #looksOnce(): void {
    for (const window of this.#windows.values()) {
      if (!window.process.isAlive) continue;
      window.dispose();
      window.process.end();
    }
    this.#disk.trouble = undefined;
    for (const { denied } of this.#cloud.accounts) denied.clear();
    // What lists show has caught up with what is true.
    this.#timeline.in(this.#plan.lagMs + 1_000, () => {
      const used = [...new Set(this.#plan.windows.map(({ machine }) => machine))];
      const last = used.map((machine) =>
        this.#open(this.#plan.windows.length + machine, { machine, profiles: [0, 1, 2] }),
      );
      const until = this.#timeline.now + lastLookMs;
      const look = async () => {
        const open = await Promise.all(
          last.map(async ({ journal }) => (await journal.orphans()).length > 0 || (await journal.isHeldElsewhere())),
        );
        const { unreported } = this.#oracle;
        if (!open.includes(true) && unreported.length === 0) this.#isOver = true;
        else if (this.#timeline.now > until) {
          if (open.includes(true)) this.#oracle.object("every change is settled", "a change is still open");
          for (const one of unreported) this.#oracle.object("a loss is reported", `${one}, and nobody says so`);
        } else this.#timeline.in(2 * lookMs, () => void look());
      };
      this.#timeline.in(2 * lookMs, () => void look());
    });
  }
}

/** Where a clock is set, moments can be compared only on one machine, and only where it names its starts. */
function doClocksTell({ events, windows, namesStarts }: Plan): boolean {
  const isTold = namesStarts && windows.every(({ machine }) => machine === 0);
  return isTold || !JSON.stringify(events).includes("setClock");
}
