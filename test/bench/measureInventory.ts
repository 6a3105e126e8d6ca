import { Worker } from "node:worker_threads";
import { Cloud } from "../../src/alibaba/Cloud.ts";
import { Inventory } from "../../src/ipam/Inventory.ts";
import { regions } from "../../src/ipam/regions.ts";
import { systemClock } from "../../src/ipam/systemClock.ts";
import { type BenchOrganisation, SimulatorWorker } from "./SimulatorWorker.ts";

const latencyMs = 100;

/**
 * All 33 regions with an IPAM in each, against a simulator that answers after 100 ms: once where every third region watches
 * through another account's discovery, once where all do, and the plain sequential loop of the SDK over the same lists.
 * A round trip is what one request of that loop took on average.
 */
export async function measureInventory(): Promise<Readonly<Record<string, number>>> {
  const loop = await sequentialLoop();
  const some = await load("someRegionsShared");
  const all = await load("everyRegionShared");
  const roundTrip = loop.milliseconds / loop.requests;
  const trips = (milliseconds: number) => round(milliseconds / roundTrip);
  return {
    roundTripMs: round(roundTrip),
    sequentialLoopRequests: loop.requests,
    sequentialLoopRoundTrips: trips(loop.milliseconds),
    firstIpamRoundTrips: trips(some.first),
    allRegionsRoundTrips: trips(some.last),
    allRegionsRequests: some.requests,
    allRegionsTimesFasterThanLoop: round(loop.milliseconds / some.last),
    everyRegionSharedFirstIpamRoundTrips: trips(all.first),
    everyRegionSharedRoundTrips: trips(all.last),
    everyRegionSharedRequests: all.requests,
    everyRegionSharedTimesFasterThanLoop: round(loop.milliseconds / all.last),
  };
}

/** Milliseconds until the inventory published its first IPAM and its last region: the median of three readings. */
async function load(organisation: BenchOrganisation): Promise<{ first: number; last: number; requests: number }> {
  const readings = [];
  for (let count = 0; count < 3; count += 1) readings.push(await loadOnce(organisation));
  const [, middle = readings[0]] = readings.sort((a, b) => a.last - b.last);
  if (!middle) throw new Error("Nothing was read.");
  return middle;
}

async function loadOnce(organisation: BenchOrganisation): Promise<{ first: number; last: number; requests: number }> {
  const simulator = await SimulatorWorker.start({ organisation, latencyMs });
  const cloud = new Cloud({
    settings: () => ({ endpoint: simulator.endpoint, requestTimeoutSeconds: 30 }),
    clock: systemClock,
    random: Math.random,
    userAgent: "ipam-explorer/bench",
  });
  const inventory = new Inventory(
    cloud.ipamApi(async () => simulator.key),
    regions,
    () => Date.now(),
  );
  const start = performance.now();
  let first = Number.NaN;
  inventory.onDidChange((region) => {
    const { contents } = inventory.region(region);
    if (Number.isNaN(first) && contents && contents.ipams.length > 0) first = performance.now() - start;
  });
  await inventory.load();
  const last = performance.now() - start;
  const failed = inventory.snapshots().filter(({ state }) => state !== "loaded");
  if (failed.length > 0) throw new Error(`${failed.length} regions were not read.`);
  return { first, last, requests: await simulator.stop() };
}

/** The loop runs in a worker, where the SDK still has its own transport. */
async function sequentialLoop(): Promise<{ milliseconds: number; requests: number }> {
  const simulator = await SimulatorWorker.start({ organisation: "everyRegionShared", latencyMs });
  const { host } = new URL(simulator.endpoint);
  const worker = new Worker(new URL("./sequentialLoop.ts", import.meta.url), {
    workerData: { host, key: simulator.key, regions },
  });
  const milliseconds = await new Promise<number>((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  return { milliseconds, requests: await simulator.stop() };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
