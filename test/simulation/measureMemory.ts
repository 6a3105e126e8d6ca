// Uses one window for a very long time, and prints how many bytes each round of that use leaves behind in it. What the
// simulated world itself keeps is left out: its oracle listens to nothing, and the journal is emptied. Needs --expose-gc.
import { randomOf } from "../support/mutate.ts";
import { Oracle, Run } from "./invariants.ts";
import { Person } from "./Person.ts";
import { type Deed, type Plan, planOf } from "./Plan.ts";
import { VirtualCloud } from "./VirtualCloud.ts";
import { VirtualDisk } from "./VirtualDisk.ts";
import { VirtualNetwork } from "./VirtualNetwork.ts";
import { Timeline, VirtualMachine } from "./VirtualTime.ts";
import { VirtualWindow } from "./VirtualWindow.ts";

/** Rounds before the first measurement: what is kept once only is there by then. */
const warmUp = 200;
/** How often it is measured, and how many rounds lie between. */
const measurements = 9;
const rounds = 100;
/** How long a round takes: every change is settled, and every loss reported. */
const roundMs = 4 * 60_000;

const common = { profile: 0, cancel: undefined, meanwhile: [] } as const;
const change = { ...common, kind: "change", thinkMs: 100, onFailure: "continue" } as const;

/** What the person does in a round, one after the other. */
const deeds: readonly Deed[] = [
  { ...common, kind: "dryRun", action: "dissociate", targets: [0, 1] },
  { ...change, action: "dissociate", targets: [0], decision: "change" },
  { ...common, kind: "undo", thinkMs: 100 },
  { ...change, action: "dissociate", targets: [1], decision: "cancel" },
  {
    ...change,
    action: "dissociate",
    targets: [2],
    decision: "change",
    cancel: { phase: "sending", nth: 0, afterMs: 1 },
  },
];

const nowhere = { profile: "", region: "cn-hangzhou", ipamId: "", discoveryId: "" } as const;
const random = randomOf(1);
const plan: Plan = {
  ...planOf(1),
  ...{ lagMs: 0, latencyMs: 50, windows: [{ machine: 0, profiles: [0, 2] }], events: [], faults: [] },
};
const timeline = new Timeline();
const cloud = new VirtualCloud(plan, timeline, random);
const machine = new VirtualMachine("one", timeline, plan);
const oracle = deaf();
const disk = new VirtualDisk(timeline, random, () => {});
const network = new VirtualNetwork({ plan, timeline, cloud, oracle, random, hasFaults: () => false });
const kept = new Map<string, unknown>();
const window = new VirtualWindow("w1@one", [0, 2], {
  ...{ plan, cloud, disk, oracle, random, process: machine.start(100) },
  store: { get: (key) => kept.get(key), set: (key, value) => void kept.set(key, value) },
  transmitOf: (witness) => network.transmitOf(witness, 0),
});
const person = new Person(cloud, oracle, () => {});

window.open();
await use(warmUp);
const heaps = [await heap()];
while (heaps.length < measurements) {
  await use(rounds);
  heaps.push(await heap());
}
console.log(JSON.stringify({ heaps, bytesPerRound: Math.round(slopeOf(heaps) / rounds) }));

async function use(times: number): Promise<void> {
  for (let round = 0; round < times; round += 1) {
    for (const deed of deeds) {
      person.does(window, deed);
      await until(timeline.now + roundMs);
    }
    // Somebody else ends an association, which is reported, and makes it again.
    for (const isAssociated of [false, true]) {
      cloud.organisation.setAssociated(cloud.ipam.id, "ipam-res-disco-1", isAssociated, timeline.now);
      window.refresh();
      await until(timeline.now + roundMs);
    }
    disk.empty();
  }
}

async function until(time: number): Promise<void> {
  while (timeline.next !== undefined && timeline.next <= time) {
    timeline.step();
    await new Promise((resolve) => setImmediate(resolve));
  }
  timeline.now = time;
}

/** An oracle that keeps nothing of what it hears. */
function deaf(): Oracle {
  const real = new Oracle({ timeline, isAssociated: () => true, lagMs: 0, clocksTell: true, record: false });
  const begins: Oracle["begins"] = (witness, action, targets) => new Run(witness, action, targets, 0);
  const facts = real.factsOfToken({ name: "", process: machine.start(99) }, "", "dissociate", nowhere);
  const reports = (run: Run) => {
    run.isOver = true;
  };
  const answers: Readonly<Record<string | symbol, unknown>> = {
    ...{ begins, reports },
    ...{ factsOf: () => facts, factsOfToken: () => facts },
  };
  return new Proxy(real, { get: (_, name) => answers[name] ?? (() => undefined) });
}

/** In bytes, without what nothing holds on to any more. */
async function heap(): Promise<number> {
  for (let time = 0; time < 6; time += 1) {
    globalThis.gc?.();
    // What is finalised lets go of more.
    await new Promise((resolve) => setImmediate(resolve));
  }
  return process.memoryUsage().heapUsed;
}

/** By how much each value exceeds the one before it, by the line that fits all of them best. */
function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const products = values.map((value, index) => (index - middle) * (value - mean));
  const squares = values.map((_, index) => (index - middle) ** 2);
  const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0);
  return sum(products) / sum(squares);
}
