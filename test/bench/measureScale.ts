import { Cloud } from "../../src/alibaba/Cloud.ts";
import { ContentsFilter } from "../../src/ipam/ContentsFilter.ts";
import { Inventory } from "../../src/ipam/Inventory.ts";
import { loadInTurn } from "../../src/ipam/loadInTurn.ts";
import { type Region, regions } from "../../src/ipam/regions.ts";
import { systemClock } from "../../src/ipam/systemClock.ts";
import type { ExplorerNode } from "../../src/ui/explorer/ExplorerNode.ts";
import { topNodes } from "../../src/ui/explorer/explorerNodes.ts";
import type { Grouping } from "../../src/ui/explorer/Grouping.ts";
import { SimulatorWorker } from "./SimulatorWorker.ts";

const accounts = 50;
const associations = 101;
const latencyMs = 100;
/** Readings of which the middle one counts. */
const readings = 3;
/** The discoveries of a team of one account, a tag of a third of all discoveries, and two words. */
const typed = ["payments-production-h07", "stage=staging", "hangzhou 42"];

/**
 * 50 accounts with IPAMs in all 33 regions and 101 associations in each, 166,650 rows, beside one of them alone, against a
 * simulator that answers after 100 ms. Run with --expose-gc.
 */
export async function measureScale(): Promise<Readonly<Record<string, number>>> {
  const simulator = await SimulatorWorker.start({ organisation: { hubs: accounts, associations }, latencyMs });
  const alone = await middle(() => readAccounts(simulator, 1));
  const firsts = await middle(() => readAccounts(simulator, accounts, "firstRowsOnly"));
  await simulator.forget();
  const before = heap();
  const all = await readAccounts(simulator, accounts);
  const requests = await simulator.count();
  const withRows = heap();
  const strokes = keystrokes(all.inventories);
  const unfiltered = paint(all.inventories, undefined);
  const byDiscovery = timed(() => paint(all.inventories, undefined, "discovery"));
  const byDiscoveryFiltered = timed(() => paint(all.inventories, new ContentsFilter("stage", regionName), "discovery"));
  const after = heap();
  await simulator.stop();
  return {
    scaleRows: rowsOf(all.inventories),
    scaleFirstRowsMs: round(firsts.firstRows),
    scaleFirstRowsBesideOneAccount: round(firsts.firstRows / alone.firstRows),
    scaleFirstAccountBesideOneAccount: round(all.firstAccount / alone.firstAccount),
    scaleAllAccountsSeconds: round(all.all / 1000),
    scaleAllAccountsBesideOneAccount: round(all.all / alone.all),
    scaleRequests: requests,
    scalePages: simulator.pages ?? Number.NaN,
    scaleHeapGrowthMB: round((after - before) / 1e6),
    scaleHeapOfRowsMB: round((withRows - before) / 1e6),
    scaleHeapBytesPerRow: Math.round((after - before) / rowsOf(all.inventories)),
    scaleKeystrokes: strokes.milliseconds.length,
    scaleFirstKeystrokeMs: round(strokes.milliseconds[0] ?? Number.NaN),
    scaleKeystrokeMs: middleOf(strokes.milliseconds),
    scaleKeystrokeMsMost: round(Math.max(...strokes.milliseconds)),
    scaleByDiscoveryMs: round(byDiscovery),
    scaleByDiscoveryFilteredMs: round(byDiscoveryFiltered),
    scaleTopRows: unfiltered.length,
    scaleTopRowsFiltered: strokes.painted.length,
  };
}

function timed(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Milliseconds from the start of all readings. */
interface Reading {
  readonly inventories: readonly Inventory[];
  /** Until the first account showed its first IPAM. */
  readonly firstRows: number;
  /** Until the first account was read. */
  readonly firstAccount: number;
  /** Until all were. */
  readonly all: number;
}

/** Opens the first accounts at once, as a window that shows all of them does. */
async function readAccounts(simulator: SimulatorWorker, count: number, until?: "firstRowsOnly"): Promise<Reading> {
  const cloud = new Cloud({
    settings: () => ({ endpoint: simulator.endpoint, requestTimeoutSeconds: 30 }),
    clock: systemClock,
    random: Math.random,
    userAgent: "ipam-explorer/bench",
  });
  const inventories = simulator.keys.slice(0, count).map(
    (key) =>
      new Inventory(
        cloud.ipamApi(async () => key),
        regions,
        () => Date.now(),
      ),
  );
  const [first] = inventories;
  if (!first) throw new Error("The simulator has no account.");
  const start = performance.now();
  const since = () => performance.now() - start;
  const firstRows = new Promise<number>((resolve) => {
    first.onDidChange((region) => {
      if ((first.region(region).contents?.ipams.length ?? 0) > 0) resolve(since());
    });
  });
  const firstAccount = first.settled().then(since);
  const all = loadInTurn(inventories).then(since);
  if (until === "firstRowsOnly") {
    await firstRows;
    for (const inventory of inventories) inventory.dispose();
  }
  const reading = { firstRows: await firstRows, firstAccount: await firstAccount, all: await all };
  if (until === undefined) expectWhole(inventories);
  return { inventories, ...reading };
}

function expectWhole(inventories: readonly Inventory[]): void {
  const failed = inventories.flatMap((inventory) => inventory.snapshots()).filter(({ state }) => state !== "loaded");
  if (failed.length > 0) throw new Error(`${failed.length} regions were not read.`);
}

async function middle(read: () => Promise<Reading>): Promise<Reading> {
  const all: Reading[] = [];
  for (let count = 0; count < readings; count += 1) all.push(await read());
  const sorted = all.sort((a, b) => a.firstRows - b.firstRows);
  const reading = sorted[Math.floor(sorted.length / 2)];
  if (!reading) throw new Error("Nothing was read.");
  return reading;
}

/** Types texts letter by letter and deletes them again, with the top rows of all accounts painted for each. */
function keystrokes(inventories: readonly Inventory[]): {
  readonly milliseconds: readonly number[];
  /** As after the last letter of the last text, which is what a tree keeps. */
  readonly painted: readonly ExplorerNode[];
} {
  const milliseconds: number[] = [];
  let painted: readonly ExplorerNode[] = [];
  const type = (text: string) => {
    const start = performance.now();
    painted = paint(inventories, new ContentsFilter(text, regionName));
    milliseconds.push(performance.now() - start);
  };
  for (const text of typed) {
    for (let length = 1; length <= text.length; length += 1) type(text.slice(0, length));
    for (let length = text.length - 1; length > 0; length -= 1) type(text.slice(0, length));
  }
  type(typed.at(-1) ?? "");
  return { milliseconds, painted };
}

const of = { isActive: false, isDemo: false } as const;

/** The top rows of all accounts. */
function paint(
  inventories: readonly Inventory[],
  filter: ContentsFilter | undefined,
  grouping: Grouping = "account",
): readonly ExplorerNode[] {
  const accounts = inventories.map((inventory, index) => ({
    inventory,
    profile: { ...of, id: `profile-${index}`, name: `Profile ${index}`, accountId: String(index) },
  }));
  return topNodes(accounts, grouping, filter);
}

/** Stands for the names in the person's language, which VS Code gives. */
function regionName(region: Region): string {
  return `Region ${region}`;
}

function rowsOf(inventories: readonly Inventory[]): number {
  return inventories
    .flatMap((inventory) => inventory.snapshots())
    .flatMap(({ contents }) => contents?.ipams ?? [])
    .reduce((sum, { associations }) => sum + associations.length, 0);
}

/** Bytes that are still in use after what nobody refers to has gone. */
function heap(): number {
  if (!globalThis.gc) throw new Error("Run with --expose-gc.");
  for (let count = 0; count < 3; count += 1) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
