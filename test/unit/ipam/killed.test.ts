import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { JournalFile } from "../../../src/ipam/JournalFile.ts";
import { Simulator } from "../../../src/simulator/Simulator.ts";
import type { KillPoint, Word } from "../../kill/Order.ts";
import { memoryJournal } from "../../support/memoryJournal.ts";
import { randomOf } from "../../support/mutate.ts";
import { type SharedPair, sharedPair } from "../../support/sharedPair.ts";

const kills = 200;
const change = { action: "DissociateIpamResourceDiscovery", dryRun: false } as const;

let folder: string;
let file: string;
let pair: SharedPair;
let simulator: Simulator;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "ipam-kill-"));
  file = path.join(folder, "journal.jsonl");
  pair = sharedPair();
  simulator = await Simulator.start({ organisation: pair.organisation });
});

afterAll(async () => {
  await simulator.close();
  rmSync(folder, { recursive: true });
});

it(`loses, mistakes and repeats nothing when its process is killed at ${kills} points and started again`, {
  timeout: 600_000,
}, async () => {
  const random = randomOf(20261124);
  const mistakes: string[] = [];
  const steps = await run({ kind: "never" }, mistakes);
  expect(steps).toBeGreaterThan(10);
  for (let count = 0; count < kills; count += 1) await run(pointOf(random, steps ?? 0), mistakes);
  await run({ kind: "never" }, mistakes);
  const history = await memoryJournal({ lines: new JournalFile(file), isRunning: () => false }).history();
  expect(mistakes).toEqual([]);
  expect(history.filter(({ outcome }) => !outcome)).toEqual([]);
  const journalled = new Set(history.map(({ intent }) => intent.clientToken));
  const sent = simulator.requests.filter(({ action, dryRun }) => action === change.action && !dryRun);
  expect(sent.filter(({ clientToken = "" }) => !journalled.has(clientToken))).toEqual([]);
  const effects = sent.filter(({ effect }) => effect).map(({ clientToken }) => clientToken);
  expect(new Set(effects).size).toBe(effects.length);
  expect(effects.length).toBeGreaterThan(kills / 4);
});

/**
 * Starts a process, checks what it settles against the truth, lets it dissociate, and kills it at the point. Returns the
 * number of its steps when it came to its end.
 */
async function run(point: KillPoint, mistakes: string[]): Promise<number | undefined> {
  const { organisation, ipam, discovery, consumer } = pair;
  const [key] = consumer.accessKeys;
  const target = { profile: "p", region: ipam.region, ipamId: ipam.id, discoveryId: discovery.id };
  const child = fork(path.resolve(import.meta.dirname, "../../kill/actor.ts"), [], {
    env: { ...process.env, NODE_OPTIONS: "" },
    execArgv: [],
  });
  const ended = once(child, "exit");
  let steps: number | undefined;
  child.on("message", (word: Word) => {
    if ("settled" in word) {
      const truth = organisation.isAssociated(ipam.id, discovery.id) ? "stillAssociated" : "dissociated";
      if (word.outcome !== truth) mistakes.push(`${word.settled}: ${word.outcome}, and it is ${truth}`);
    } else if ("ready" in word) {
      organisation.setAssociated(ipam.id, discovery.id, true, 0);
      if (point.kind === "wire") killOn(child, point.moment);
      child.send("go");
    } else steps = word.steps;
  });
  child.send({ endpoint: simulator.endpoint, file, key, target, point });
  await ended;
  return steps;
}

function killOn(child: ChildProcess, moment: "arrived" | "acted" | "ended"): void {
  void simulator.next(change, moment).then(() => child.kill("SIGKILL"));
}

/** @param random an integer from 0 to below its argument */
function pointOf(random: (below: number) => number, steps: number): KillPoint {
  const at = (count: number) => 1 + random(count);
  const kind = random(100);
  if (kind < 50) return { kind: "step", at: at(steps) };
  if (kind < 65) return { kind: "torn", at: at(2), part: random(100) / 100 };
  const moment = (["arrived", "acted", "ended"] as const)[at(3) - 1] ?? "acted";
  return { kind: "wire", moment };
}
