// A process that acts as one window of VS Code: settles what the one before left open, then dissociates when told to,
// and is killed on the way. It gets its orders by messages, so that its key stands in no argument.
import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { Cloud } from "../../src/alibaba/Cloud.ts";
import type { IpamApi } from "../../src/ipam/IpamApi.ts";
import { isRunning } from "../../src/ipam/isRunning.ts";
import { Journal } from "../../src/ipam/Journal.ts";
import { JournalFile } from "../../src/ipam/JournalFile.ts";
import { thisMachine } from "../../src/ipam/machine.ts";
import { OrphanSettler } from "../../src/ipam/OrphanSettler.ts";
import { regionOf } from "../../src/ipam/regions.ts";
import { systemClock } from "../../src/ipam/systemClock.ts";
import { account } from "../support/records.ts";
import { TestClock } from "../support/TestClock.ts";
import { testRunner } from "../support/testRunner.ts";
import type { Order, Word } from "./Order.ts";

const tell = (word: Word): void => void process.send?.(word);
const die = (): void => void process.kill(process.pid, "SIGKILL");

process.once("message", (order: Order) => void act(order));
process.once("disconnect", () => process.exit(0));

async function act({ endpoint, file, key, target, point }: Order): Promise<void> {
  const clock = new TestClock();
  const cloud = new Cloud({
    settings: () => ({ endpoint, requestTimeoutSeconds: 10 }),
    clock,
    random: () => 0.5,
    userAgent: "ipam-explorer/test",
  });
  let steps = 0;
  let isActing = false;
  /** One more step; the process ends here if this is its point. */
  const step = (): void => {
    if (!isActing) return;
    steps += 1;
    if (point.kind === "step" && point.at === steps) die();
  };
  const lines = new JournalFile(file);
  let appended = 0;
  const journal = new Journal({
    lines: {
      read: () => lines.read(),
      append: async (line) => {
        step();
        if (isActing) appended += 1;
        if (point.kind === "torn" && point.at === appended) {
          appendFileSync(file, `\n${line.slice(0, Math.floor(line.length * point.part))}`);
          die();
        }
        await lines.append(line);
        step();
      },
    },
    self: { window: randomUUID(), pid: process.pid, ...thisMachine(systemClock) },
    // The time that all processes of this machine share; only the waits between two readings are over at once.
    clock: systemClock,
    newId: randomUUID,
    isRunning,
    regionOf,
    onDamage: () => {},
    onUnwritten: (_intent, error) => {
      throw error;
    },
  });
  const api = stepping(
    cloud.ipamApi(async () => key),
    step,
  );
  const settler = new OrphanSettler({
    journal,
    clock,
    actorFor: async () => ({ api }),
    onSettled: ({ clientToken }, { outcome }) => tell({ settled: clientToken, outcome }),
    onFailed: (error) => {
      throw error;
    },
  });
  await settler.settle();
  settler.dispose();
  process.once("message", async () => {
    isActing = true;
    const runner = testRunner({ api, clock, journal, newClientToken: randomUUID });
    await runner.change("dissociate", [target], { confirm: async () => "change" });
    tell({ steps });
    process.disconnect();
  });
  tell({ ready: account });
}

/** The same API, with a step before and after every call. */
function stepping(api: IpamApi, step: () => void): IpamApi {
  return new Proxy(api, {
    get: (_, name) => {
      const method: unknown = Reflect.get(api, name);
      if (typeof method !== "function") return method;
      return async (...args: readonly unknown[]) => {
        step();
        const answer: unknown = await Reflect.apply(method, api, args);
        step();
        return answer;
      };
    },
  });
}
